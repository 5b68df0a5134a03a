/**
 * Orientation with two continuous derivatives: a cumulative cubic B-spline on SO(3) (Kim, Kim and
 * Shin 1995; derivatives by the recursion of Sommer et al., CVPR 2020).
 *
 * On a segment, with u in [0, 1), R = R₀ Exp(λ₁ d₁) Exp(λ₂ d₂) Exp(λ₃ d₃), dⱼ the rotation vector
 * between neighbouring controls, 6 λ₁ = 5 + 3u − 3u² + u³, 6 λ₂ = 1 + 3u + 3u² − 2u³, 6 λ₃ = u³.
 */
import {
  conjugate,
  fromRotationVector,
  inverseRotate,
  multiply,
  normalize,
  toRotationVector,
} from "../quaternion.ts";
import { add, addScaled, cross, type MutableNumbers, norm, type Numbers, scale } from "../vec3.ts";

/** Samples at equal intervals that the spline goes through. */
export interface OrientationSamples {
  /** Time of the first sample, s. */
  readonly start: number;
  /** Time between two samples, s. */
  readonly interval: number;
  /** Quaternions w x y z, n × 4, n ≥ 2; neighbours up to 60° apart always do, further ones may. */
  readonly quaternions: Numbers;
}

/** Sweeps of the fit; each takes away three quarters of what is left, or nearly. */
const SWEEPS = 100;
/** The fit is done where no sample is further off, rad. */
const CLOSE = 4e-15;
/** Where the sweeps are over, a sample further off than this (rad) means they didn't converge. */
const LOST = 1e-9;
/** Controls further apart than this (rad) don't tell which way round the curve goes. */
const HALF_TURN = 3.1;

/** An orientation curve through samples, without angular acceleration at its two ends. */
export class OrientationSpline {
  /** Time of the first sample, s. */
  readonly start: number;
  /** Time of the last sample, s. */
  readonly end: number;
  readonly #interval: number;
  /** Controls: one before the first sample, one a sample, one after the last. */
  readonly #controls: Float64Array;
  /** Rotation vector from control i to control i + 1. */
  readonly #steps: Float64Array;
  readonly #rotation = new Float64Array(4);
  readonly #vector = new Float64Array(3);
  readonly #rate = new Float64Array(3);
  readonly #step = new Float64Array(3);

  /**
   * The curve through these samples.
   *
   * @throws {RangeError} where they are too few, not finite, or turn too far from one to the next
   */
  constructor(samples: OrientationSamples) {
    const { start, interval, quaternions } = samples;
    const n = quaternions.length / 4;
    if (!(Number.isInteger(n) && n >= 2)) {
      throw new RangeError(`${quaternions.length} numbers aren't two quaternions or more`);
    }
    if (!(interval > 0 && interval < Infinity && Number.isFinite(start))) {
      throw new RangeError(`Interval ${interval} s must be > 0 and start ${start} s finite`);
    }
    this.start = start;
    this.end = start + (n - 1) * interval;
    this.#interval = interval;
    this.#controls = new Float64Array(4 * (n + 2));
    this.#steps = new Float64Array(3 * (n + 1));
    this.#fit(quaternions, n);
  }

  /**
   * Writes orientation (w x y z, world from body), angular velocity (rad/s) and angular
   * acceleration (rad/s²), both in the body frame, at time `t`, s.
   *
   * @throws {RangeError} outside [start, end]
   */
  at(
    t: number,
    orientation: MutableNumbers,
    velocity: MutableNumbers,
    acceleration: MutableNumbers,
  ): void {
    if (!(t >= this.start && t <= this.end)) {
      throw new RangeError(`Time ${t} s is outside the spline's ${this.start} to ${this.end} s`);
    }
    const place = (t - this.start) / this.#interval;
    const segment = Math.min(Math.floor(place), this.#steps.length / 3 - 3);
    this.#evaluate(segment, place - segment, orientation, velocity, acceleration);
  }

  #evaluate(
    segment: number,
    u: number,
    orientation: MutableNumbers,
    velocity: MutableNumbers,
    acceleration: MutableNumbers,
  ): void {
    const perS = 1 / this.#interval;
    for (let k = 0; k < 4; k++) orientation[k] = this.#controls[4 * segment + k]!;
    for (let k = 0; k < 3; k++) velocity[k] = acceleration[k] = 0;
    const v = 1 - u;
    const first = 1 - v * v * v / 6;
    this.#turn(segment, first, v * v / 2, -v, perS, orientation, velocity, acceleration);
    const second = (1 + u * (3 + u * (3 - 2 * u))) / 6;
    const rate = 0.5 + u * v;
    this.#turn(segment + 1, second, rate, v - u, perS, orientation, velocity, acceleration);
    const third = u * u * u / 6;
    this.#turn(segment + 2, third, u * u / 2, u, perS, orientation, velocity, acceleration);
    normalize(orientation, orientation);
  }

