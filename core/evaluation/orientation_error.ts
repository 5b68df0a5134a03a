/**
 * Orientation error as the BROAD benchmark splits it (Laidig et al., Data 6(7):72, 2021,
 * doi:10.3390/data6070072): of e = q_estimate ⊗ q_reference⁻¹, a rotation in the fixed frame with
 * z up, the total angle 2 acos|w|, the heading 2 atan|z/w| and the inclination 2 acos √(w² + z²).
 */
import { conjugate, multiply } from "../math/quaternion.ts";
import { atan2, wrapAngle } from "../math/scalar.ts";
import type { MutableNumbers, Numbers } from "../math/vec3.ts";

const scratch = new Float64Array(4);

/**
 * out (3) = total, heading, inclination, radians: total and inclination in [0, π], the heading
 * signed in (-π, π], positive where the estimate is turned counter-clockwise. Both quaternions
 * w x y z, unit, world from body. Accurate near zero, where acos is not.
 */
export function orientationError(out: MutableNumbers, estimate: Numbers, reference: Numbers): void {
  conjugate(scratch, reference);
  multiply(scratch, estimate, scratch);
  const w = scratch[0]!, x = scratch[1]!, y = scratch[2]!, z = scratch[3]!;
  const level = x * x + y * y;
  const upright = w * w + z * z;
  out[0] = 2 * atan2(Math.sqrt(level + z * z), Math.abs(w));
  out[1] = wrapAngle(2 * atan2(z, w));
  out[2] = 2 * atan2(Math.sqrt(level), Math.sqrt(upright));
}
