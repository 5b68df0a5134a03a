/**
 * Pose by adding up wheel steps: along the heading in the middle of each, with the covariance of
 * x, y and yaw carried along (Siegwart and Nourbakhsh 2004, eq. 5.7–5.9). An error of a wheel's
 * radius is the same in every step, so that its share grows with the square of the way: it is
 * carried as the pose's sensitivity to it, not as noise.
 */
import { cos, sin } from "../../../core/math/scalar.ts";
import type { Report } from "./encoders.ts";

/** What does not change from step to step. */
export interface ReckoningErrors {
  /** Distance of the wheels as believed, m. */
  readonly track: number;
  /** Standard deviation of the relative error of each wheel's radius. */
  readonly radiusDeviation: number;
  /** Variance of a distance between two counts, m²: half of it stems from the first. */
  readonly tickVariance: number;
}

/** A pose in the plane that grows step by step, and its uncertainty. */
export class DeadReckoning {
  x = 0;
  y = 0;
  yaw = 0;
  /** Of x, y and yaw, 3 × 3. */
  readonly covariance: Float64Array = new Float64Array(9);
  readonly #errors: ReckoningErrors;
  /** The part that is independent from step to step, and the first count's. */
  readonly #random = new Float64Array(9);
  /** d(x, y, yaw) by the left and right wheel's relative error. */
  readonly #byRadius = new Float64Array(6);

  constructor(errors: ReckoningErrors) {
    this.#errors = errors;
    this.#random[0] = this.#tickWay;
    this.#random[8] = this.#tickTurn;
    this.#sum();
  }

  /** Variance of the way and of the turn by where in its tick each wheel stands. */
  get #tickWay(): number {
    return this.#errors.tickVariance / 4;
  }

  get #tickTurn(): number {
    return this.#errors.tickVariance / (this.#errors.track * this.#errors.track);
  }

  /** Adds one step. */
  add(step: Report): void {
    const { forward: d, turn, forwardVariance: vd, turnVariance: vt, crossVariance: vc } = step;
    const middle = this.yaw + turn / 2;
    const c = cos(middle), s = sin(middle), p = this.#random;
    // F P Fᵀ with F = [1 0 −d s; 0 1 d c; 0 0 1].
    const fx = -d * s, fy = d * c;
    const xt = p[2]! + fx * p[8]!, yt = p[5]! + fy * p[8]!;
    const xx = p[0]! + fx * (p[2]! + xt), yy = p[4]! + fy * (p[5]! + yt);
    const xy = p[1]! + fx * p[5]! + fy * p[2]! + fx * fy * p[8]!;
    // G Q Gᵀ with G = [c −d s/2; s d c/2; 0 1].
    const gx = fx / 2, gy = fy / 2;
    p[0] = xx + c * c * vd + 2 * c * gx * vc + gx * gx * vt;
    p[4] = yy + s * s * vd + 2 * s * gy * vc + gy * gy * vt;
    p[1] = p[3] = xy + c * s * vd + (c * gy + s * gx) * vc + gx * gy * vt;
    p[2] = p[6] = xt + c * vc + gx * vt;
    p[5] = p[7] = yt + s * vc + gy * vt;
    p[8] = p[8]! + vt;
    // J ← F J + G K, K what a relative error does to way and turn.
    const j = this.#byRadius;
    for (let side = 0; side < 2; side++) {
      const way = step.way[side]!, byWay = way / 2;
      const byTurn = (side === 0 ? -way : way) / this.#errors.track;
      j[side] = j[side]! + fx * j[4 + side]! + c * byWay + gx * byTurn;
      j[2 + side] = j[2 + side]! + fy * j[4 + side]! + s * byWay + gy * byTurn;
      j[4 + side] = j[4 + side]! + byTurn;
    }
    this.x += d * c;
    this.y += d * s;
    this.yaw += turn;
    this.#sum();
  }

  /** Everything together; where the wheels stand in their ticks now is in no step yet. */
  #sum(): void {
    const out = this.covariance, j = this.#byRadius;
    const drawn = this.#errors.radiusDeviation * this.#errors.radiusDeviation;
    for (let row = 0; row < 3; row++) {
      for (let column = 0; column < 3; column++) {
        const shared = j[2 * row]! * j[2 * column]! + j[2 * row + 1]! * j[2 * column + 1]!;
        out[3 * row + column] = this.#random[3 * row + column]! + drawn * shared;
      }
    }
    out[0]! += this.#tickWay;
    out[4]! += this.#tickWay;
    out[8]! += this.#tickTurn;
  }
}
