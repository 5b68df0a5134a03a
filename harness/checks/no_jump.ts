/**
 * Odometry never steps: what of a pose's change its own velocities don't explain stays within k
 * standard deviations. The step Δp − ½ (v₁ + v₂) Δt is weighed by the position covariance before
 * it, Log(q₁⁻¹ q₂) − ½ (ω₁ + ω₂) Δt by that of the rotation, as Mahalanobis distances. REP 105:
 * the odom frame is continuous.
 */
import { z } from "zod";
import { normalisedSquare } from "../../core/evaluation/consistency.ts";
import { conjugate, multiply, rotate, toRotationVector } from "../../core/math/quaternion.ts";
import { DEG } from "../../core/math/scalar.ts";
import { SECOND } from "../../msgs/time.ts";
import type { Odometry } from "../../msgs/types.ts";
import type { Check, CheckSetup, Seen } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { readPose, stampOf } from "./base/message.ts";
import { broken, obstacle, short, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topic: topicName.default("/odom").describe("odometry that is judged"),
  sigmas: z.number().positive().default(5).describe("longest step in standard deviations"),
  // Added to the standard deviations: a step this small is none, however sure the filter is.
  floor_m: z.number().positive().default(0.005).describe("a step this small is none"),
  floor_deg: z.number().positive().default(0.1).describe("a turn this small is none"),
  settle_s: z.number().min(0).default(0).describe("steps that end before this are left out"),
}).describe("odometry never steps");

/** What {@linkcode noJump} is told. */
export type NoJumpConfig = z.output<typeof config>;

/** A pose with its velocities in the world and its covariance. */
interface Kept {
  readonly pose: Float64Array;
  readonly linear: Float64Array;
  readonly angular: Float64Array;
  readonly covariance: Float64Array;
  at: number;
}

interface State {
  readonly config: NoJumpConfig;
  readonly setup: CheckSetup;
  before: Kept;
  now: Kept;
  count: number;
  worst: number;
  reason: string | undefined;
  problem: string | undefined;
}

/** The check `no_jump`. */
export const noJump: Check<NoJumpConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init: (config, setup) => ({
    config,
    setup,
    before: newKept(),
    now: newKept(),
    count: 0,
    worst: 0,
    reason: undefined,
    problem: undefined,
  }),
  see,
  verdict({ config, setup, count, worst, reason, problem }) {
    const limit = { max: config.sigmas, unit: "sigma" };
    const missing = obstacle(setup, { topics: [config.topic] });
    if (missing !== undefined) return skipped(limit, missing);
    if (problem !== undefined) return broken(limit, problem);
    if (count < 2) return broken(limit, `${count} messages on ${config.topic}: no step to judge`);
    return within(worst, limit, reason);
  },
};

function newKept(): Kept {
  return {
    pose: new Float64Array(7),
    linear: new Float64Array(3),
    angular: new Float64Array(3),
    covariance: new Float64Array(36),
    at: NaN,
  };
}

function see(state: State, { topic, type, message }: Seen): void {
  if (state.problem !== undefined) return;
  if (type !== "nav_msgs/msg/Odometry") {
    state.problem = `${topic} is ${type} instead of nav_msgs/msg/Odometry`;
    return;
  }
  [state.before, state.now] = [state.now, state.before];
  const { before, now } = state;
  now.at = stampOf(message, state.setup.epoch)!;
  if (!keep(now, message as Odometry)) {
    state.problem = `a number on ${topic} at ${now.at / SECOND} s is not finite`;
    return;
  }
  state.count++;
  if (state.count < 2 || now.at < state.config.settle_s * SECOND) return;
  const steps = stepsBetween(before, now, state.config);
  for (const [kind, value] of Object.entries(steps)) {
    if (value <= state.worst) continue;
    state.worst = value;
    state.reason = `${topic} steps by ${short(value)} sigma in ${kind} at ${now.at / SECOND} s`;
  }
}

/** Reads a message; false: not finite. */
function keep(out: Kept, { pose, twist }: Odometry): boolean {
  if (!readPose(out.pose, pose.pose)) return false;
  const { linear, angular } = twist.twist;
  const orientation = out.pose.subarray(3);
  rotate(out.linear, orientation, [linear.x, linear.y, linear.z]);
  rotate(out.angular, orientation, [angular.x, angular.y, angular.z]);
  out.covariance.set(pose.covariance);
  return [...out.linear, ...out.angular, ...out.covariance].every(Number.isFinite);
}

const step = new Float64Array(3);
const turn = new Float64Array(4);
const axes = [[0, 1, 2], [3, 4, 5]] as const;
const weights = new Float64Array(9);

/** Mahalanobis lengths of what velocities leave unexplained. */
function stepsBetween(before: Kept, now: Kept, { floor_m, floor_deg }: NoJumpConfig) {
  const half = (now.at - before.at) / SECOND / 2;
  for (let i = 0; i < 3; i++) {
    const moved = now.pose[i]! - before.pose[i]!;
    step[i] = moved - half * (before.linear[i]! + now.linear[i]!);
  }
  const position = weigh(before.covariance, axes[0], floor_m);
  // q₂ q₁⁻¹: the turn about the fixed axes, whose covariance the message holds.
  conjugate(turn, before.pose.subarray(3));
  multiply(turn, now.pose.subarray(3), turn);
  toRotationVector(step, turn);
  for (let i = 0; i < 3; i++) step[i]! -= half * (before.angular[i]! + now.angular[i]!);
  return { position, rotation: weigh(before.covariance, axes[1], floor_deg * DEG) };
}

function weigh(covariance: Float64Array, block: readonly number[], floor: number): number {
  block.forEach((row, i) =>
    block.forEach((column, j) => {
      weights[3 * i + j] = covariance[6 * row + column]! + (i === j ? floor * floor : 0);
    })
  );
  const square = normalisedSquare(step, weights);
  return Number.isNaN(square) ? Infinity : Math.sqrt(square);
}
