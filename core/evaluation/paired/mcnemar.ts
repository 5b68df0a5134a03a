/** Has a rate changed? Judged on pairs, of which only those that differ say anything. */

/**
 * McNemar's test in its exact form: the probability, two-sided, of a split at least as uneven as
 * `lost` against `gained` if each pair that differs were a fair coin (Fay, "Two-sided exact tests
 * and matching confidence intervals for discrete data", R Journal 2(1), 2010).
 *
 * @param lost pairs that passed before and fail now
 * @param gained pairs that failed before and pass now
 * @throws {RangeError} counts that are none
 * @example
 * ```ts
 * import { mcnemar } from "./mcnemar.ts";
 * mcnemar(10, 2); // 0.0386: hardly by chance
 * ```
 */
export function mcnemar(lost: number, gained: number): number {
  if (!(Number.isSafeInteger(lost) && Number.isSafeInteger(gained) && lost >= 0 && gained >= 0)) {
    throw new RangeError(`expected two counts, got ${lost} and ${gained}`);
  }
  const n = lost + gained, fewer = Math.min(lost, gained);
  // Terms C(n, k) / 2ⁿ for k = 0 … fewer; halving as they grow keeps them in range for any n.
  let tail = 0, term = 1, halvings = 0;
  for (let k = 0; k <= fewer; k++) {
    tail += term;
    term = term * (n - k) / (k + 1);
    while (term > 1 && halvings < n) {
      term /= 2;
      tail /= 2;
      halvings++;
    }
  }
  for (; halvings < n; halvings++) tail /= 2;
  return Math.min(1, 2 * tail);
}
