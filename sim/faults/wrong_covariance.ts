/** Messages state a covariance that is not theirs: scaled, zero, unknown, indefinite or NaN. */
import { z } from "zod";
import type { StreamFault } from "../contract.ts";
import { covariancesOf, withNumbers } from "./base/quantities.ts";
import { during, type StreamFaultBase, streamFaultFields } from "./base/span.ts";

/** What is stated instead. */
export interface WrongCovarianceConfig extends StreamFaultBase {
  type: "wrong_covariance";
  as: "scaled" | "zero" | "unknown" | "negative" | "nan";
  factor: number;
}

/** From what was stated, its index in the matrix and the factor to what is stated. */
const STATEMENTS: Record<
  WrongCovarianceConfig["as"],
  (value: number, index: number, factor: number) => number
> = {
  scaled: (value, _index, factor) => value * factor,
  zero: () => 0,
  unknown: (_value, index) => index === 0 ? -1 : 0,
  negative: (value) => -Math.abs(value),
  nan: () => NaN,
};

/** The fault `wrong_covariance`. */
export const wrongCovariance: StreamFault<WrongCovarianceConfig> = {
  kind: "stream",
  config: z.strictObject({
    ...streamFaultFields("wrong_covariance"),
    as: z.enum(["scaled", "zero", "unknown", "negative", "nan"]).default("scaled")
      .describe("what is stated: scaled, all zero, first element -1, below zero, or NaN"),
    factor: z.number().min(0).default(0.01).describe("of `scaled`; under 1: too sure of itself"),
  }).describe("a stated covariance that is not theirs"),
  fits: (_config, type) => covariancesOf(type).length > 0,
  wrap({ as, factor }, { span, type }, next) {
    const paths = covariancesOf(type), state = STATEMENTS[as];
    return during(span, (port, message, at) => {
      let out = message;
      for (const path of paths) out = withNumbers(out, path, (old, i) => state(old, i, factor));
      next(port, out, at);
    }, next);
  },
};
