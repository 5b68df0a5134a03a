/** Messages arrive more than once, as from a bridge or a network that repeats. */
import { z } from "zod";
import { MILLISECOND } from "../../msgs/time.ts";
import type { StreamFault } from "../contract.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

/** How often and when. */
export interface DuplicateConfig extends StreamFaultBase {
  type: "duplicate";
  probability: number;
  copies: number;
  after_ms: number;
}

/** The fault `duplicate`. */
export const duplicate: StreamFault<DuplicateConfig> = {
  kind: "stream",
  config: z.strictObject({
    ...streamFaultFields("duplicate"),
    probability: z.number().gt(0).max(1).default(1).describe("that a message is repeated"),
    copies: z.number().int().min(1).max(10).default(1).describe("beside the message itself"),
    after_ms: z.number().min(0).max(60_000).default(0).describe("from one copy to the next"),
  }).describe("messages arrive more than once"),
  fits: () => true,
  wrap({ probability, copies, after_ms }, { span, rng }, next) {
    const draws = rng.at("repeat"), gap = Math.round(after_ms * MILLISECOND);
    return during(span, (port, message, at) => {
      next(port, message, at);
      if (draws.uniform() >= probability) return;
      for (let copy = 1; copy <= copies; copy++) next(port, message, at + copy * gap);
    }, next);
  },
};
