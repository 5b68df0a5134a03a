/** How sure one can be of a rate that was counted, such as that of passed runs. */
import type { Band } from "./consistency.ts";

/**
 * Wilson's score interval of a proportion (E. B. Wilson, JASA 22, 1927): unlike p ± z σ it stays
 * inside [0, 1] and is not empty at 0 or all successes.
 *
 * @param options.z quantile of the standard normal, default 1.96 (95 %)
 * @throws {RangeError} no trials, or more successes than trials
 */
export function wilsonInterval(
  successes: number,
  trials: number,
  options: { z?: number } = {},
): Band {
  if (!(trials > 0 && successes >= 0 && successes <= trials)) {
    throw new RangeError(`no rate follows from ${successes} of ${trials}`);
  }
  const { z = 1.96 } = options;
  const p = successes / trials;
  const scale = 1 + z * z / trials;
  const centre = (p + z * z / (2 * trials)) / scale;
  const half = z / scale * Math.sqrt(p * (1 - p) / trials + z * z / (4 * trials * trials));
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
