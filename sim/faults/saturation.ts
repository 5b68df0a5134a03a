/** A quantity is clipped to ± a limit, as by a wrong range setting or an amplifier that fails. */
import { z } from "zod";
import type { StreamFault } from "../contract.ts";
import { pathsOf, QUANTITY_NAMES, withNumbers } from "./base/quantities.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

const CLIPPABLE = QUANTITY_NAMES.filter((name) => name !== "orientation");

/** Which quantity and where. */
export interface SaturationConfig extends StreamFaultBase {
  type: "saturation";
  quantity: Exclude<typeof QUANTITY_NAMES[number], "orientation">;
  limit: number[];
}

const limit = z.number().min(0);

/** The fault `saturation`. */
export const saturation: StreamFault<SaturationConfig> = {
  kind: "stream",
  config: z.strictObject({
    ...streamFaultFields("saturation"),
    quantity: z.enum(
      CLIPPABLE as [SaturationConfig["quantity"], ...SaturationConfig["quantity"][]],
    ).describe("what is clipped"),
    limit: z.union([
      limit.transform((value) => [value, value, value]),
      z.tuple([limit, limit, limit]),
    ]).describe("in the quantity's SI unit; one number, or x, y and z"),
  }).describe("a quantity is clipped"),
  fits: ({ quantity }, type) => pathsOf(type, quantity).length > 0,
  wrap({ quantity, limit }, { span, type }, next) {
    const paths = pathsOf(type, quantity);
    return during(span, (port, message, at) => {
      let out = message;
      for (const path of paths) {
        out = withNumbers(out, path, (value, i) => {
          const bound = limit[i % 3]!;
          return Math.max(-bound, Math.min(bound, value));
        });
      }
      next(port, out, at);
    }, next);
  },
};
