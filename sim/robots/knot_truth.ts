/**
 * Truth between knots of a fixed step: quintic Hermite polynomials of the position and of the
 * rotation vector from the knot before. They match value, rate and acceleration at both ends, so
 * truth is C² and *is* the interpolant: velocity, acceleration, body rate and angular
 * acceleration are its exact derivatives, whatever made the knots.
 */
import { multiply, toRotationVector } from "../../core/math/quaternion.ts";
import type { Nanos } from "../../msgs/time.ts";
import type { Robot, TruthState, WheelGeometry } from "../contract.ts";
import { KNOT_SIZE, KnotStore } from "./knot_store.ts";
import { evaluateRotation, rotationRates } from "./rotation_segment.ts";

/** What makes the knots, in order: knot k lies `k · step` after the start. */
export interface Motion {
  knot(k: number, out: TruthState): void;
  /** A velocity command, m/s and rad/s; absent where none can be given. */
  command?(linear: number, angular: number, at: Nanos): void;
}

/** A {@linkcode TruthState} of zeros, at no rotation. */
export function truthState(): TruthState {
  return {
    position: new Float64Array(3),
    orientation: Float64Array.of(1, 0, 0, 0),
    velocity: new Float64Array(3),
    acceleration: new Float64Array(3),
    angularVelocity: new Float64Array(3),
    angularAcceleration: new Float64Array(3),
  };
}

/** A robot whose motion is made knot by knot as time is asked for. */
export class KnotTruth implements Robot {
  readonly start: Nanos = 0;
  readonly #step: number;
  readonly #seconds: number;
  readonly #motion: Motion;
  readonly #knots = new KnotStore();
  /** Two knots: the ends of a segment while it is loaded. */
  readonly #ends = new Float64Array(2 * KNOT_SIZE);
  readonly #made: TruthState = truthState();
  /** Six coefficients a channel (position x y z, rotation vector x y z) of the loaded segment. */
  readonly #c = new Float64Array(36);
  readonly #q = new Float64Array(4);
  readonly #r = new Float64Array(9);
  #loaded = -1;
  readonly wheels?: WheelGeometry;

  /** @param stepNs distance of the knots, whole nanoseconds */
  constructor(motion: Motion, stepNs: Nanos, wheels?: WheelGeometry) {
    this.#motion = motion;
    this.#step = stepNs;
    this.#seconds = stepNs * 1e-9;
    if (wheels !== undefined) this.wheels = wheels;
    this.#append();
  }

  get end(): Nanos {
    return (this.#knots.count - 1) * this.#step;
  }

  advance(to: Nanos): void {
    while (this.end < to) this.#append();
  }

  /** Nobody will ask for what was before a time: it need not be kept. */
  forget(before: Nanos): void {
    this.#knots.forget(Math.floor(before / this.#step));
  }

  /** @throws {RangeError} the step that it would apply to is past */
  command(linear: number, angular: number, at: Nanos): void {
    if (at <= this.end - this.#step) {
      throw new RangeError(`a command at ${at} ns comes after the truth reached ${this.end} ns`);
    }
    this.#motion.command?.(linear, angular, at);
  }

  #append(): void {
    this.#motion.knot(this.#knots.count, this.#made);
    this.#knots.push(this.#made);
  }

  at(at: Nanos, out: TruthState): void {
    const step = this.#step;
    if (!(at >= 0 && at <= this.end)) {
      throw new RangeError(`truth is known from 0 to ${this.end} ns, not at ${at} ns`);
    }
    const k = Math.floor(at / step);
    // A knot itself, to the last bit, however far truth has been made by others.
    if (k * step === at) return this.#copy(k, out);
    if (k !== this.#loaded) this.#load(k);
    this.#evaluate((at - k * step) / step, out);
  }

  #copy(k: number, out: TruthState): void {
    const knot = this.#ends;
    this.#knots.read(k, knot, 0);
    // Number by number: a view of the knot a vector would cost more than all the rest.
    for (let n = 0; n < 3; n++) {
      out.position[n] = knot[n]!;
      out.velocity[n] = knot[3 + n]!;
      out.acceleration[n] = knot[6 + n]!;
      out.angularVelocity[n] = knot[13 + n]!;
      out.angularAcceleration[n] = knot[16 + n]!;
    }
    for (let n = 0; n < 4; n++) out.orientation[n] = knot[9 + n]!;
  }

