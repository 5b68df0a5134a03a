/**
 * Messages are lost: all of them, or in bursts by a two-state chain (Gilbert, "Capacity of a
 * Burst-Noise Channel", 1960). A burst begins with `probability` a message and ends with
 * 1 / `mean_length`.
 */
import { z } from "zod";
import type { StreamFault } from "../contract.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

/** Which messages are lost. */
export interface DropoutConfig extends StreamFaultBase {
  type: "dropout";
  probability: number;
  mean_length: number;
}

/** The fault `dropout`. */
export const dropout: StreamFault<DropoutConfig> = {
  kind: "stream",
  config: z.strictObject({
    ...streamFaultFields("dropout"),
    probability: z.number().gt(0).max(1).default(1).describe("that a loss begins, per message"),
    mean_length: z.number().min(1).default(1).describe("messages lost in a row, on average"),
  }).describe("messages are lost"),
  fits: () => true,
  wrap({ probability, mean_length }, { span, rng }, next) {
    const draws = rng.at("loss"), stays = 1 - 1 / mean_length;
    let losing = false;
    return during(span, (port, message, at) => {
      const draw = draws.uniform();
      losing = draw < (losing ? stays + (1 - stays) * probability : probability);
      if (!losing) next(port, message, at);
    }, next);
  },
};
