/** Age of messages on delivery: delivery time minus header stamp. */
import { z } from "zod";
import { quantile, statistics } from "../../core/evaluation/statistics.ts";
import { MILLISECOND, SECOND } from "../../msgs/time.ts";
import type { Check, CheckSetup } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { stampOf } from "./base/message.ts";
import { broken, obstacle, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topic: topicName.default("/odom").describe("stamped messages that are judged"),
  statistic: z.enum(["mean", "median", "p95", "max"]).default("max")
    .describe("what of all latencies is judged"),
  max_ms: z.number().min(0).describe("limit of the latency"),
  min_ms: z.number().default(0)
    .describe("a message that is younger is from the future: a broken clock"),
}).describe("time from stamp to delivery");

/** What {@linkcode latency} is told. */
export type LatencyConfig = z.output<typeof config>;

interface State {
  readonly config: LatencyConfig;
  readonly setup: CheckSetup;
  readonly ages: number[];
  problem: string | undefined;
}

/** The check `latency`. */
export const latency: Check<LatencyConfig, State> = {
  config,
  topics: ({ topic }) => [topic],
  init: (config, setup) => ({ config, setup, ages: [], problem: undefined }),
  see(state, { topic, type, message, at }) {
    const stamp = stampOf(message, state.setup.epoch);
    if (stamp === undefined) state.problem ??= `${topic} is ${type}, which has no stamp`;
    else {
      const age = (at - stamp) / MILLISECOND;
      state.ages.push(age);
      if (!(age >= state.config.min_ms)) {
        state.problem ??= `at ${at / SECOND} s ${topic} is stamped ${
          stamp / SECOND
        } s, ahead of time`;
      }
    }
  },
  verdict({ config, setup, ages, problem }) {
    const limit = { max: config.max_ms, unit: "ms" };
    const missing = obstacle(setup, { topics: [config.topic] });
    if (missing !== undefined) return skipped(limit, missing);
    if (problem !== undefined) return broken(limit, problem);
    if (ages.length === 0) return broken(limit, `no message on ${config.topic}`);
    const { statistic } = config;
    return within(
      statistic === "p95" ? quantile(ages, 0.95) : statistics(ages)[statistic],
      limit,
    );
  },
};
