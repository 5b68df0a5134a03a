/**
 * Pose by adding up wheel steps: along the heading in the middle of each, with the covariance of
 * x, y and yaw carried along (Siegwart and Nourbakhsh 2004, eq. 5.7–5.9).
 */
import { cos, sin } from "../../../core/math/scalar.ts";
import type { Report } from "./encoders.ts";

/** A pose in the plane that grows step by step, and its uncertainty. */
export class DeadReckoning {
  x = 0;
  y = 0;
  yaw = 0;
  /** Of x, y and yaw, 3 × 3. */
  readonly covariance: Float64Array = new Float64Array(9);

  /** Adds one step. */
  add(step: Report): void {
    const { forward: d, turn, forwardVariance: vd, turnVariance: vt, crossVariance: vc } = step;
    const middle = this.yaw + turn / 2;
    const c = cos(middle), s = sin(middle), p = this.covariance;
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
    this.x += d * c;
    this.y += d * s;
    this.yaw += turn;
  }
}
