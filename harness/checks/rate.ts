/**
 * Rate of a stream over the whole run, from `settle_s` to its end: deliveries divided by time. A
 * stream that falls silent half-way loses half its rate.
 */
import { z } from "zod";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { Check, CheckSetup } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { broken, type Limit, obstacle, short, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topic: topicName.default("/odom").describe("whose messages are counted"),
  min_hz: z.number().positive().optional().describe("least rate"),
  max_hz: z.number().positive().optional().describe("largest rate"),
  max_gap_s: z.number().positive().optional()
    .describe("longest silence allowed, the end of the run included"),
  settle_s: z.number().min(0).default(0).describe("counting begins here"),
}).refine(
  ({ min_hz, max_hz, max_gap_s }) => (min_hz ?? max_hz ?? max_gap_s) !== undefined,
  "give min_hz, max_hz or max_gap_s",
).describe("rate of a stream over the whole run");

/** What {@linkcode rate} is told. */
export type RateConfig = z.output<typeof config>;

interface State {
  readonly config: RateConfig;
  readonly setup: CheckSetup;
  count: number;
  last: Nanos;
  gap: Nanos;
  gapEnd: Nanos;
}

/** The check `rate`. */
export const rate: Check<RateConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init(config, setup) {
    const start = config.settle_s * SECOND;
    return { config, setup, count: 0, last: start, gap: 0, gapEnd: start };
  },
  see(state, { at }) {
    if (at < state.config.settle_s * SECOND) return;
    state.count++;
    noteGap(state, at);
  },
  verdict(state) {
    const { config, setup, count } = state;
    const limit: Limit = { min: config.min_hz, max: config.max_hz, unit: "Hz" };
    const missing = obstacle(setup, { topics: [config.topic] });
    if (missing !== undefined) return skipped(limit, missing);
    if (count === 0) return broken(limit, `no message on ${config.topic}`);
    const seconds = setup.durationNs / SECOND - config.settle_s;
    if (!(seconds > 0)) return broken(limit, `the run ends before settle_s ${config.settle_s}`);
    noteGap(state, setup.durationNs);
    const hz = count / seconds;
    const silent = state.gap / SECOND;
    if (silent > (config.max_gap_s ?? Infinity)) {
      const end = short(state.gapEnd / SECOND);
      const reason = `${config.topic} is silent for ${short(silent)} s, until ${end} s`;
      return { ...broken(limit, reason), value: hz };
    }
    return within(hz, limit);
  },
};

function noteGap(state: State, at: Nanos): void {
  if (at - state.last > state.gap) {
    state.gap = at - state.last;
    state.gapEnd = at;
  }
  state.last = at;
}
