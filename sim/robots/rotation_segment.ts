/**
 * Rotation as Exp(r(t)) from a start, with r(t) a vector polynomial: rate and acceleration in the
 * body follow from the right Jacobian of SO(3) (Solà, arXiv 1812.01537, eq. 143–144):
 * ω = ṙ − A r×ṙ + B r×(r×ṙ), A = (1 − cos θ)/θ², B = (θ − sin θ)/θ³, θ = |r|, and α = ω̇.
 */
import { cos, sin } from "../../core/math/scalar.ts";
import type { MutableNumbers, Numbers } from "../../core/math/vec3.ts";

/** Below this θ² the series are exact to 1e-16; above it the closed forms lose nothing. */
const SERIES = 0.12;

/** A, B, their derivatives by θ²/2, cos(θ/2) and sin(θ/2)/θ of the last call. */
const coefficient = new Float64Array(6);

function coefficients(s: number): void {
  const c = coefficient;
  if (s < SERIES) {
    c[0] = 1 / 2 -
      s * (1 / 24 - s * (1 / 720 - s * (1 / 40320 - s * (1 / 3628800 - s / 479001600))));
    c[1] = 1 / 6 -
      s * (1 / 120 - s * (1 / 5040 - s * (1 / 362880 - s * (1 / 39916800 - s / 6227020800))));
    c[2] = -1 / 12 + s * (1 / 180 - s * (1 / 6720 - s * (1 / 453600 - s / 47900160)));
    c[3] = -1 / 60 + s * (1 / 1260 - s * (1 / 60480 - s * (1 / 4989600 - s / 622702080)));
    c[4] = 1 - s * (1 / 8 - s * (1 / 384 - s * (1 / 46080 - s * (1 / 10321920 - s / 3715891200))));
    c[5] = 1 / 2 -
      s * (1 / 48 - s * (1 / 3840 - s * (1 / 645120 - s * (1 / 185794560 - s / 81749606400))));
    return;
  }
  const angle = Math.sqrt(s), sine = sin(angle), cosine = cos(angle);
  c[0] = (1 - cosine) / s;
  c[1] = (angle - sine) / (s * angle);
  c[2] = (angle * sine - 2 * (1 - cosine)) / (s * s);
  c[3] = (3 * sine - angle * cosine - 2 * angle) / (s * s * angle);
  c[4] = cos(angle / 2);
  c[5] = sin(angle / 2) / angle;
}

/**
 * Body rate and acceleration, and the quaternion, of `start ⊗ Exp(r)`.
 *
 * @param r rotation vector, its first and second derivative: 9 numbers
 * @param outQ unit quaternion; `outRate` and `outAcceleration` in the body, rad/s and rad/s²
 */
export function evaluateRotation(
  outQ: MutableNumbers,
  outRate: MutableNumbers,
  outAcceleration: MutableNumbers,
  start: Numbers,
  r: Numbers,
): void {
  const x = r[0]!, y = r[1]!, z = r[2]!;
  const dx = r[3]!, dy = r[4]!, dz = r[5]!;
  const ddx = r[6]!, ddy = r[7]!, ddz = r[8]!;
  coefficients(x * x + y * y + z * z);
  const a = coefficient[0]!, b = coefficient[1]!;
  const along = x * dx + y * dy + z * dz;
  const da = coefficient[2]! * along, db = coefficient[3]! * along;
  // c = r × ṙ, e = r × c, g = ṙ × c, k = r × r̈, m = r × k
  const cx = y * dz - z * dy, cy = z * dx - x * dz, cz = x * dy - y * dx;
  const ex = y * cz - z * cy, ey = z * cx - x * cz, ez = x * cy - y * cx;
  outRate[0] = dx - a * cx + b * ex;
  outRate[1] = dy - a * cy + b * ey;
  outRate[2] = dz - a * cz + b * ez;
  const gx = dy * cz - dz * cy, gy = dz * cx - dx * cz, gz = dx * cy - dy * cx;
  const kx = y * ddz - z * ddy, ky = z * ddx - x * ddz, kz = x * ddy - y * ddx;
  outAcceleration[0] = ddx - da * cx - a * kx + db * ex + b * (gx + y * kz - z * ky);
  outAcceleration[1] = ddy - da * cy - a * ky + db * ey + b * (gy + z * kx - x * kz);
  outAcceleration[2] = ddz - da * cz - a * kz + db * ez + b * (gz + x * ky - y * kx);
  const w = coefficient[4]!, f = coefficient[5]!;
  const qx = f * x, qy = f * y, qz = f * z;
  const sw = start[0]!, sx = start[1]!, sy = start[2]!, sz = start[3]!;
  outQ[0] = sw * w - sx * qx - sy * qy - sz * qz;
  outQ[1] = sw * qx + sx * w + sy * qz - sz * qy;
  outQ[2] = sw * qy - sx * qz + sy * w + sz * qx;
  outQ[3] = sw * qz + sx * qy - sy * qx + sz * w;
}

/** out (3) = J_r⁻¹(r) v = v + ½ r×v + D r×(r×v). */
function inverseJacobian(out: MutableNumbers, r: Numbers, v: Numbers): void {
  const x = r[0]!, y = r[1]!, z = r[2]!;
  const s = x * x + y * y + z * z;
  coefficients(s);
  const d = s < SERIES
    ? 1 / 12 + s * (1 / 720 + s * (1 / 30240 + s * (1 / 1209600 + s * (1 / 47900160))))
    : (1 - (1 - s * coefficient[1]!) / (2 * coefficient[0]!)) / s;
  const vx = v[0]!, vy = v[1]!, vz = v[2]!;
  const cx = y * vz - z * vy, cy = z * vx - x * vz, cz = x * vy - y * vx;
  out[0] = vx + cx / 2 + d * (y * cz - z * cy);
  out[1] = vy + cy / 2 + d * (z * cx - x * cz);
  out[2] = vz + cz / 2 + d * (x * cy - y * cx);
}

const held = new Float64Array(3);

/**
 * The inverse of {@linkcode evaluateRotation}: fills `r[3..8]` with ṙ and r̈ that give the body
 * rate and acceleration, where `r[0..2]` holds the rotation vector.
 */
export function rotationRates(r: Float64Array, rate: Numbers, acceleration: Numbers): void {
  const x = r[0]!, y = r[1]!, z = r[2]!;
  inverseJacobian(held, r, rate);
  const dx = held[0]!, dy = held[1]!, dz = held[2]!;
  const b = coefficient[1]!, along = x * dx + y * dy + z * dz;
  const da = coefficient[2]! * along, db = coefficient[3]! * along;
  const cx = y * dz - z * dy, cy = z * dx - x * dz, cz = x * dy - y * dx;
  held[0] = acceleration[0]! + da * cx - db * (y * cz - z * cy) - b * (dy * cz - dz * cy);
  held[1] = acceleration[1]! + da * cy - db * (z * cx - x * cz) - b * (dz * cx - dx * cz);
  held[2] = acceleration[2]! + da * cz - db * (x * cy - y * cx) - b * (dx * cy - dy * cx);
  inverseJacobian(held, r, held);
  r[3] = dx;
  r[4] = dy;
  r[5] = dz;
  r[6] = held[0]!;
  r[7] = held[1]!;
  r[8] = held[2]!;
}
