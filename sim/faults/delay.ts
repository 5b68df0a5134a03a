/**
 * Messages arrive late by a fixed time and the magnitude of a normal deviate, in their order, as
 * on a congested link; after its end what it still holds is not overtaken.
 */
import { z } from "zod";
import { MILLISECOND } from "../../msgs/time.ts";
import type { StreamFault } from "../contract.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

/** How late. */
export interface DelayConfig extends StreamFaultBase {
  type: "delay";
  by_ms: number;
  jitter_ms: number;
}

/** The fault `delay`. */
export const delay: StreamFault<DelayConfig> = {
  kind: "stream",
  config: z.strictObject({
    ...streamFaultFields("delay"),
    by_ms: z.number().min(0).max(600_000).describe("added to the latency"),
    jitter_ms: z.number().min(0).max(600_000).default(0)
      .describe("added too: the magnitude of a normal deviate of this deviation"),
  }).describe("messages arrive late"),
  fits: () => true,
  wrap({ by_ms, jitter_ms }, { span, rng }, next) {
    const draws = rng.at("jitter");
    let last = -Infinity;
    return during(span, (port, message, at) => {
      const jitter = jitter_ms === 0 ? 0 : Math.abs(draws.gaussian()) * jitter_ms;
      last = Math.max(last, at + Math.round((by_ms + jitter) * MILLISECOND));
      next(port, message, last);
    }, (port, message, at) => next(port, message, Math.max(last, at)));
  },
};
