/** A quantity reads too much by a constant, at once or, with `ramp_s`, over a time. */
import { z } from "zod";
import { SECOND } from "../../msgs/time.ts";
import type { StreamFault } from "../contract.ts";
import { pathsOf, QUANTITY_NAMES, withNumbers } from "./base/quantities.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

const ADDABLE = QUANTITY_NAMES.filter((name) => name !== "orientation");

/** What is added to which quantity, in its unit. */
export interface BiasStepConfig extends StreamFaultBase {
  type: "bias_step";
  quantity: Exclude<typeof QUANTITY_NAMES[number], "orientation">;
  add: number[];
  ramp_s: number;
}

/** The fault `bias_step`. */
export const biasStep: StreamFault<BiasStepConfig> = {
  kind: "stream",
  config: z.strictObject({
    ...streamFaultFields("bias_step"),
    quantity: z.enum(ADDABLE as [BiasStepConfig["quantity"], ...BiasStepConfig["quantity"][]])
      .describe("what reads too much"),
    add: z.union([
      z.number().transform((value) => [value, value, value]),
      z.tuple([z.number(), z.number(), z.number()]),
    ]).describe("in the quantity's SI unit; one number, or x, y and z"),
    ramp_s: z.number().min(0).default(0).describe("over which it grows; 0: at once"),
  }).describe("a quantity reads too much by a constant"),
  fits: ({ quantity }, type) => pathsOf(type, quantity).length > 0,
  wrap({ quantity, add, ramp_s }, { span, type }, next) {
    const paths = pathsOf(type, quantity);
    return during(span, (port, message, at) => {
      const share = ramp_s === 0 ? 1 : Math.min(1, (at - span.from) / (ramp_s * SECOND));
      let out = message;
      for (const path of paths) {
        out = withNumbers(out, path, (value, i) => value + share * add[i % 3]!);
      }
      next(port, out, at);
    }, next);
  },
};
