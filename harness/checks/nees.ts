/**
 * Consistency of a filter's covariance with its true error: NEES = eᵀ P⁻¹ e of the 12 states and
 * of each block of three (Bar-Shalom, Li & Kirubarajan 2001, 5.4.2). One run is one draw, and its
 * errors are correlated in time, so it convicts a gross lie only. Over M runs each epoch is
 * judged by itself: M · ANEES ~ χ²(M n) must hold in nearly all of them.
 */
import { z } from "zod";
import { chi2MeanBand, normalisedSquare } from "../../core/evaluation/consistency.ts";
import { SECOND } from "../../msgs/time.ts";
import type { Float64MultiArray } from "../../msgs/types.ts";
import type { TruthState } from "../../sim/contract.ts";
import type { Check, CheckSetup, Json, Seen, Verdict } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { type EpochSummary, judgeEpochs } from "./base/epochs.ts";
import { stampOf } from "./base/message.ts";
import { STATE_BLOCKS, type StateBlock, stateError } from "./base/state_error.ts";
import { type StampedState, StampedStates, STATE_LENGTH } from "./base/stamped_states.ts";
import { meanRate, newTruthState, truthAt } from "./base/truth_state.ts";
import { broken, obstacle, skipped, within } from "./base/verdict.ts";

const BLOCKS = Object.keys(STATE_BLOCKS) as StateBlock[];
/** One run fails where its mean leaves the band that a single χ² draw leaves once in a million. */
const GROSS = 1 - 1e-6;

const config = z.object({
  topic: topicName.default("/fusion/state").describe("states and covariances"),
  odom: topicName.default("/odom").describe("odometry whose stamps the states bear"),
  epoch_s: z.number().positive().default(0.5)
    .describe("distance of the epochs at which runs are compared"),
  settle_s: z.number().min(0).default(0).describe("epochs before this are left out"),
  blocks: z.array(z.enum(BLOCKS)).min(1).default(BLOCKS).describe("states that are judged"),
  probability: z.number().gt(0).lt(1).default(0.999)
    .describe("over seeds: of the two-sided band of an epoch's mean"),
  share: z.number().gt(0).max(1).default(0.95)
    .describe("over seeds: the least share of epochs inside their band"),
}).describe("consistency of a filter's covariance with its true error");

/** What {@linkcode nees} is told. */
export type NeesConfig = z.output<typeof config>;

interface State {
  readonly config: NeesConfig;
  readonly setup: CheckSetup;
  readonly obstacle: string | undefined;
  readonly states: StampedStates;
  readonly truth: TruthState;
  readonly rate: Float64Array;
  readonly error: Float64Array;
  /** NEES by block and epoch; holes where an epoch had no state. */
  readonly epochs: Record<StateBlock, number[]>;
  problem: string | undefined;
}

/** The check `nees`. */
export const nees: Check<NeesConfig, State> = {
  config,
  topics: ({ topic, odom }) => [topic, odom],
  needsDebug: true,
  init: (config, setup) => ({
    config,
    setup,
    obstacle: obstacle(setup, { topics: [config.topic, config.odom], truth: true }),
    states: new StampedStates(),
    truth: newTruthState(),
    rate: new Float64Array(3),
    error: new Float64Array(12),
    epochs: { all: [], p: [], v: [], theta: [], omega: [] },
    problem: undefined,
  }),
  see,
  verdict,
  summary: ({ config, obstacle, problem, epochs }): Json => {
    if (obstacle !== undefined) return { obstacle };
    if (problem !== undefined) return { problem };
    const means: Record<string, Json> = {};
    for (const block of config.blocks) {
      means[block] = Array.from(epochs[block], (value) => value ?? null);
    }
    return { epochs: means };
  },
  across: (config, summaries) =>
    judgeEpochs(summaries as unknown as EpochSummary[], {
      dimensions: Object.fromEntries(
        config.blocks.map((block) => [block, STATE_BLOCKS[block].length]),
      ),
      probability: config.probability,
      share: config.share,
      step_s: config.epoch_s,
    }),
};

function see(state: State, { topic, type, message, at }: Seen): void {
  const { config, states, setup } = state;
  if (state.obstacle !== undefined || state.problem !== undefined) return;
  const paired = (found: StampedState) => take(state, found);
  if (topic === config.odom) {
    const stamp = stampOf(message, setup.epoch);
    if (stamp === undefined) state.problem = `${topic} is ${type}, which has no stamp`;
    else states.odometry(at, stamp, paired);
  } else if (type !== "std_msgs/msg/Float64MultiArray") {
    state.problem = `${topic} is ${type} instead of std_msgs/msg/Float64MultiArray`;
  } else states.state(at, message as Float64MultiArray, paired);
}

/** The first state of an epoch is that epoch's. */
function take(state: State, { stamp, previous, data }: StampedState): void {
  const { config, setup, epochs } = state;
  const epoch = Math.floor((stamp - config.settle_s * SECOND) / (config.epoch_s * SECOND));
  const isNew = epoch >= 0 && epochs.all[epoch] === undefined;
  if (!isNew || previous === undefined || !(previous < stamp)) return;
  const seconds = stamp / SECOND;
  if (data.length !== STATE_LENGTH) {
    state.problem = `${config.topic} at ${seconds} s holds ${data.length} numbers, not 12 + 144`;
  } else if (
    !truthAt(setup.truth!, stamp, state.truth) ||
    !meanRate(setup.truth!, { from: previous, to: stamp }, state.rate)
  ) {
    state.problem = `${config.odom} is stamped ${seconds} s, where truth is not defined`;
  } else {
    stateError(state.error, data, { at: state.truth, rate: state.rate });
    const covariance = data.subarray(12);
    for (const block of BLOCKS) {
      const value = normalisedSquare(state.error, covariance, STATE_BLOCKS[block]);
      epochs[block][epoch] = value;
      if (!Number.isFinite(value)) {
        state.problem ??= `at ${seconds} s the ${block} state or covariance is not finite or ` +
          "not positive definite";
      }
    }
  }
}

function verdict({ config, obstacle, problem, epochs }: State): Verdict {
  const bandOf = (block: StateBlock) => chi2MeanBand(STATE_BLOCKS[block].length, 1, GROSS);
  const first = config.blocks[0]!;
  const limitOf = (block: StateBlock) => {
    const { low, high } = bandOf(block);
    return { min: low, max: high, unit: `mean NEES of ${block}` };
  };
  if (obstacle !== undefined) return skipped(limitOf(first), obstacle);
  if (problem !== undefined) return broken(limitOf(first), problem);
  let worst: Verdict | undefined;
  for (const block of config.blocks) {
    const values = epochs[block].filter((value) => value !== undefined);
    if (values.length === 0) {
      return broken(limitOf(block), `no state on ${config.topic} paired with ${config.odom}`);
    }
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const found = within(mean, limitOf(block), sideOf(mean, bandOf(block)));
    if (worst === undefined || (found.verdict === "fail" && worst.verdict === "pass")) {
      worst = found;
    }
  }
  return worst!;
}

function sideOf(mean: number, { low, high }: { low: number; high: number }): string | undefined {
  if (mean > high) return "the covariance claims far less error than there is";
  if (mean < low) return "the covariance claims far more error than there is";
}
