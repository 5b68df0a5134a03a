/**
 * A continuous linear system ẋ = A x + B (u + w), z = C x with white noise w of density 1,
 * sampled exactly: the state at an interval's end and the mean of z over the interval, with their
 * joint noise (Van Loan 1978). Low-pass filters, random walks and Gauss–Markov processes are all
 * of this kind; none is approximated by its Euler step, hence no result depends on the rate.
 */
import { cholesky, multiply, multiplyTransposed } from "../../core/math/matrix.ts";
import type { Numbers } from "../../core/math/vec3.ts";

/** A system of order n = `b.length`: A is n × n, B and C have n numbers; time in seconds. */
export interface LinearSystem {
  readonly a: Numbers;
  readonly b: Numbers;
  readonly c: Numbers;
}

/** One interval of a {@linkcode LinearSystem}; matrices are flat and row-major. */
export interface SampledSystem {
  readonly order: number;
  /** (n + 1) × (n + 3): end state, then mean of z, on the state before, then the input at nodes. */
  readonly transition: Float64Array;
  /** Lower factor, (n + 1) × (n + 1), of the noise of end state and mean, per unit density. */
  readonly noise: Float64Array;
}

/** Half the distance of the outer two of three Gauss–Legendre nodes of the unit interval. */
const SPREAD = Math.sqrt(0.15);
/** Those nodes: with {@linkcode WEIGHTS} a mean is exact up to the fifth degree. */
export const NODES: readonly [number, number, number] = [0.5 - SPREAD, 0.5, 0.5 + SPREAD];
/** The weights of {@linkcode NODES}. */
export const WEIGHTS: readonly [number, number, number] = [5 / 18, 8 / 18, 5 / 18];

/** First-order low-pass with its −3 dB point at `hz`, or second-order (Butterworth). */
export function lowPass(order: 1 | 2, hz: number): LinearSystem {
  const w = 2 * Math.PI * hz;
  if (order === 1) return { a: [-w], b: [w], c: [1] };
  return { a: [0, w, -w, -Math.SQRT2 * w], b: [0, w], c: [1, 0] };
}

/** Standard deviations of the stationary state of {@linkcode lowPass} under unit white noise. */
export function stationaryLowPass(order: 1 | 2, hz: number): number[] {
  const w = 2 * Math.PI * hz;
  if (order === 1) return [Math.sqrt(w / 2)];
  return [Math.sqrt(w / (2 * Math.SQRT2)), Math.sqrt(w / (2 * Math.SQRT2))];
}

/** The integral of white noise. */
export const RANDOM_WALK: LinearSystem = { a: [0], b: [1], c: [1] };

/** Correlation time `seconds`; driven with density 1 it has the variance `seconds` / 2. */
export function gaussMarkov(seconds: number): LinearSystem {
  return { a: [-1 / seconds], b: [1], c: [1] };
}

/**
 * Samples a system over intervals of `seconds`, its input a parabola through {@linkcode NODES}.
 *
 * @throws {RangeError} the interval is so far from the system's times that doubles can't hold both
 */
export function sampleSystem(system: LinearSystem, seconds: number): SampledSystem {
  const n = system.b.length;
  let norm = 1;
  for (const value of system.a) norm = Math.max(norm, n * Math.abs(value) * seconds);
  let halvings = 0, part = 1;
  for (; norm * part > 0.5; halvings++) part /= 2;
  return {
    order: n,
    transition: transitionOf(system, seconds, part, halvings),
    noise: noiseOf(system, seconds, part, halvings),
  };
}

/** exp of the system with its mean and a chain u, u′, u″ that makes the parabola; time in units. */
function transitionOf(s: LinearSystem, seconds: number, part: number, halvings: number) {
  const n = s.b.length, d = n + 4;
  const generator = new Float64Array(d * d);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) generator[i * d + j] = s.a[i * n + j]! * seconds * part;
    generator[i * d + n + 1] = s.b[i]! * seconds * part;
    generator[n * d + i] = s.c[i]! * part;
  }
  generator[(n + 1) * d + n + 2] = part;
  generator[(n + 2) * d + n + 3] = part;
  let full = exponential(generator, d);
  for (let k = 0; k < halvings; k++) {
    const next = new Float64Array(d * d);
    multiply(next, full, full, d, d, d);
    full = next;
  }
  // Value and derivatives at the interval's start of the parabola through the values at the nodes.
  const g = 1 / (2 * SPREAD * SPREAD);
  const start = [
    [g * (0.25 + 0.5 * SPREAD), 1 - 0.5 * g, g * (0.25 - 0.5 * SPREAD)],
    [g * (-1 - SPREAD), 2 * g, g * (-1 + SPREAD)],
    [2 * g, -4 * g, 2 * g],
  ];
  const out = new Float64Array((n + 1) * (n + 3));
  for (let i = 0; i <= n; i++) {
    for (let j = 0; j < n; j++) out[i * (n + 3) + j] = full[i * d + j]!;
    for (let node = 0; node < 3; node++) {
      let sum = 0;
      for (let k = 0; k < 3; k++) sum += full[i * d + n + 1 + k]! * start[k]![node]!;
      out[i * (n + 3) + n + node] = sum;
    }
  }
  return out;
}

/** Van Loan over a short part, then doubled: P(2t) = Φ P Φᵀ + P. */
function noiseOf(s: LinearSystem, seconds: number, part: number, halvings: number): Float64Array {
  const n = s.b.length, d = n + 1, e = 2 * d;
  const f = new Float64Array(d * d), block = new Float64Array(e * e);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) f[i * d + j] = s.a[i * n + j]! * seconds;
    f[n * d + i] = s.c[i]!;
  }
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      block[i * e + j] = -f[i * d + j]! * part;
      block[(d + i) * e + d + j] = f[j * d + i]! * part;
      if (i < n && j < n) block[i * e + d + j] = s.b[i]! * s.b[j]! * seconds * part;
    }
  }
  const x = exponential(block, e);
  let phi = new Float64Array(d * d), p = new Float64Array(d * d);
  const upper = new Float64Array(d * d), work = new Float64Array(d * d);
  for (let i = 0; i < d; i++) {
    for (let j = 0; j < d; j++) {
      phi[i * d + j] = x[(d + j) * e + d + i]!;
      upper[i * d + j] = x[i * e + d + j]!;
    }
  }
  multiply(p, phi, upper, d, d, d);
  for (let k = 0; k < halvings; k++) {
    const sum = new Float64Array(d * d), square = new Float64Array(d * d);
    multiply(work, phi, p, d, d, d);
    multiplyTransposed(sum, work, phi, d, d, d);
    for (let i = 0; i < d * d; i++) sum[i] = sum[i]! + p[i]!;
    multiply(square, phi, phi, d, d, d);
    p = sum;
    phi = square;
  }
  if (!cholesky(p, p, d)) {
    throw new RangeError(`a process of ${s.a} can't be sampled every ${seconds} s`);
  }
  return p;
}

/** exp of a matrix of norm up to a half or so, by its series. */
function exponential(a: Float64Array, d: number): Float64Array {
  const sum = new Float64Array(d * d);
  let term = new Float64Array(d * d);
  for (let i = 0; i < d; i++) sum[i * d + i] = term[i * d + i] = 1;
  for (let k = 1; k < 24; k++) {
    const next = new Float64Array(d * d);
    multiply(next, term, a, d, d, d);
    for (let i = 0; i < d * d; i++) sum[i] = sum[i]! + (next[i] = next[i]! / k);
    term = next;
  }
  return sum;
}