  /** Multiplies by Exp(λ d), λ with its two derivatives by u, and carries the rates along. */
  #turn(
    step: number,
    lambda: number,
    first: number,
    second: number,
    perS: number,
    orientation: MutableNumbers,
    velocity: MutableNumbers,
    acceleration: MutableNumbers,
  ): void {
    const d = this.#step, rate = this.#rate, vector = this.#vector, rotation = this.#rotation;
    for (let k = 0; k < 3; k++) d[k] = this.#steps[3 * step + k]!;
    scale(vector, d, lambda);
    fromRotationVector(rotation, vector);
    multiply(orientation, orientation, rotation);
    // ω ← Aᵀ ω + λ̇ d;  ω̇ ← Aᵀ ω̇ + (Aᵀ ω) × λ̇ d + λ̈ d
    inverseRotate(velocity, rotation, velocity);
    inverseRotate(acceleration, rotation, acceleration);
    scale(rate, d, first * perS);
    cross(vector, velocity, rate);
    add(acceleration, acceleration, vector);
    addScaled(acceleration, acceleration, d, second * perS * perS);
    add(velocity, velocity, rate);
  }

  /** Finds the controls by Gauss–Seidel: each sample's error, times 3/2, turns its control. */
  #fit(samples: Numbers, n: number): void {
    const target = new Float64Array(4), control = new Float64Array(4), error = new Float64Array(3);
    const unused = new Float64Array(3);
    for (let i = 0; i < n; i++) {
      read(target, samples, i);
      normalize(target, target);
      if (!target.every(Number.isFinite)) throw new RangeError(`Quaternion ${i} isn't a rotation`);
      write(this.#controls, target, i + 1);
    }
    const targets = this.#controls.slice();
    for (let i = 1; i < n; i++) this.#difference(i);
    let worst = Infinity;
    for (let sweep = 0; sweep < SWEEPS && worst > CLOSE; sweep++) {
      this.#extend(n);
      worst = 0;
      for (let i = 1; i < n - 1; i++) {
        this.#evaluate(i, 0, control, unused, unused);
        read(target, targets, i + 1);
        conjugate(control, control);
        multiply(control, control, target);
        toRotationVector(error, control);
        worst = Math.max(worst, norm(error));
        scale(error, error, 1.5);
        fromRotationVector(target, error);
        read(control, this.#controls, i + 1);
        multiply(control, control, target);
        normalize(control, control);
        write(this.#controls, control, i + 1);
        this.#difference(i);
        this.#difference(i + 1);
      }
    }
    this.#extend(n);
    for (let i = 0; i <= n; i++) {
      if (!(worst < LOST && norm(this.#steps.subarray(3 * i, 3 * i + 3)) < HALF_TURN)) {
        throw new RangeError("Orientations turn too far from sample to sample");
      }
    }
  }

  /** The outer controls mirror the inner ones: no angular acceleration at the ends. */
  #extend(n: number): void {
    const steps = this.#steps, q = this.#rotation, control = new Float64Array(4);
    for (let k = 0; k < 3; k++) {
      steps[k] = steps[3 + k]!;
      steps[3 * n + k] = steps[3 * n - 3 + k]!;
    }
    scale(this.#vector, steps, -1);
    fromRotationVector(q, this.#vector);
    read(control, this.#controls, 1);
    multiply(control, control, q);
    write(this.#controls, control, 0);
  }

  /** Step i from its two controls. */
  #difference(i: number): void {
    const q = this.#rotation, control = new Float64Array(4), step = this.#vector;
    read(q, this.#controls, i);
    conjugate(q, q);
    read(control, this.#controls, i + 1);
    multiply(q, q, control);
    toRotationVector(step, q);
    for (let k = 0; k < 3; k++) this.#steps[3 * i + k] = step[k]!;
  }
}

function read(out: MutableNumbers, quaternions: Numbers, i: number): void {
  for (let k = 0; k < 4; k++) out[k] = quaternions[4 * i + k]!;
}

function write(quaternions: MutableNumbers, q: Numbers, i: number): void {
  for (let k = 0; k < 4; k++) quaternions[4 * i + k] = q[k]!;
}
