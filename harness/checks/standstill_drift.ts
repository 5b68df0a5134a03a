/**
 * Drift at rest: how far the estimate wanders while the robot stands still, in metres or degrees,
 * the largest of all its stops. Rest is when truth does not move, or a span that the scenario
 * names (then no truth is needed).
 */
import { z } from "zod";
import { conjugate, multiply, toRotationVector } from "../../core/math/quaternion.ts";
import { DEG } from "../../core/math/scalar.ts";
import { norm, sub } from "../../core/math/vec3.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { Check, CheckSetup, Seen } from "../contract.ts";
import { ONE_LIMIT, oneLimit, poseLimit, topicName } from "./base/config.ts";
import { partOf } from "./base/judge.ts";
import { poseOf, readPose, stampOf } from "./base/message.ts";
import { newTruthState, truthAt } from "./base/truth_state.ts";
import { broken, obstacle, skipped, within } from "./base/verdict.ts";

/** Slower than this is rest: m/s and rad/s of truth. */
const STILL = 1e-6;

const config = z.object({
  topic: topicName.default("/odom").describe("odometry that is judged"),
  from_s: z.number().min(0).optional()
    .describe("the robot rests from here on; absent: wherever truth rests"),
  to_s: z.number().positive().optional().describe("the robot rests until here"),
  settle_s: z.number().min(0).default(0)
    .describe("left out at the begin of each rest, for the filter to see it"),
  ...poseLimit,
}).refine(oneLimit, ONE_LIMIT).describe("how far odometry drifts while the robot stands");

/** What {@linkcode standstillDrift} is told. */
export type StandstillDriftConfig = z.output<typeof config>;

interface State {
  readonly config: StandstillDriftConfig;
  readonly setup: CheckSetup;
  readonly obstacle: string | undefined;
  readonly truth: ReturnType<typeof newTruthState>;
  readonly anchor: Float64Array;
  readonly pose: Float64Array;
  restSince: Nanos | undefined;
  anchored: boolean;
  /** Metres or degrees; NaN until a rest was seen. */
  worst: number;
  reason: string | undefined;
  problem: string | undefined;
}

/** The check `standstill_drift`. */
export const standstillDrift: Check<StandstillDriftConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init(config, setup) {
    const truth = config.from_s === undefined && config.to_s === undefined;
    return {
      config,
      setup,
      obstacle: obstacle(setup, { topics: [config.topic], truth }),
      truth: newTruthState(),
      anchor: new Float64Array(7),
      pose: new Float64Array(7),
      restSince: undefined,
      anchored: false,
      worst: NaN,
      reason: undefined,
      problem: undefined,
    };
  },
  see,
  verdict({ config, obstacle, problem, worst, reason }) {
    const { limit } = partOf(config);
    if (obstacle !== undefined) return skipped(limit, obstacle);
    if (problem !== undefined) return broken(limit, problem);
    if (Number.isNaN(worst)) return broken(limit, `${config.topic} was never seen at rest`);
    return within(worst, limit, reason);
  },
};

function see(state: State, seen: Seen): void {
  if (state.obstacle !== undefined || state.problem !== undefined) return;
  const at = stampOf(seen.message, state.setup.epoch);
  const pose = poseOf(seen);
  if (at === undefined || !pose) {
    state.problem = `${seen.topic} is ${seen.type}, which holds no stamped pose`;
  } else if (!readPose(state.pose, pose)) {
    state.problem = `the pose on ${seen.topic} stamped ${at / SECOND} s is not finite`;
  } else measure(state, at, isAtRest(state, at));
}

function isAtRest({ config, setup, truth }: State, at: Nanos): boolean {
  const { from_s, to_s } = config;
  if (from_s !== undefined || to_s !== undefined) {
    return at >= (from_s ?? 0) * SECOND && at <= (to_s ?? Infinity) * SECOND;
  }
  return truthAt(setup.truth!, at, truth) && norm(truth.velocity) < STILL &&
    norm(truth.angularVelocity) < STILL;
}

function measure(state: State, at: Nanos, rests: boolean): void {
  const { config, anchor, pose } = state;
  if (!rests) {
    state.restSince = undefined;
    state.anchored = false;
    return;
  }
  state.restSince ??= at;
  if (at < state.restSince + config.settle_s * SECOND) return;
  if (!state.anchored) anchor.set(pose);
  state.anchored = true;
  const drift = config.max_m !== undefined ? distance(anchor, pose) : angle(anchor, pose) / DEG;
  if (drift <= state.worst) return;
  state.worst = drift;
  state.reason = `${config.topic} has wandered since ${state.restSince / SECOND} s when it is ` +
    `${at / SECOND} s`;
}

const scratch = new Float64Array(4);

function distance(a: Float64Array, b: Float64Array): number {
  sub(scratch, a, b);
  return norm(scratch);
}

function angle(a: Float64Array, b: Float64Array): number {
  conjugate(scratch, a.subarray(3));
  multiply(scratch, scratch, b.subarray(3));
  toRotationVector(scratch, scratch);
  return norm(scratch);
}
