/** Motion through timed poses: a natural cubic spline of the position and an attitude curve. */
import { fromRotationVector, multiply } from "../../../core/math/quaternion.ts";
import { CubicSpline } from "../../../core/math/spline.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { TruthState } from "../../contract.ts";
import type { Motion } from "../knot_truth.ts";
import { type AttitudeCurve, attitudeCurve } from "./attitude_curve.ts";

/** Poses at increasing times, s: n times, n × 3 positions, n × 4 quaternions w x y z. */
export interface PoseSamples {
  readonly times: Float64Array;
  readonly positions: Float64Array;
  readonly quaternions: Float64Array;
}

/** Goes through poses; the run starts at the first. */
export class PoseMotion implements Motion {
  readonly #position: CubicSpline;
  readonly #attitude: AttitudeCurve;
  readonly #step: Nanos;
  readonly #turn = new Float64Array(4);
  readonly #vector = new Float64Array(3);

  /** @throws {RangeError} poses that a spline can't go through */
  constructor(samples: PoseSamples, stepNs: Nanos) {
    this.#position = new CubicSpline(samples.times, samples.positions);
    this.#attitude = attitudeCurve(samples.times, samples.quaternions);
    this.#step = stepNs;
  }

  knot(k: number, out: TruthState): void {
    const wanted = this.#position.start + k * this.#step * 1e-9;
    const t = Math.min(wanted, this.#position.end);
    this.#position.at(t, out.position, out.velocity, out.acceleration);
    this.#attitude.at(t, out);
    if (wanted > t) this.#goOn(wanted - t, out);
  }

  /** The last knot lies up to a step after the last pose: on at the speeds there. */
  #goOn(dt: number, out: TruthState): void {
    for (let i = 0; i < 3; i++) {
      const v = out.velocity[i]!, a = out.acceleration[i]!;
      out.position[i]! += dt * (v + dt * a / 2);
      out.velocity[i] = v + dt * a;
      const w = out.angularVelocity[i]!, dw = out.angularAcceleration[i]!;
      this.#vector[i] = dt * (w + dt * dw / 2);
      out.angularVelocity[i] = w + dt * dw;
    }
    fromRotationVector(this.#turn, this.#vector);
    multiply(out.orientation, out.orientation, this.#turn);
  }
}