  /** Coefficients of the segment from knot k to k + 1. */
  #load(k: number): void {
    const ends = this.#ends, j = KNOT_SIZE;
    this.#knots.read(k, ends, 0);
    this.#knots.read(k + 1, ends, j);
    const h = this.#seconds, r = this.#r, q = this.#q;
    for (let n = 0; n < 3; n++) {
      this.#channel(n, ends[n]!, ends[3 + n]! * h, ends[6 + n]! * h * h);
      this.#close(n, ends[j + n]!, ends[j + 3 + n]! * h, ends[j + 6 + n]! * h * h);
    }
    // The rotation from the first knot to the second, as a vector.
    q[0] = ends[9]!;
    q[1] = -ends[10]!;
    q[2] = -ends[11]!;
    q[3] = -ends[12]!;
    take(orientation, ends, j + 9);
    multiply(relative, q, orientation);
    toRotationVector(vector, relative);
    q[1] = -q[1];
    q[2] = -q[2];
    q[3] = -q[3];
    r.set(vector);
    take(rate, ends, j + 13);
    take(acceleration, ends, j + 16);
    rotationRates(r, rate, acceleration);
    for (let n = 0; n < 3; n++) {
      this.#channel(3 + n, 0, ends[13 + n]! * h, ends[16 + n]! * h * h);
      this.#close(3 + n, r[n]!, r[3 + n]! * h, r[6 + n]! * h * h);
    }
    this.#loaded = k;
  }

  /** The first half of a quintic Hermite polynomial: value, rate and acceleration at u = 0. */
  #channel(n: number, value: number, rate: number, acceleration: number): void {
    this.#c[6 * n] = value;
    this.#c[6 * n + 1] = rate;
    this.#c[6 * n + 2] = acceleration / 2;
  }

  /** The second half: the same at u = 1. */
  #close(n: number, value: number, rate: number, acceleration: number): void {
    const c = this.#c, o = 6 * n;
    const dv = value - c[o]! - c[o + 1]! - c[o + 2]!;
    const dr = rate - c[o + 1]! - 2 * c[o + 2]!;
    const da = acceleration - 2 * c[o + 2]!;
    c[o + 3] = 10 * dv - 4 * dr + da / 2;
    c[o + 4] = -15 * dv + 7 * dr - da;
    c[o + 5] = 6 * dv - 3 * dr + da / 2;
  }

  #evaluate(u: number, out: TruthState): void {
    const c = this.#c, r = this.#r;
    const h1 = 1 / this.#seconds, h2 = h1 * h1;
    for (let n = 0; n < 6; n++) {
      const o = 6 * n;
      const c1 = c[o + 1]!, c2 = c[o + 2]!, c3 = c[o + 3]!, c4 = c[o + 4]!, c5 = c[o + 5]!;
      const value = c[o]! + u * (c1 + u * (c2 + u * (c3 + u * (c4 + u * c5))));
      const rate = h1 * (c1 + u * (2 * c2 + u * (3 * c3 + u * (4 * c4 + u * 5 * c5))));
      const acceleration = h2 * (2 * c2 + u * (6 * c3 + u * (12 * c4 + u * 20 * c5)));
      if (n < 3) {
        out.position[n] = value;
        out.velocity[n] = rate;
        out.acceleration[n] = acceleration;
      } else {
        r[n - 3] = value;
        r[n] = rate;
        r[n + 3] = acceleration;
      }
    }
    evaluateRotation(out.orientation, out.angularVelocity, out.angularAcceleration, this.#q, r);
  }
}

/** Copies as many numbers as `out` has room for; a view to copy from costs more than the numbers. */
function take(out: Float64Array, from: Float64Array, at: number): void {
  for (let n = 0; n < out.length; n++) out[n] = from[at + n]!;
}

const relative = new Float64Array(4);
const vector = new Float64Array(3);
const orientation = new Float64Array(4);
const rate = new Float64Array(3);
const acceleration = new Float64Array(3);
