/**
 * The linear algebra of a Kalman update with n states: gain and covariance in Joseph's form,
 * P ← (I − K H) P (I − K H)ᵀ + K R Kᵀ, which stays symmetric and positive for any gain (Bucy and
 * Joseph 1968). Flat row-major arrays; nothing is allocated: scratch is made once.
 */
import {
  cholesky,
  choleskySolve,
  multiply,
  multiplyTransposed,
  sandwich,
  symmetrize,
} from "./matrix.ts";
import type { MutableNumbers, Numbers } from "./vec3.ts";

/** Arrays that {@linkcode josephUpdate} works in, and its results S and K. */
export interface KalmanScratch {
  /** States. */
  readonly n: number;
  /** The largest measurement dimension. */
  readonly m: number;
  /** The innovation covariance H P Hᵀ + R, dimension m × m, dense for the m of the last update. */
  readonly innovationCovariance: Float64Array;
  /** The gain, n × m, dense for the m of the last update. */
  readonly gain: Float64Array;
  /** The Cholesky factor of the innovation covariance, m × m. */
  readonly lower: Float64Array;
  /** P Hᵀ, n × m. */
  readonly crossCovariance: Float64Array;
  /** I − K H, then K R Kᵀ, n × n. */
  readonly reduction: Float64Array;
  /** Room for any product. */
  readonly work: Float64Array;
}

/** Scratch for n states and measurements of up to m dimensions. */
export function kalmanScratch(n: number, m: number): KalmanScratch {
  return {
    n,
    m,
    innovationCovariance: new Float64Array(m * m),
    gain: new Float64Array(n * m),
    lower: new Float64Array(m * m),
    crossCovariance: new Float64Array(n * m),
    reduction: new Float64Array(n * n),
    work: new Float64Array(n * Math.max(n, m)),
  };
}

/**
 * Updates `covariance` (n × n) in place for a measurement with Jacobian `h` (m × n) and noise `r`
 * (m × m) and writes dx (n) = K ν for the innovation ν (m).
 *
 * @returns false, with nothing changed, where the innovation covariance isn't positive definite
 */
export function josephUpdate(
  dx: MutableNumbers,
  covariance: MutableNumbers,
  h: Numbers,
  r: Numbers,
  innovation: Numbers,
  m: number,
  scratch: KalmanScratch,
): boolean {
  const { n, innovationCovariance, gain, lower, crossCovariance, reduction, work } = scratch;
  multiplyTransposed(crossCovariance, covariance, h, n, n, m);
  multiply(innovationCovariance, h, crossCovariance, m, n, m);
  for (let i = 0; i < m * m; i++) innovationCovariance[i]! += r[i]!;
  symmetrize(innovationCovariance, m);
  if (!cholesky(lower, innovationCovariance, m)) return false;
  for (let i = 0; i < n; i++) { // each row of K solves S kᵀ = (P Hᵀ)ᵢᵀ
    for (let j = 0; j < m; j++) work[j] = crossCovariance[i * m + j]!;
    choleskySolve(work, lower, work, m);
    let sum = 0;
    for (let j = 0; j < m; j++) {
      gain[i * m + j] = work[j]!;
      sum += work[j]! * innovation[j]!;
    }
    dx[i] = sum;
  }
  multiply(reduction, gain, h, n, m, n);
  for (let i = 0; i < n * n; i++) reduction[i] = (i % (n + 1) === 0 ? 1 : 0) - reduction[i]!;
  multiply(work, reduction, covariance, n, n, n);
  multiplyTransposed(covariance, work, reduction, n, n, n);
  sandwich(reduction, gain, r, n, m, work);
  for (let i = 0; i < n * n; i++) covariance[i] = covariance[i]! + reduction[i]!;
  symmetrize(covariance, n);
  return true;
}

/**
 * The same for one scalar measurement, cheaper, and exact for a sequence of independent ones. `h`
 * (n); `gain` (n) is scratch and the result K.
 *
 * @returns S = h P hᵀ + r; where it isn't positive, nothing was changed
 */
export function scalarUpdate(
  dx: MutableNumbers,
  covariance: MutableNumbers,
  h: Numbers,
  r: number,
  innovation: number,
  n: number,
  gain: MutableNumbers,
): number {
  let s = r;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum += covariance[i * n + j]! * h[j]!;
    gain[i] = sum; // P hᵀ for now
    s += h[i]! * sum;
  }
  if (!(s > 0)) return s;
  // Joseph's form, multiplied out: P − k gᵀ − g kᵀ + k s kᵀ with g = P hᵀ, k = g / s.
  for (let i = 0; i < n; i++) {
    const g = gain[i]!, k = g / s;
    for (let j = 0; j <= i; j++) {
      const gj = gain[j]!, kj = gj / s;
      const reduced = covariance[i * n + j]! - k * gj - g * kj + k * s * kj;
      covariance[i * n + j] = covariance[j * n + i] = reduced;
    }
  }
  for (let i = 0; i < n; i++) {
    gain[i] = gain[i]! / s;
    dx[i] = gain[i]! * innovation;
  }
  return s;
}
