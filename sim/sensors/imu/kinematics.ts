/**
 * What an ideal IMU at its mount feels: the body rate, and the specific force
 * f = R⁻¹ (a − g) + α × l + ω × (ω × l) at lever arm l, both in the sensor's axes.
 */
import { inverseRotate } from "../../../core/math/quaternion.ts";
import type { MutableNumbers } from "../../../core/math/vec3.ts";
import type { Mount, TruthState } from "../../contract.ts";

const force = new Float64Array(3);
const turn = new Float64Array(3);

/**
 * Writes the rate, rad/s, and specific force, m/s², three numbers each from index `at` on.
 *
 * @param gravity m/s², positive: gravity is (0, 0, −gravity)
 */
export function feel(
  truth: TruthState,
  mount: Mount,
  gravity: number,
  rate: MutableNumbers,
  specificForce: MutableNumbers,
  at: number,
): void {
  const { acceleration, angularVelocity: w, angularAcceleration: dw } = truth;
  const [lx, ly, lz] = mount.translation;
  force[0] = acceleration[0]!;
  force[1] = acceleration[1]!;
  force[2] = acceleration[2]! + gravity;
  inverseRotate(force, truth.orientation, force);
  if (lx !== 0 || ly !== 0 || lz !== 0) {
    const wx = w[0]!, wy = w[1]!, wz = w[2]!;
    const cx = wy * lz - wz * ly, cy = wz * lx - wx * lz, cz = wx * ly - wy * lx;
    force[0] += dw[1]! * lz - dw[2]! * ly + wy * cz - wz * cy;
    force[1] += dw[2]! * lx - dw[0]! * lz + wz * cx - wx * cz;
    force[2] += dw[0]! * ly - dw[1]! * lx + wx * cy - wy * cx;
  }
  inverseRotate(turn, mount.rotation, w);
  inverseRotate(force, mount.rotation, force);
  for (let i = 0; i < 3; i++) {
    rate[at + i] = turn[i]!;
    specificForce[at + i] = force[i]!;
  }
}
