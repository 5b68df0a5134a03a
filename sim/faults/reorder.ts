/** Some messages are held back while those after them pass, as on several paths of a network. */
import { z } from "zod";
import { MILLISECOND } from "../../msgs/time.ts";
import type { StreamFault } from "../contract.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

/** How many and how long. */
export interface ReorderConfig extends StreamFaultBase {
  type: "reorder";
  probability: number;
  by_ms: number;
}

/** The fault `reorder`. */
export const reorder: StreamFault<ReorderConfig> = {
  kind: "stream",
  config: z.strictObject({
    ...streamFaultFields("reorder"),
    probability: z.number().gt(0).max(1).default(0.5).describe("that a message is held back"),
    by_ms: z.number().gt(0).max(60_000).default(50).describe("the longest that one is held back"),
  }).describe("some messages are held back while others pass"),
  fits: () => true,
  wrap({ probability, by_ms }, { span, rng }, next) {
    const draws = rng.at("hold");
    return during(span, (port, message, at) => {
      const held = draws.uniform() < probability, share = 1 - draws.uniform();
      next(port, message, held ? at + Math.ceil(share * by_ms * MILLISECOND) : at);
    }, next);
  },
};
