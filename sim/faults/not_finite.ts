/** Numbers that are none: NaN or infinite, in all or one component of a quantity. */
import { z } from "zod";
import type { StreamFault } from "../contract.ts";
import { pathsOf, type Quantity, QUANTITY_NAMES, withNumbers } from "./base/quantities.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

/** Which numbers, how often, and what stands there instead. */
export interface NotFiniteConfig extends StreamFaultBase {
  type: "nan";
  quantity?: Quantity | undefined;
  component?: "x" | "y" | "z" | "w" | undefined;
  probability: number;
  value: "nan" | "infinity" | "minus_infinity";
}

const VALUES = { nan: NaN, infinity: Infinity, minus_infinity: -Infinity };
const COMPONENTS = ["x", "y", "z", "w"] as const;

/** The fault `nan`. */
export const notFinite: StreamFault<NotFiniteConfig> = {
  kind: "stream",
  config: z.strictObject({
    ...streamFaultFields("nan"),
    quantity: z.enum(QUANTITY_NAMES).optional().describe("absent: all that is measured"),
    component: z.enum(COMPONENTS).optional().describe("absent: all"),
    probability: z.number().gt(0).max(1).default(1).describe("per message"),
    value: z.enum(["nan", "infinity", "minus_infinity"]).default("nan")
      .describe("what stands there instead"),
  }).describe("numbers that are none: NaN or infinite"),
  fits: ({ quantity }, type) => pathsOf(type, quantity).length > 0,
  wrap({ quantity, component, probability, value }, { span, type, rng }, next) {
    const paths = pathsOf(type, quantity), draws = rng.at("bad"), bad = VALUES[value];
    const wanted = component === undefined ? -1 : COMPONENTS.indexOf(component);
    return during(span, (port, message, at) => {
      if (draws.uniform() >= probability) return next(port, message, at);
      let out = message;
      for (const path of paths) {
        out = withNumbers(out, path, (old, i) => wanted < 0 || i === wanted ? bad : old);
      }
      next(port, out, at);
    }, next);
  },
};
