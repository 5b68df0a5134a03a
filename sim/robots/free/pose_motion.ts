/**
 * Motion through timed poses: a natural cubic spline for the position, a cumulative cubic B-spline
 * on SO(3) for the orientation, both through every pose, any distance of times. The orientation
 * spline has equal intervals: it is run along the pose's index, which is a cubic spline of time.
 */
import { fromRotationVector, multiply } from "../../../core/math/quaternion.ts";
import { CubicSpline, OrientationSpline } from "../../../core/math/spline.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { TruthState } from "../../contract.ts";
import type { Motion } from "../knot_truth.ts";

/** Poses at increasing times, s: n times, n × 3 positions, n × 4 quaternions w x y z. */
export interface PoseSamples {
  readonly times: Float64Array;
  readonly positions: Float64Array;
  readonly quaternions: Float64Array;
}

/** Goes through poses; the run starts at the first. */
export class PoseMotion implements Motion {
  readonly #position: CubicSpline;
  readonly #orientation: OrientationSpline;
  readonly #index: CubicSpline;
  readonly #step: Nanos;
  readonly #start: number;
  readonly #warp = [new Float64Array(1), new Float64Array(1), new Float64Array(1)] as const;
  readonly #turn = new Float64Array(4);
  readonly #vector = new Float64Array(3);

  /** @throws {RangeError} poses that a spline can't go through */
  constructor(samples: PoseSamples, stepNs: Nanos) {
    const { times, positions, quaternions } = samples;
    this.#position = new CubicSpline(times, positions);
    this.#orientation = new OrientationSpline({ start: 0, interval: 1, quaternions });
    this.#index = new CubicSpline(times, Float64Array.from(times, (_, n) => n));
    this.#start = times[0]!;
    this.#step = stepNs;
  }

  knot(k: number, out: TruthState): void {
    const wanted = this.#start + k * this.#step * 1e-9;
    const t = Math.min(wanted, this.#position.end);
    this.#position.at(t, out.position, out.velocity, out.acceleration);
    const [index, rate, change] = this.#warp;
    this.#index.at(t, index, rate, change);
    const last = this.#orientation.end;
    const u = Math.max(0, Math.min(last, index[0]!));
    this.#orientation.at(u, out.orientation, out.angularVelocity, out.angularAcceleration);
    const du = rate[0]!, ddu = change[0]!;
    for (let i = 0; i < 3; i++) {
      const w = out.angularVelocity[i]!;
      out.angularAcceleration[i] = out.angularAcceleration[i]! * du * du + w * ddu;
      out.angularVelocity[i] = w * du;
    }
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
