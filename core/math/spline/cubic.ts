/** Cubic splines through samples, C² everywhere (de Boor, A Practical Guide to Splines, ch. IV). */
import type { MutableNumbers, Numbers } from "../vec3.ts";

/** What a spline does at its two ends. */
export interface CubicEnds {
  /** Velocity at the first sample (`dimension` numbers); absent: no acceleration there. */
  readonly startVelocity?: Numbers;
  /** Velocity at the last sample; absent: no acceleration there. */
  readonly endVelocity?: Numbers;
}

/** A curve in any number of dimensions through samples at increasing times. */
export class CubicSpline {
  /** Time of the first sample, s. */
  readonly start: number;
  /** Time of the last sample, s. */
  readonly end: number;
  /** Numbers per point. */
  readonly dimension: number;
  readonly #times: Float64Array;
  readonly #values: Float64Array;
  readonly #velocities: Float64Array;
  #piece = 0;

  /**
   * `times` (n, s, strictly increasing, n ≥ 2) and `values` (n × dimension, flat).
   *
   * @throws {RangeError} where there are too few samples, a value isn't finite, or time stands
   */
  constructor(times: Numbers, values: Numbers, ends: CubicEnds = {}) {
    const n = times.length;
    if (n < 2) throw new RangeError(`A spline needs two samples or more, not ${n}`);
    if (values.length === 0 || values.length % n !== 0) {
      throw new RangeError(`${values.length} values don't divide over ${n} times`);
    }
    for (let i = 0; i < n; i++) {
      if (!(Number.isFinite(times[i]) && (i === 0 || times[i]! > times[i - 1]!))) {
        throw new RangeError(`Time ${times[i]} of sample ${i} isn't after the one before`);
      }
    }
    if (!values.every(Number.isFinite)) throw new RangeError("A sample of a spline isn't finite");
    this.dimension = values.length / n;
    this.#times = Float64Array.from(times);
    this.#values = Float64Array.from(values);
    this.start = this.#times[0]!;
    this.end = this.#times[n - 1]!;
    this.#velocities = velocities(this.#times, this.#values, this.dimension, ends);
  }

  /**
   * Writes position, velocity and acceleration (`dimension` numbers each) at time `t`, s.
   *
   * @throws {RangeError} outside [start, end]
   */
  at(
    t: number,
    position: MutableNumbers,
    velocity: MutableNumbers,
    acceleration: MutableNumbers,
  ): void {
    if (!(t >= this.start && t <= this.end)) {
      throw new RangeError(`Time ${t} s is outside the spline's ${this.start} to ${this.end} s`);
    }
    const times = this.#times, values = this.#values, slopes = this.#velocities;
    const d = this.dimension;
    const i = this.#find(t);
    const h = times[i + 1]! - times[i]!;
    const u = (t - times[i]!) / h;
    for (let k = 0; k < d; k++) {
      const x = values[i * d + k]!;
      const v = slopes[i * d + k]! * h;
      const rise = values[(i + 1) * d + k]! - x;
      const w = slopes[(i + 1) * d + k]! * h;
      const c2 = 3 * rise - 2 * v - w;
      const c3 = v + w - 2 * rise;
      position[k] = x + u * (v + u * (c2 + u * c3));
      velocity[k] = (v + u * (2 * c2 + u * 3 * c3)) / h;
      acceleration[k] = (2 * c2 + u * 6 * c3) / (h * h);
    }
  }

  /** The piece that holds t; time mostly goes on from where it was. */
  #find(t: number): number {
    const times = this.#times;
    let low = this.#piece;
    if (t >= times[low]! && t < times[low + 1]!) return low;
    low = 0;
    let high = times.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (t >= times[middle]!) low = middle;
      else high = middle;
    }
    this.#piece = low;
    return low;
  }
}

/** Velocities at the samples that make the acceleration continuous: a tridiagonal system. */
function velocities(
  times: Float64Array,
  values: Float64Array,
  d: number,
  ends: CubicEnds,
): Float64Array {
  const n = times.length;
  const lower = new Float64Array(n), diagonal = new Float64Array(n), upper = new Float64Array(n);
  const right = new Float64Array(n * d);
  const slope = (i: number, k: number) =>
    (values[(i + 1) * d + k]! - values[i * d + k]!) / (times[i + 1]! - times[i]!);
  for (let i = 1; i < n - 1; i++) {
    const before = 1 / (times[i]! - times[i - 1]!), after = 1 / (times[i + 1]! - times[i]!);
    lower[i] = before;
    diagonal[i] = 2 * (before + after);
    upper[i] = after;
    for (let k = 0; k < d; k++) {
      right[i * d + k] = 3 * (before * slope(i - 1, k) + after * slope(i, k));
    }
  }
  const { startVelocity, endVelocity } = ends;
  diagonal[0] = startVelocity ? 1 : 2;
  upper[0] = startVelocity ? 0 : 1;
  diagonal[n - 1] = endVelocity ? 1 : 2;
  lower[n - 1] = endVelocity ? 0 : 1;
  for (let k = 0; k < d; k++) {
    right[k] = startVelocity ? startVelocity[k]! : 3 * slope(0, k);
    right[(n - 1) * d + k] = endVelocity ? endVelocity[k]! : 3 * slope(n - 2, k);
  }
  solveTridiagonal(lower, diagonal, upper, right, d);
  return right;
}

/** Thomas's algorithm, in place: `right` (n × d) becomes the solution. Diagonally dominant. */
function solveTridiagonal(
  lower: Float64Array,
  diagonal: Float64Array,
  upper: Float64Array,
  right: Float64Array,
  d: number,
): void {
  const n = diagonal.length;
  for (let i = 1; i < n; i++) {
    const factor = lower[i]! / diagonal[i - 1]!;
    diagonal[i]! -= factor * upper[i - 1]!;
    for (let k = 0; k < d; k++) right[i * d + k]! -= factor * right[(i - 1) * d + k]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = 0; k < d; k++) {
      const above = i + 1 < n ? upper[i]! * right[(i + 1) * d + k]! : 0;
      right[i * d + k] = (right[i * d + k]! - above) / diagonal[i]!;
    }
  }
}
