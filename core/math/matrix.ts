/**
 * Small dense matrices, flat and row-major: element (i, j) of an n × m matrix is a[i m + j]. Every
 * function writes into its first argument and allocates nothing. `out` is a separate array unless
 * the function says "in place".
 */
import { log } from "./scalar.ts";
import type { MutableNumbers, Numbers } from "./vec3.ts";

/** out (n × n) = I. */
export function identity(out: MutableNumbers, n: number): void {
  for (let i = 0; i < n * n; i++) out[i] = 0;
  for (let i = 0; i < n; i++) out[i * n + i] = 1;
}

/** out (n × m) = a (n × k) · b (k × m). */
export function multiply(
  out: MutableNumbers,
  a: Numbers,
  b: Numbers,
  n: number,
  k: number,
  m: number,
): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += a[i * k + l]! * b[l * m + j]!;
      out[i * m + j] = sum;
    }
  }
}

/** out (n × m) = a (n × k) · bᵀ, where b is m × k. */
export function multiplyTransposed(
  out: MutableNumbers,
  a: Numbers,
  b: Numbers,
  n: number,
  k: number,
  m: number,
): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) {
      let sum = 0;
      for (let l = 0; l < k; l++) sum += a[i * k + l]! * b[j * k + l]!;
      out[i * m + j] = sum;
    }
  }
}

/** out (m × n) = aᵀ, where a is n × m. */
export function transpose(out: MutableNumbers, a: Numbers, n: number, m: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < m; j++) out[j * n + i] = a[i * m + j]!;
  }
}

/** Makes a (n × n) symmetric in place: the mean of itself and its transpose. */
export function symmetrize(a: MutableNumbers, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      a[i * n + j] = a[j * n + i] = (a[i * n + j]! + a[j * n + i]!) / 2;
    }
  }
}

/** out (n × n) = a (n × k) · s (k × k) · aᵀ; `work` holds n × k numbers. */
export function sandwich(
  out: MutableNumbers,
  a: Numbers,
  s: Numbers,
  n: number,
  k: number,
  work: MutableNumbers,
): void {
  multiply(work, a, s, n, k, k);
  multiplyTransposed(out, work, a, n, k, n);
}

/** Copies the block of `rows` × `cols` at (row, col) of a (m columns) to out, dense. */
export function block(
  out: MutableNumbers,
  a: Numbers,
  m: number,
  at: readonly [row: number, col: number, rows: number, cols: number],
): void {
  const [row, col, rows, cols] = at;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) out[i * cols + j] = a[(row + i) * m + col + j]!;
  }
}

/**
 * Solves a (n × n) · x = b for `columns` right sides by Gaussian elimination with partial
 * pivoting, in place: `b` (n × columns) becomes x and `a` is destroyed.
 *
 * @returns false where a is singular to working precision; a and b are then worthless
 */
export function solve(a: MutableNumbers, b: MutableNumbers, n: number, columns = 1): boolean {
  for (let k = 0; k < n; k++) {
    let pivot = k;
    for (let i = k + 1; i < n; i++) {
      if (Math.abs(a[i * n + k]!) > Math.abs(a[pivot * n + k]!)) pivot = i;
    }
    const top = a[pivot * n + k]!;
    if (!(Math.abs(top) > 0)) return false;
    if (pivot !== k) {
      swapRows(a, n, k, pivot);
      swapRows(b, columns, k, pivot);
    }
    for (let i = k + 1; i < n; i++) {
      const factor = a[i * n + k]! / top;
      for (let j = k + 1; j < n; j++) a[i * n + j] = a[i * n + j]! - factor * a[k * n + j]!;
      for (let j = 0; j < columns; j++) {
        b[i * columns + j] = b[i * columns + j]! - factor * b[k * columns + j]!;
      }
    }
  }
  for (let j = 0; j < columns; j++) {
    for (let i = n - 1; i >= 0; i--) {
      let sum = b[i * columns + j]!;
      for (let l = i + 1; l < n; l++) sum -= a[i * n + l]! * b[l * columns + j]!;
      b[i * columns + j] = sum / a[i * n + i]!;
    }
  }
  return true;
}

function swapRows(a: MutableNumbers, m: number, i: number, k: number): void {
  for (let j = 0; j < m; j++) {
    const kept = a[i * m + j]!;
    a[i * m + j] = a[k * m + j]!;
    a[k * m + j] = kept;
  }
}

/**
 * out (n × n) = the lower factor of a = out · outᵀ, zeros above the diagonal. Reads only the lower
 * half of a; out may be a.
 *
 * @returns false where a is not positive definite; out is then worthless
 */
export function cholesky(out: MutableNumbers, a: Numbers, n: number): boolean {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= out[i * n + k]! * out[j * n + k]!;
      if (i !== j) out[i * n + j] = sum / out[j * n + j]!;
      else if (sum > 0) out[i * n + i] = Math.sqrt(sum);
      else return false;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let j = i + 1; j < n; j++) out[i * n + j] = 0;
  }
  return true;
}

/** x (n) = lower⁻¹ b; x may be b. */
export function forward(x: MutableNumbers, lower: Numbers, b: Numbers, n: number): void {
  for (let i = 0; i < n; i++) {
    let sum = b[i]!;
    for (let k = 0; k < i; k++) sum -= lower[i * n + k]! * x[k]!;
    x[i] = sum / lower[i * n + i]!;
  }
}

/** x (n) = lower⁻ᵀ b; x may be b. */
export function backward(x: MutableNumbers, lower: Numbers, b: Numbers, n: number): void {
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i]!;
    for (let k = i + 1; k < n; k++) sum -= lower[k * n + i]! * x[k]!;
    x[i] = sum / lower[i * n + i]!;
  }
}

/** x (n) = (lower · lowerᵀ)⁻¹ b; x may be b. */
export function choleskySolve(x: MutableNumbers, lower: Numbers, b: Numbers, n: number): void {
  forward(x, lower, b, n);
  backward(x, lower, x, n);
}

/** bᵀ (lower · lowerᵀ)⁻¹ b, the squared Mahalanobis distance; `work` holds n numbers. */
export function mahalanobis(
  work: MutableNumbers,
  lower: Numbers,
  b: Numbers,
  n: number,
): number {
  forward(work, lower, b, n);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += work[i]! * work[i]!;
  return sum;
}

/** ln det(lower · lowerᵀ). */
export function logDeterminant(lower: Numbers, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) sum += log(lower[i * n + i]!);
  return 2 * sum;
}

/** out (n × n) = (lower · lowerᵀ)⁻¹; `work` holds n numbers. */
export function choleskyInverse(
  out: MutableNumbers,
  lower: Numbers,
  n: number,
  work: MutableNumbers,
): void {
  for (let j = 0; j < n; j++) {
    for (let i = 0; i < n; i++) work[i] = i === j ? 1 : 0;
    choleskySolve(work, lower, work, n);
    for (let i = 0; i < n; i++) out[i * n + j] = work[i]!;
  }
}
