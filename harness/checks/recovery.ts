/**
 * Recovery: how long after the end of each fault an error last stood over its limit. A fault is
 * left out where another begins before the time allowed is over; the run's end is no excuse.
 *
 * What a filter can't observe can't recover: position error that dead reckoning has gathered
 * stays. Judge heading or velocity then.
 */
import { z } from "zod";
import { inverseRotate, multiply } from "../../core/math/quaternion.ts";
import { atan2, DEG } from "../../core/math/scalar.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { Twist } from "../../msgs/types.ts";
import type { FaultSpan, TruthState } from "../../sim/contract.ts";
import type { Check, CheckSetup, Seen } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { poseOf, readPose, stampOf } from "./base/message.ts";
import { newTruthState, truthAt } from "./base/truth_state.ts";
import { broken, obstacle, short, skipped, within } from "./base/verdict.ts";

const limits = ["max_deg", "max_m", "max_m_s"] as const;

const config = z.object({
  topic: topicName.default("/odom").describe("where the estimate is"),
  within_s: z.number().positive().describe("the longest that recovery may take"),
  max_deg: z.number().positive().optional().describe("limit of the heading error"),
  max_m: z.number().positive().optional().describe("limit of the position error"),
  max_m_s: z.number().positive().optional().describe("limit of the velocity error"),
}).refine((given) => limits.filter((limit) => given[limit] !== undefined).length === 1, {
  message: "give max_deg, max_m or max_m_s, one of them; a second check can have another",
}).describe("how long after each fault's end an error is over its limit");

/** What {@linkcode recovery} is told. */
export type RecoveryConfig = z.output<typeof config>;

interface State {
  readonly config: RecoveryConfig;
  readonly setup: CheckSetup;
  readonly truth: TruthState;
  readonly stamps: number[];
  readonly errors: number[];
  problem: string | undefined;
}

const pose = new Float64Array(7);
const between = new Float64Array(4);
const velocity = new Float64Array(3);

/** The check `recovery`. */
export const recovery: Check<RecoveryConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init: (config, setup) => ({
    ...{ config, setup, truth: newTruthState() },
    ...{ stamps: [], errors: [], problem: undefined },
  }),
  see(state, seen) {
    const { setup, truth } = state;
    if (state.problem !== undefined || setup.truth === undefined) return;
    const at = stampOf(seen.message, setup.epoch);
    if (at === undefined || seen.type !== "nav_msgs/msg/Odometry") {
      state.problem = `${seen.topic} is ${seen.type}; expected nav_msgs/msg/Odometry`;
    } else if (!truthAt(setup.truth, at, truth)) {
      state.problem = `${seen.topic} is stamped ${at / SECOND} s, where truth is not defined`;
    } else {
      state.stamps.push(at);
      state.errors.push(errorOf(state, seen));
    }
  },
  verdict(state) {
    const { config, setup } = state;
    const limit = { max: config.within_s, unit: "s" };
    const missing = obstacle(setup, { topics: [config.topic], truth: true });
    if (missing !== undefined) return skipped(limit, missing);
    const faults = judged(setup, config.within_s * SECOND);
    if (faults.length === 0) return skipped(limit, "no fault ends early enough in this run");
    if (state.problem !== undefined) return broken(limit, state.problem);
    let worst = 0, because: string | undefined;
    for (const { name, end, until } of faults) {
      const found = recoveredAfter(state, end, until);
      if (typeof found === "string") return broken(limit, `after ${name}: ${found}`);
      if (found > worst) because = `after ${name} it took ${short(found)} s`;
      worst = Math.max(worst, found);
    }
    return within(worst, limit, because);
  },
};

/** Faults that end, with the time until which nothing else disturbs. */
function judged({ faults = [], durationNs }: CheckSetup, allowed: Nanos) {
  return faults.flatMap(({ name, span }: FaultSpan) => {
    if (span.to >= durationNs) return [];
    const others = faults.filter((other) => other.name !== name && other.span.to > span.to);
    const until = Math.min(durationNs, ...others.map((other) => other.span.from));
    const disturbed = until < durationNs && until < span.to + allowed;
    return disturbed ? [] : [{ name, end: span.to, until }];
  });
}

/** Seconds from `end` to the last error over the limit, or why there is no answer. */
function recoveredAfter({ config, stamps, errors }: State, end: Nanos, until: Nanos) {
  const limit = config.max_deg ?? config.max_m ?? config.max_m_s!;
  const inside = stamps.flatMap((at, i) => at > end && at <= until ? [i] : []);
  if (inside.length === 0) return `nothing on ${config.topic}`;
  const last = inside.findLast((i) => !(errors[i]! <= limit));
  if (last === undefined) return 0;
  if (last !== inside.at(-1)) return (stamps[last]! - end) / SECOND;
  return `${short(errors[last]!)} is still over ${limit} at ${stamps[last]! / SECOND} s`;
}

/** In the unit of the limit; NaN where the message is. */
function errorOf({ config, truth }: State, seen: Seen): number {
  if (!readPose(pose, poseOf(seen)!)) return NaN;
  if (config.max_deg !== undefined) {
    const [w, x, y, z] = truth.orientation;
    multiply(between, pose.subarray(3, 7), [w!, -x!, -y!, -z!]);
    return 2 * atan2(Math.abs(between[3]!), Math.abs(between[0]!)) / DEG;
  }
  if (config.max_m !== undefined) return distance(pose, truth.position);
  const { linear } = (seen.message as unknown as { twist: { twist: Twist } }).twist.twist;
  inverseRotate(velocity, truth.orientation, truth.velocity);
  return distance(velocity, [linear.x, linear.y, linear.z]);
}

function distance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [x, y, z] = [a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!];
  return Math.sqrt(x * x + y * y + z * z);
}
