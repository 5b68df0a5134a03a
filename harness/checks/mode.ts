/**
 * How soon a node's mode, a text on a topic, becomes what it has to be after a fault begins or
 * ends, and whether it stays so: a node that never switches, switches late, comes back too soon or
 * flaps is found.
 */
import { z } from "zod";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { StringMessage } from "../../msgs/types.ts";
import type { Check, CheckSetup } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { broken, type Limit, obstacle, short, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topic: topicName.default("/mode").describe("where the mode is said, at least at each change"),
  becomes: z.string().min(1).describe("the mode that is expected"),
  fault: z.string().min(1).optional().describe("name of a fault; absent: the start of the run"),
  at: z.enum(["begin", "end"]).default("begin").describe("of the fault"),
  within_s: z.number().min(0).describe("the longest that it may take"),
  not_before_s: z.number().min(0).default(0).describe("the least that it must take"),
  holds_s: z.number().positive().describe("it stays so for at least this long"),
}).refine(({ within_s, not_before_s }) => not_before_s <= within_s, {
  message: "expected not_before_s of at most within_s",
  path: ["not_before_s"],
}).describe("how soon a mode follows a fault, and that it stays");

/** What {@linkcode mode} is told. */
export type ModeConfig = z.output<typeof config>;

interface State {
  readonly config: ModeConfig;
  readonly setup: CheckSetup;
  /** What was said and when, repetitions left out. */
  readonly changes: { readonly at: Nanos; readonly text: string }[];
  foreign: string | undefined;
}

/** The check `mode`. */
export const mode: Check<ModeConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init: (config, setup) => ({ config, setup, changes: [], foreign: undefined }),
  see(state, { topic, type, message, at }) {
    if (type !== "std_msgs/msg/String") {
      state.foreign ??= `${topic} is ${type}, no std_msgs/msg/String`;
      return;
    }
    const { data: text } = message as StringMessage;
    if (state.changes.at(-1)?.text !== text) state.changes.push({ at, text });
  },
  verdict(state) {
    const { config, setup, foreign } = state;
    const limit: Limit = {
      min: config.not_before_s > 0 ? config.not_before_s : undefined,
      max: config.within_s,
      unit: "s",
    };
    const missing = obstacle(setup, { topics: [config.topic] });
    if (missing !== undefined) return skipped(limit, missing);
    const from = momentOf(config, setup);
    if (typeof from === "string") return skipped(limit, from);
    if (foreign !== undefined) return broken(limit, foreign);
    const found = response(state, from);
    return typeof found === "string" ? broken(limit, found) : within(found, limit);
  },
};

/** When the time begins to count, or why it does not in this run. */
function momentOf({ fault, at }: ModeConfig, { faults, durationNs }: CheckSetup): Nanos | string {
  if (fault === undefined) return 0;
  const found = faults?.find(({ name }) => name === fault);
  if (found === undefined) return `no fault ${fault} in this run`;
  const moment = at === "begin" ? found.span.from : found.span.to;
  return moment < durationNs ? moment : `${fault} does not ${at} in this run`;
}

/** Seconds until the mode was as expected and stayed so, or what was wrong instead. */
function response({ config, setup, changes }: State, from: Nanos): number | string {
  const { becomes, topic, holds_s } = config;
  const before = changes.findLastIndex(({ at }) => at <= from);
  const first = changes.findIndex(({ text }, i) => i >= before && text === becomes);
  if (first < 0) {
    const last = changes.at(-1)?.text;
    return `${topic} did not become ${becomes}${last === undefined ? "" : `, it is ${last}`}`;
  }
  const start = Math.max(from, changes[first]!.at), until = start + holds_s * SECOND;
  const next = changes[first + 1];
  if (next !== undefined && next.at < until) {
    const stayed = short((next.at - start) / SECOND);
    return `${becomes} became ${next.text} after ${stayed} s, expected to stay ${holds_s} s`;
  }
  if (until > setup.durationNs) return `the run ends before ${becomes} has stayed ${holds_s} s`;
  return (start - from) / SECOND;
}
