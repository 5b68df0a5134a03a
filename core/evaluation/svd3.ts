/**
 * Singular values of a 3 × 3 matrix: A = U diag(d) Vᵀ by one-sided Jacobi rotations (Hestenes
 * 1958; Golub & Van Loan, Matrix Computations, 4th ed., 8.6.3). Set-up work of alignments, a few
 * sweeps, accurate to rounding also for the small singular values of planar motion.
 */

/** The factors of a 3 × 3 matrix, row-major. */
export interface Svd3 {
  /** Orthogonal; its determinant may be -1. */
  readonly u: Float64Array;
  /** Singular values, falling. */
  readonly d: Float64Array;
  /** Orthogonal; its determinant may be -1. */
  readonly v: Float64Array;
}

const SWEEPS_MAX = 60;

/** Decomposes row-major `a`, whose entries are finite. @throws {RangeError} they aren't */
export function svd3(a: ArrayLike<number>): Svd3 {
  const work = Float64Array.from(a);
  if (!work.every(Number.isFinite)) throw new RangeError("svd3 of a matrix that is not finite");
  // Squares of entries must neither overflow nor vanish.
  const largest = Math.max(...work.map(Math.abs)) || 1;
  for (let i = 0; i < 9; i++) work[i]! /= largest;
  const v = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  for (let sweep = 0; sweep < SWEEPS_MAX; sweep++) {
    const turned = [orthogonalise(work, v, 0, 1), orthogonalise(work, v, 0, 2)];
    if (!orthogonalise(work, v, 1, 2) && !turned.includes(true)) break;
  }
  const lengths = [0, 1, 2].map((c) => columnNorm(work, c));
  const order = [0, 1, 2].sort((i, j) => lengths[j]! - lengths[i]! || i - j);
  const d = Float64Array.from(order, (c) => lengths[c]!);
  const u = new Float64Array(9);
  const sortedV = new Float64Array(9);
  order.forEach((from, to) => {
    for (let row = 0; row < 3; row++) {
      u[3 * row + to] = d[to]! > 0 ? work[3 * row + from]! / d[to]! : 0;
      sortedV[3 * row + to] = v[3 * row + from]!;
    }
  });
  completeBasis(u, d);
  for (let i = 0; i < 3; i++) d[i]! *= largest;
  return { u, d, v: sortedV };
}

/** Turns columns i and j of `work` (and of `v`) until they are orthogonal; false: they were. */
function orthogonalise(work: Float64Array, v: Float64Array, i: number, j: number): boolean {
  let alpha = 0, beta = 0, gamma = 0;
  for (let row = 0; row < 9; row += 3) {
    alpha += work[row + i]! * work[row + i]!;
    beta += work[row + j]! * work[row + j]!;
    gamma += work[row + i]! * work[row + j]!;
  }
  if (gamma * gamma <= 1e-32 * alpha * beta || gamma === 0) return false;
  const zeta = (beta - alpha) / (2 * gamma);
  const t = (zeta >= 0 ? 1 : -1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
  const c = 1 / Math.sqrt(1 + t * t);
  const s = c * t;
  for (const matrix of [work, v]) {
    for (let row = 0; row < 9; row += 3) {
      const x = matrix[row + i]!;
      const y = matrix[row + j]!;
      matrix[row + i] = c * x - s * y;
      matrix[row + j] = s * x + c * y;
    }
  }
  return true;
}

function columnNorm(m: Float64Array, c: number): number {
  return Math.sqrt(m[c]! * m[c]! + m[c + 3]! * m[c + 3]! + m[c + 6]! * m[c + 6]!);
}

/** A singular value of 0, or lost in rounding, leaves its column of U free: any that completes it. */
function completeBasis(u: Float64Array, d: Float64Array): void {
  const tiny = 1e-15 * d[0]!;
  if (!(d[0]! > 0)) return void u.set([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  if (!(d[1]! > tiny)) {
    // The axis least along the first column, made orthogonal to it.
    const size = [0, 3, 6].map((row) => Math.abs(u[row]!));
    const axis = size.indexOf(Math.min(...size));
    const along = u[3 * axis]!;
    for (let row = 0; row < 3; row++) u[3 * row + 1] = (row === axis ? 1 : 0) - along * u[3 * row]!;
    const norm = columnNorm(u, 1);
    for (let row = 0; row < 3; row++) u[3 * row + 1]! /= norm;
  }
  if (!(d[2]! > tiny)) {
    u[2] = u[3]! * u[7]! - u[6]! * u[4]!;
    u[5] = u[6]! * u[1]! - u[0]! * u[7]!;
    u[8] = u[0]! * u[4]! - u[3]! * u[1]!;
  }
}
