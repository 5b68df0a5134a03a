/**
 * Is a filter's covariance honest? Normalised estimation error squared (NEES) eᵀ P⁻¹ e and
 * normalised innovation squared (NIS) νᵀ S⁻¹ ν, their χ² bands over independent runs, and the
 * whiteness of innovations (Bar-Shalom, Li & Kirubarajan, Estimation with Applications to
 * Tracking and Navigation, 2001, section 5.4).
 */
import { chi2Quantile } from "../math/chi2.ts";

/**
 * eᵀ P⁻¹ e over the block of `indices` (default: all), by Cholesky.
 *
 * @param error n
 * @param covariance n × n, row-major; its lower triangle is read
 * @returns NaN where the block is not positive definite or anything in it is not finite
 */
export function normalisedSquare(
  error: ArrayLike<number>,
  covariance: ArrayLike<number>,
  indices?: readonly number[],
): number {
  const stride = error.length;
  const block = indices ?? Array.from({ length: stride }, (_, i) => i);
  const n = block.length;
  const lower = new Float64Array(n * n);
  const solved = new Float64Array(n);
  let square = 0;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = covariance[block[i]! * stride + block[j]!]!;
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!;
      if (i > j) lower[i * n + j] = sum / lower[j * n + j]!;
      else if (sum > 0 && sum < Infinity) lower[i * n + i] = Math.sqrt(sum);
      else return NaN;
    }
    let rest = error[block[i]!]!;
    for (let k = 0; k < i; k++) rest -= lower[i * n + k]! * solved[k]!;
    solved[i] = rest / lower[i * n + i]!;
    square += solved[i]! * solved[i]!;
  }
  return square;
}

/** The two ends of an interval. */
export interface Band {
  /** The lower end. */
  readonly low: number;
  /** The upper end. */
  readonly high: number;
}

/**
 * The two-sided band in which the mean of `count` independent χ² variables of `dof` degrees of
 * freedom lies with `probability`: count · mean ~ χ²(count · dof).
 *
 * @example
 * ```ts
 * import { chi2MeanBand } from "./consistency.ts";
 * const { low, high } = chi2MeanBand(3, 50, 0.95); // [2.360, 3.716]
 * ```
 * @throws {RangeError} `dof` or `count` under 1, or a probability outside (0, 1)
 */
export function chi2MeanBand(dof: number, count: number, probability: number): Band {
  if (!(dof >= 1 && count >= 1 && probability > 0 && probability < 1)) {
    throw new RangeError(`no χ² band for ${count} × ${dof} at ${probability}`);
  }
  const tail = (1 - probability) / 2;
  const total = dof * count;
  return { low: chi2Quantile(tail, total) / count, high: chi2Quantile(1 - tail, total) / count };
}

/**
 * Normalised autocorrelation at `lag` of a sequence of vectors whose mean is 0 when all is well:
 * Σ νₖᵀ νₖ₊ₗ / √(Σ νₖᵀ νₖ Σ νₖ₊ₗᵀ νₖ₊ₗ). Of n values of a white sequence it lies within
 * ±1.96/√n with probability 0.95.
 *
 * @param sequence n × dimension, row-major, scaled to comparable components
 * @returns NaN where fewer than two vectors overlap or all are zero
 */
export function autocorrelation(sequence: ArrayLike<number>, dimension: number, lag = 1): number {
  let product = 0;
  let early = 0;
  let late = 0;
  for (let i = 0; i + lag * dimension < sequence.length; i++) {
    const a = sequence[i]!;
    const b = sequence[i + lag * dimension]!;
    product += a * b;
    early += a * a;
    late += b * b;
  }
  return product / Math.sqrt(early * late);
}
