/**
 * Consistency of a sensor's innovations with their covariance: NIS = νᵀ S⁻¹ ν, whose mean is the
 * dimension of ν, and their whiteness (Bar-Shalom, Li & Kirubarajan 2001, 5.4.2). All innovations
 * count, rejected ones too: leaving out what a gate of 99.9 % rejected would lower the mean by
 * 1.2 % (m = 1) to 0.5 % (m = 3), and would hide the very outliers.
 */
import { z } from "zod";
import {
  autocorrelation,
  chi2MeanBand,
  normalisedSquare,
} from "../../core/evaluation/consistency.ts";
import { SECOND } from "../../msgs/time.ts";
import type { Float64MultiArray } from "../../msgs/types.ts";
import type { Check, CheckSetup, Json, Seen, Verdict } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { unusable } from "./base/epochs.ts";
import { broken, type Limit, obstacle, short, skipped, within } from "./base/verdict.ts";

/** One run may leave its χ² band, widened by the tolerance, once in a million. */
const GROSS = 1 - 1e-6;

const config = z.object({
  topic: topicName.default("/fusion/innovation").describe("innovations and their covariances"),
  sensor: z.string().min(1).describe("its name in the innovation messages"),
  tolerance: z.number().positive().default(0.05)
    .describe("over seeds: the mean lies within this fraction of the dimension"),
  side: z.enum(["both", "above"]).default("both").describe(
    "above: only a covariance that claims too little error fails, as on real ground that is " +
      "kinder than the filter was tuned for",
  ),
  whiteness: z.boolean().default(false)
    .describe("over seeds: judge the autocorrelation at lag 1 as well"),
  settle_s: z.number().min(0).default(0).describe("innovations before this are left out"),
}).describe("consistency of a filter's innovations with their covariance");

/** What {@linkcode nis} is told. */
export type NisConfig = z.output<typeof config>;

interface State {
  readonly config: NisConfig;
  readonly obstacle: string | undefined;
  /** Components of ν, each by its standard deviation. */
  readonly sequence: number[];
  readonly met: Set<string>;
  dimension: number;
  count: number;
  rejected: number;
  sum: number;
  problem: string | undefined;
}

interface Summary {
  readonly obstacle?: string;
  readonly problem?: string;
  readonly dimension: number;
  readonly count: number;
  readonly rejected: number;
  readonly mean: number;
  readonly lag1: number | null;
}

/** The check `nis`. */
export const nis: Check<NisConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  needsDebug: true,
  init: (config, setup: CheckSetup) => ({
    config,
    obstacle: obstacle(setup, { topics: [config.topic] }),
    sequence: [],
    met: new Set(),
    dimension: 0,
    count: 0,
    rejected: 0,
    sum: 0,
    problem: undefined,
  }),
  see,
  verdict,
  summary: (state): Json => {
    const { obstacle, dimension, count, rejected, sum } = state;
    const problem = state.problem ?? (count === 0 ? silence(state) : undefined);
    if (obstacle !== undefined) return { obstacle };
    if (problem !== undefined) return { problem };
    const lag1 = autocorrelation(state.sequence, dimension);
    return {
      dimension,
      count,
      rejected,
      mean: sum / count,
      lag1: Number.isFinite(lag1) ? lag1 : null,
    };
  },
  across(config, summaries) {
    const runs = summaries as unknown as Summary[];
    const mean = { ...judgeMean(config, runs), part: "mean" };
    return config.whiteness ? [mean, { ...judgeWhiteness(runs), part: "whiteness" }] : [mean];
  },
};

function see(state: State, { topic, type, message, at }: Seen): void {
  if (state.obstacle !== undefined || state.problem !== undefined) return;
  if (type !== "std_msgs/msg/Float64MultiArray") {
    state.problem = `${topic} is ${type} instead of std_msgs/msg/Float64MultiArray`;
    return;
  }
  const { layout, data } = message as Float64MultiArray;
  const label = layout.dim[0]?.label ?? "";
  state.met.add(label);
  if (label !== state.config.sensor || at < state.config.settle_s * SECOND) return;
  const m = data[0] ?? 0;
  if (!(m >= 1) || data.length !== 2 + m + m * m || (state.count > 0 && m !== state.dimension)) {
    state.problem = `an innovation of ${label} at ${at / SECOND} s has dimension ${m} and ` +
      `${data.length} numbers`;
    return;
  }
  const innovation = data.subarray(2, 2 + m);
  const covariance = data.subarray(2 + m);
  const value = normalisedSquare(innovation, covariance);
  if (!Number.isFinite(value)) {
    state.problem = `an innovation of ${label} at ${at / SECOND} s, or its covariance, is not ` +
      "finite or not positive definite";
    return;
  }
  state.dimension = m;
  state.count++;
  state.sum += value;
  if (data[1] !== 1) state.rejected++;
  for (let i = 0; i < m; i++) {
    state.sequence.push(innovation[i]! / Math.sqrt(covariance[i * m + i]!));
  }
}

function silence({ config, met }: State): string {
  const names = [...met].join(", ") || "none";
  return `no innovation of "${config.sensor}" on ${config.topic}; sensors seen: ${names}`;
}

function verdict(state: State): Verdict {
  const { config, obstacle, problem, count, dimension: m } = state;
  const { tolerance } = config;
  const band = chi2MeanBand(Math.max(m, 1), Math.max(count, 1), GROSS);
  const limit: Limit = {
    min: config.side === "above" ? undefined : band.low * (1 - tolerance),
    max: band.high * (1 + tolerance),
    unit: `mean NIS of ${config.sensor}`,
  };
  if (obstacle !== undefined) return skipped(limit, obstacle);
  if (problem !== undefined) return broken(limit, problem);
  if (count === 0) return broken(limit, silence(state));
  const mean = state.sum / count;
  const side = mean > m ? "larger" : "smaller";
  const reason =
    `innovations are ${side} than their covariance says (${count} of dimension ${m}, ` +
    `${state.rejected} rejected)`;
  return within(mean, limit, reason);
}

function judgeMean({ sensor, tolerance, side }: NisConfig, runs: readonly Summary[]): Verdict {
  const m = runs.find(({ dimension }) => dimension > 0)?.dimension ?? 1;
  const min = side === "above" ? undefined : m * (1 - tolerance);
  const limit = { min, max: m * (1 + tolerance), unit: `NIS of ${sensor}` };
  const absent = unusable(runs, limit);
  if (absent) return absent;
  const count = runs.reduce((sum, run) => sum + run.count, 0);
  const mean = runs.reduce((sum, run) => sum + run.count * run.mean, 0) / count;
  const rejected = runs.reduce((sum, run) => sum + run.rejected, 0);
  const reason = `of ${count} innovations in ${runs.length} runs ${rejected} were rejected`;
  return within(mean, limit, reason);
}

/** Of white sequences 95 % of runs lie within ±1.96/√N; fewer than chance allows: not white. */
function judgeWhiteness(runs: readonly Summary[]): Verdict {
  const expected = 0.95;
  const slack = 3.09 * Math.sqrt(expected * (1 - expected) / Math.max(runs.length, 1));
  const limit = { min: expected - slack, unit: "of runs with lag-1 within 1.96/√N" };
  const absent = unusable(runs, limit);
  if (absent) return absent;
  const inside = runs.filter(({ lag1, count }) =>
    lag1 !== null && Math.abs(lag1) <= 1.96 / Math.sqrt(count)
  );
  const mean = runs.reduce((sum, { lag1 }) => sum + (lag1 ?? 0), 0) / runs.length;
  return within(inside.length / runs.length, limit, `the mean correlation is ${short(mean)}`);
}
