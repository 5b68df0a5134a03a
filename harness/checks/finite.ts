/** No number of any message on the topics is NaN or infinite, covariances included. */
import { z } from "zod";
import { SECOND } from "../../msgs/time.ts";
import type { Check, CheckSetup } from "../contract.ts";
import { topicName } from "./base/config.ts";
import { firstNotFinite } from "./base/message.ts";
import { broken, obstacle, skipped, within } from "./base/verdict.ts";

const config = z.object({
  topics: z.array(topicName).min(1).default(["/odom"]).describe("whose numbers are judged"),
}).describe("no NaN and no infinity");

/** What {@linkcode finite} is told. */
export type FiniteConfig = z.output<typeof config>;

interface State {
  readonly config: FiniteConfig;
  readonly setup: CheckSetup;
  readonly silent: Set<string>;
  faults: number;
  first: string | undefined;
}

/** The check `finite`. */
export const finite: Check<FiniteConfig, State> = {
  config,
  topics: ({ topics }) => topics,
  init: (config, setup) => ({
    config,
    setup,
    silent: new Set(config.topics),
    faults: 0,
    first: undefined,
  }),
  see(state, { topic, message, at }) {
    state.silent.delete(topic);
    const path = firstNotFinite(message);
    if (path === undefined) return;
    state.faults++;
    state.first ??= `${topic} at ${at / SECOND} s: ${path} is not finite`;
  },
  verdict({ config, setup, silent, faults, first }) {
    const limit = { max: 0, unit: "messages" };
    const missing = obstacle(setup, { topics: config.topics });
    if (missing !== undefined) return skipped(limit, missing);
    if (silent.size > 0) return broken(limit, `no message on ${[...silent].join(", ")}`);
    return within(faults, limit, first);
  },
};
