/** How sure one can be of a mean difference, without assuming how differences are distributed. */
import type { RandomStream } from "../../math/random.ts";
import type { Band } from "../consistency.ts";
import { quantile } from "../statistics.ts";

/**
 * Percentile interval of the mean of paired differences, by resampling them with replacement
 * (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13).
 *
 * @param differences after − before, one a pair
 * @param options.level coverage, default 0.99
 * @param options.resamples default 2000
 * @throws {RangeError} fewer than two pairs
 */
export function bootstrapMean(
  differences: ArrayLike<number>,
  stream: RandomStream,
  options: { level?: number; resamples?: number } = {},
): Band {
  const n = differences.length, { level = 0.99, resamples = 2000 } = options;
  if (n < 2) throw new RangeError(`an interval needs two pairs or more, not ${n}`);
  const means = new Float64Array(resamples);
  for (let round = 0; round < resamples; round++) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += differences[Math.floor(stream.uniform() * n)]!;
    means[round] = sum / n;
  }
  return { low: quantile(means, (1 - level) / 2), high: quantile(means, (1 + level) / 2) };
}
