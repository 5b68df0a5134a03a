/** The statistics that evo reports of an error array, under its names. */

/** Names of {@linkcode Statistics}, in the order in which they are reported. */
export const STATISTIC_NAMES = ["rmse", "mean", "median", "std", "min", "max", "sse"] as const;

/** One of {@linkcode STATISTIC_NAMES}. */
export type StatisticName = typeof STATISTIC_NAMES[number];

/** Statistics of errors, in the unit of the errors (`sse`: its square). */
export type Statistics = Readonly<Record<StatisticName, number>>;

/**
 * Statistics of a non-empty list; `std` is that of the population, as numpy's default. Any NaN
 * makes all of them NaN.
 *
 * @example
 * ```ts
 * import { statistics } from "./statistics.ts";
 * statistics([3, 4]).sse; // 25
 * ```
 * @throws {RangeError} the list is empty
 */
export function statistics(values: ArrayLike<number>): Statistics {
  const n = values.length;
  if (n === 0) throw new RangeError("statistics of no values");
  let sum = 0;
  let sse = 0;
  for (let i = 0; i < n; i++) {
    sum += values[i]!;
    sse += values[i]! * values[i]!;
  }
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) * (values[i]! - mean);
  const broken = !(sse >= 0);
  const sorted = Float64Array.from(values).sort();
  return {
    rmse: Math.sqrt(sse / n),
    mean,
    median: broken ? NaN : quantileOfSorted(sorted, 0.5),
    std: Math.sqrt(squares / n),
    min: broken ? NaN : sorted[0]!,
    max: broken ? NaN : sorted[n - 1]!,
    sse,
  };
}

/**
 * Quantile of a non-empty list, with linear interpolation between order statistics (numpy's
 * default, type 7 of Hyndman and Fan 1996).
 *
 * @throws {RangeError} the list is empty or `fraction` outside [0, 1]
 */
export function quantile(values: ArrayLike<number>, fraction: number): number {
  if (values.length === 0) throw new RangeError("quantile of no values");
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new RangeError(`a quantile's fraction lies in [0, 1], not ${fraction}`);
  }
  return quantileOfSorted(Float64Array.from(values).sort(), fraction);
}

function quantileOfSorted(sorted: Float64Array, fraction: number): number {
  const place = fraction * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  return low + (high - low) * (place - below);
}
