/**
 * Does an estimate stay inside what it claims? The error over the standard deviation that the
 * odometry states for it: of the position the largest of its axes, of the heading by its variance.
 * An ensemble of seeds is judged better by `nees`; this says of one run by how much it lies.
 */
import { z } from "zod";
import { multiply } from "../../core/math/quaternion.ts";
import { atan2 } from "../../core/math/scalar.ts";
import { SECOND } from "../../msgs/time.ts";
import type { Odometry } from "../../msgs/types.ts";
import type { TruthState } from "../../sim/contract.ts";
import type { Check, CheckSetup } from "../contract.ts";
import { statistic, topicName } from "./base/config.ts";
import { statisticOf } from "./base/judge.ts";
import { readPose, stampOf } from "./base/message.ts";
import { newTruthState, truthAt } from "./base/truth_state.ts";
import { broken, obstacle, short, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topic: topicName.default("/odom").describe("where the estimate and its covariance are"),
  part: z.enum(["position", "heading"]).default("position").describe("what is judged"),
  settle_s: z.number().min(0).default(0).describe("earlier stamps are left out"),
  statistic: statistic.default("max").describe("what of all ratios is judged"),
  max_sigma: z.number().positive().default(3).describe("limit of error over standard deviation"),
}).describe("error against the standard deviation that is claimed for it");

/** What {@linkcode insideSigma} is told. */
export type InsideSigmaConfig = z.output<typeof config>;

interface State {
  readonly config: InsideSigmaConfig;
  readonly setup: CheckSetup;
  readonly truth: TruthState;
  readonly ratios: number[];
  worst: { readonly at: number; readonly ratio: number };
  problem: string | undefined;
}

const pose = new Float64Array(7);
const between = new Float64Array(4);

/** The check `inside_sigma`. */
export const insideSigma: Check<InsideSigmaConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init: (config, setup) => ({
    ...{ config, setup, truth: newTruthState(), ratios: [] },
    ...{ worst: { at: 0, ratio: -1 }, problem: undefined },
  }),
  see(state, { type, topic, message }) {
    const { config, setup, truth } = state;
    if (state.problem !== undefined || setup.truth === undefined) return;
    const at = stampOf(message, setup.epoch);
    if (at === undefined || type !== "nav_msgs/msg/Odometry") {
      state.problem = `${topic} is ${type}; expected nav_msgs/msg/Odometry`;
    } else if (at >= config.settle_s * SECOND) {
      const known = truthAt(setup.truth, at, truth);
      const ratio = known ? ratioOf(config, message as Odometry, truth) : NaN;
      if (Number.isFinite(ratio)) {
        state.ratios.push(ratio);
        if (ratio > state.worst.ratio) state.worst = { at: at / SECOND, ratio };
      } else if (known) {
        state.problem = `${topic} stamped ${at / SECOND} s: pose and variance make no ratio`;
      } else {
        state.problem = `${topic} is stamped ${at / SECOND} s, where truth is not defined`;
      }
    }
  },
  verdict({ config, setup, ratios, worst, problem }) {
    const limit = { max: config.max_sigma, unit: "sigma" };
    const missing = obstacle(setup, { topics: [config.topic], truth: true });
    if (missing !== undefined) return skipped(limit, missing);
    if (problem !== undefined) return broken(limit, problem);
    if (ratios.length === 0) return broken(limit, `nothing on ${config.topic}`);
    const value = statisticOf(Float64Array.from(ratios), config.statistic);
    const outside = ratios.filter((ratio) => ratio > config.max_sigma).length / ratios.length;
    const reason = `${short(100 * outside)} % of the run is outside, at most ` +
      `${short(worst.ratio)} sigma at ${short(worst.at)} s`;
    return within(value, limit, reason);
  },
};

/** Error over standard deviation; NaN where there is none. */
function ratioOf(
  { part }: InsideSigmaConfig,
  { pose: { pose: stated, covariance } }: Odometry,
  truth: TruthState,
): number {
  if (!readPose(pose, stated)) return NaN;
  if (part === "heading") {
    const [w, x, y, z] = truth.orientation;
    multiply(between, pose.subarray(3, 7), [w!, -x!, -y!, -z!]);
    const error = 2 * atan2(Math.abs(between[3]!), Math.abs(between[0]!));
    return over(error, covariance[35]!);
  }
  let worst = 0;
  for (let i = 0; i < 3; i++) {
    const ratio = over(Math.abs(pose[i]! - truth.position[i]!), covariance[7 * i]!);
    if (!(ratio <= worst)) worst = ratio;
  }
  return worst;
}

/** An error of nothing is inside any claim, that of no uncertainty among them. */
function over(error: number, variance: number): number {
  if (!(variance >= 0)) return NaN;
  return error === 0 ? 0 : error / Math.sqrt(variance);
}
