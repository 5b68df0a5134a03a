/** Sampling instants: counted from the rate, never accumulated, so that no rounding adds up. */
import { type Nanos, SECOND } from "../msgs/time.ts";

/**
 * The instant of sample `count` of a stream of `rateHz`, nanoseconds after its start, rounded to
 * the nearest integer. A whole number of hertz comes round to the exact second, for any count.
 *
 * @example
 * ```ts
 * import { instantOf } from "./instants.ts";
 * instantOf(1, 3); // 333_333_333
 * instantOf(3, 3); // 1_000_000_000
 * ```
 */
export function instantOf(count: number, rateHz: number): Nanos {
  if (!Number.isInteger(rateHz)) return Math.round(count * (SECOND / rateHz));
  const seconds = Math.floor(count / rateHz);
  return seconds * SECOND + Math.round((count - seconds * rateHz) * SECOND / rateHz);
}
