/**
 * Deadlines of a stream, as DDS means them: each message comes within a time of the one before. Every
 * deadline that passes without a message is a miss, so that a long silence counts as many.
 */
import { z } from "zod";
import { MILLISECOND, type Nanos, SECOND } from "../../msgs/time.ts";
import type { Check, CheckSetup } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { broken, type Limit, obstacle, short, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topic: topicName.default("/odom").describe("stream that is judged, by its delivery times"),
  deadline_ms: z.number().positive().describe("longest time from message to message"),
  max_missed: z.number().min(0).max(1).default(0)
    .describe("share of deadlines that may be missed"),
  settle_s: z.number().min(0).default(0).describe("counting begins here"),
}).describe("deadlines of a stream that are missed");

/** What {@linkcode deadline} is told. */
export type DeadlineConfig = z.output<typeof config>;

interface State {
  readonly config: DeadlineConfig;
  readonly setup: CheckSetup;
  count: number;
  missed: number;
  last: Nanos;
  worst: Nanos;
  worstEnd: Nanos;
}

/** The check `deadline`. */
export const deadline: Check<DeadlineConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init(config, setup) {
    const start = config.settle_s * SECOND;
    return { config, setup, count: 0, missed: 0, last: start, worst: 0, worstEnd: start };
  },
  see(state, { at }) {
    if (at < state.config.settle_s * SECOND) return;
    state.count++;
    state.missed += missesOf(state, at);
    noteGap(state, at);
  },
  verdict(state) {
    const { config, setup, count } = state;
    const limit: Limit = {
      max: config.max_missed,
      unit: `of deadlines of ${short(config.deadline_ms)} ms missed`,
    };
    const missing = obstacle(setup, { topics: [config.topic] });
    if (missing !== undefined) return skipped(limit, missing);
    if (count === 0) return broken(limit, `no message on ${config.topic}`);
    const { durationNs } = setup;
    const missed = state.missed + missesOf(state, durationNs);
    const { worst, worstEnd } = durationNs - state.last > state.worst
      ? { worst: durationNs - state.last, worstEnd: durationNs }
      : state;
    const reason = `${missed} missed beside ${count} messages; the longest wait was ` +
      `${short(worst / MILLISECOND)} ms, until ${short(worstEnd / SECOND)} s`;
    return within(missed / (missed + count), limit, reason);
  },
};

/** Deadlines that passed between the last message and `at`. */
function missesOf({ config, last }: State, at: Nanos): number {
  const periods = (at - last) / (config.deadline_ms * MILLISECOND);
  return Math.max(0, Math.ceil(periods) - 1);
}

function noteGap(state: State, at: Nanos): void {
  if (at - state.last > state.worst) {
    state.worst = at - state.last;
    state.worstEnd = at;
  }
  state.last = at;
}
