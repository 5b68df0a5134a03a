/** The highest speed of commands, or of odometry, over the run or while a node is in given modes. */
import { z } from "zod";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { Odometry, StringMessage, Twist, TwistStamped } from "../../msgs/types.ts";
import type { Check, CheckSetup, Seen } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { broken, type Limit, obstacle, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topic: topicName.default("/cmd_vel").describe("Twist, TwistStamped or Odometry"),
  part: z.enum(["linear", "angular"]).default("linear").describe("m/s along x, or rad/s about z"),
  max: z.number().min(0).optional().describe("the highest speed allowed, either way"),
  min: z.number().positive().optional().describe("the highest speed reaches this at least"),
  modes: z.array(z.string()).min(1).optional()
    .describe("only while the mode is one of these; absent: always"),
  mode_topic: topicName.default("/mode").describe("where the mode is said"),
  settle_s: z.number().min(0).default(0).describe("after a change of mode this is left out"),
}).refine(({ min, max }) => (min ?? max) !== undefined, "give min or max").refine(
  ({ min = 0, max = Infinity }) => min <= max,
  { message: "expected min of at most max", path: ["min"] },
).describe("the highest speed of commands");

/** What {@linkcode speed} is told. */
export type SpeedConfig = z.output<typeof config>;

interface State {
  readonly config: SpeedConfig;
  readonly setup: CheckSetup;
  /** The mode and since when. */
  mode: string | undefined;
  since: Nanos;
  count: number;
  highest: number;
  foreign: string | undefined;
}

/** The check `speed`. */
export const speed: Check<SpeedConfig, State> = {
  config,
  topics: ({ topic, modes, mode_topic }) => modes === undefined ? [topic] : [topic, mode_topic],
  init: (config, setup) => ({
    ...{ config, setup, mode: undefined, since: 0, count: 0, highest: 0, foreign: undefined },
  }),
  see(state, seen) {
    const { config } = state;
    if (config.modes !== undefined && seen.topic === config.mode_topic) note(state, seen);
    else if (judged(state, seen.at)) measure(state, seen);
  },
  verdict({ config, setup, count, highest, foreign }) {
    const unit = config.part === "linear" ? "m/s" : "rad/s";
    const limit: Limit = { min: config.min, max: config.max, unit };
    const missing = obstacle(setup, { topics: speed.topics(config) });
    if (missing !== undefined) return skipped(limit, missing);
    if (foreign !== undefined) return broken(limit, foreign);
    const where = config.modes === undefined ? "" : ` in mode ${config.modes.join(" or ")}`;
    return count === 0
      ? broken(limit, `no message on ${config.topic}${where}`)
      : within(highest, limit);
  },
};

function note(state: State, { topic, type, message, at }: Seen): void {
  if (type !== "std_msgs/msg/String") {
    state.foreign ??= `${topic} is ${type}, no std_msgs/msg/String`;
    return;
  }
  const { data } = message as StringMessage;
  if (data === state.mode) return;
  state.mode = data;
  state.since = at;
}

function judged({ config: { modes, settle_s }, mode, since }: State, at: Nanos): boolean {
  if (modes === undefined) return true;
  return mode !== undefined && modes.includes(mode) && at >= since + settle_s * SECOND;
}

function measure(state: State, seen: Seen): void {
  const twist = twistOf(seen);
  if (twist === undefined) {
    state.foreign ??= `${seen.topic} is ${seen.type}, neither a Twist nor Odometry`;
    return;
  }
  state.count++;
  const value = Math.abs(state.config.part === "linear" ? twist.linear.x : twist.angular.z);
  state.highest = Math.max(state.highest, value); // NaN stays NaN
}

function twistOf({ type, message }: Seen): Twist | undefined {
  switch (type) {
    case "geometry_msgs/msg/Twist":
      return message as Twist;
    case "geometry_msgs/msg/TwistStamped":
      return (message as TwistStamped).twist;
    case "nav_msgs/msg/Odometry":
      return (message as Odometry).twist.twist;
    default:
      return undefined;
  }
}
