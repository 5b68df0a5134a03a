/**
 * Unit quaternions as flat arrays w x y z: Hamilton product, local to global, so that
 * `worldFromBody` rotates a body vector into the world (Solà, arXiv 1711.02508, table 1 left).
 * Every function writes into its first argument, which may be one of the others, and allocates
 * nothing. ROS messages order them x y z w: convert at the edge.
 */
import { atan2, cos, hypot, sin } from "./scalar.ts";
import type { MutableNumbers, Numbers } from "./vec3.ts";

/** Below this angle (rad) series are used, whose error is then under 1e-16. */
const SMALL_ANGLE = 1e-3;

function set(out: MutableNumbers, w: number, x: number, y: number, z: number): void {
  out[0] = w;
  out[1] = x;
  out[2] = y;
  out[3] = z;
}

/** out = the rotation that changes nothing. */
export function identity(out: MutableNumbers): void {
  set(out, 1, 0, 0, 0);
}

/** out = a ⊗ b: first b, then a. */
export function multiply(out: MutableNumbers, a: Numbers, b: Numbers): void {
  const aw = a[0]!, ax = a[1]!, ay = a[2]!, az = a[3]!;
  const bw = b[0]!, bx = b[1]!, by = b[2]!, bz = b[3]!;
  out[0] = aw * bw - ax * bx - ay * by - az * bz;
  out[1] = aw * bx + ax * bw + ay * bz - az * by;
  out[2] = aw * by - ax * bz + ay * bw + az * bx;
  out[3] = aw * bz + ax * by - ay * bx + az * bw;
}

/** out = the inverse of a unit quaternion. */
export function conjugate(out: MutableNumbers, a: Numbers): void {
  set(out, a[0]!, -a[1]!, -a[2]!, -a[3]!);
}

/** out = a / |a|; NaN where a is zero. */
export function normalize(out: MutableNumbers, a: Numbers): void {
  const w = a[0]!, x = a[1]!, y = a[2]!, z = a[3]!;
  const s = 1 / Math.sqrt(w * w + x * x + y * y + z * z);
  set(out, w * s, x * s, y * s, z * s);
}

/** out = q v q⁻¹, a vector (3) rotated by the unit quaternion q. */
export function rotate(out: MutableNumbers, q: Numbers, v: Numbers): void {
  rotateBy(out, q[0]!, q[1]!, q[2]!, q[3]!, v);
}

/** out = q⁻¹ v q, a vector (3) rotated by the inverse of the unit quaternion q. */
export function inverseRotate(out: MutableNumbers, q: Numbers, v: Numbers): void {
  rotateBy(out, q[0]!, -q[1]!, -q[2]!, -q[3]!, v);
}

/** v + 2 w (u × v) + 2 u × (u × v). */
function rotateBy(
  out: MutableNumbers,
  w: number,
  x: number,
  y: number,
  z: number,
  v: Numbers,
): void {
  const vx = v[0]!, vy = v[1]!, vz = v[2]!;
  const tx = 2 * (y * vz - z * vy);
  const ty = 2 * (z * vx - x * vz);
  const tz = 2 * (x * vy - y * vx);
  out[0] = vx + w * tx + (y * tz - z * ty);
  out[1] = vy + w * ty + (z * tx - x * tz);
  out[2] = vz + w * tz + (x * ty - y * tx);
}

/** out = Exp(v): the rotation by |v| radians about v (3). */
export function fromRotationVector(out: MutableNumbers, v: Numbers): void {
  const x = v[0]!, y = v[1]!, z = v[2]!;
  const square = x * x + y * y + z * z;
  let w: number, s: number;
  if (square < SMALL_ANGLE * SMALL_ANGLE) {
    w = 1 - square / 8 * (1 - square / 48);
    s = 0.5 - square / 48 * (1 - square / 80);
  } else {
    const angle = Math.sqrt(square);
    w = cos(angle / 2);
    s = sin(angle / 2) / angle;
  }
  set(out, w, s * x, s * y, s * z);
}

/** out (3) = Log(q): axis times angle, angle in [0, π]; q and −q give the same. */
export function toRotationVector(out: MutableNumbers, q: Numbers): void {
  const w = q[0]!, x = q[1]!, y = q[2]!, z = q[3]!;
  const square = x * x + y * y + z * z;
  const n = Math.sqrt(square);
  let s: number;
  if (n < SMALL_ANGLE / 2) {
    const ratio = square / (w * w);
    s = 2 / w * (1 - ratio / 3 * (1 - 3 * ratio / 5));
  } else {
    s = 2 * atan2(n, Math.abs(w)) / n;
    if (w < 0) s = -s;
  }
  out[0] = s * x;
  out[1] = s * y;
  out[2] = s * z;
}

/** out = Rz(yaw) Ry(pitch) Rx(roll): ROS's fixed-axis roll, pitch, yaw, radians (REP 103). */
export function fromEuler(out: MutableNumbers, roll: number, pitch: number, yaw: number): void {
  const cr = cos(roll / 2), sr = sin(roll / 2);
  const cp = cos(pitch / 2), sp = sin(pitch / 2);
  const cy = cos(yaw / 2), sy = sin(yaw / 2);
  set(
    out,
    cr * cp * cy + sr * sp * sy,
    sr * cp * cy - cr * sp * sy,
    cr * sp * cy + sr * cp * sy,
    cr * cp * sy - sr * sp * cy,
  );
}

/**
 * out (3) = roll (-π, π], pitch [-π/2, π/2], yaw (-π, π], radians, of a unit quaternion.
 * At pitch ±π/2, where roll and yaw can't be told apart, roll is 0.
 */
export function toEuler(out: MutableNumbers, q: Numbers): void {
  const w = q[0]!, x = q[1]!, y = q[2]!, z = q[3]!;
  const r00 = w * w + x * x - y * y - z * z;
  const r10 = 2 * (x * y + w * z);
  const r20 = 2 * (x * z - w * y);
  const level = hypot(r00, r10);
  if (level < 1e-12) {
    out[0] = 0;
    out[1] = atan2(-r20, level);
    out[2] = atan2(2 * (w * z - x * y), w * w - x * x + y * y - z * z);
    return;
  }
  out[0] = atan2(2 * (y * z + w * x), w * w - x * x - y * y + z * z);
  out[1] = atan2(-r20, level);
  out[2] = atan2(r10, r00);
}

/** The yaw of {@linkcode toEuler}, radians. */
export function yawOf(q: Numbers): number {
  const w = q[0]!, x = q[1]!, y = q[2]!, z = q[3]!;
  return atan2(2 * (x * y + w * z), w * w + x * x - y * y - z * z);
}

/** out (9, row-major) = the rotation matrix of a unit quaternion. */
export function toMatrix(out: MutableNumbers, q: Numbers): void {
  const w = q[0]!, x = q[1]!, y = q[2]!, z = q[3]!;
  const xx = x * x, yy = y * y, zz = z * z;
  const xy = x * y, xz = x * z, yz = y * z;
  const wx = w * x, wy = w * y, wz = w * z;
  out[0] = 1 - 2 * (yy + zz);
  out[1] = 2 * (xy - wz);
  out[2] = 2 * (xz + wy);
  out[3] = 2 * (xy + wz);
  out[4] = 1 - 2 * (xx + zz);
  out[5] = 2 * (yz - wx);
  out[6] = 2 * (xz - wy);
  out[7] = 2 * (yz + wx);
  out[8] = 1 - 2 * (xx + yy);
}

/**
 * out = the unit quaternion, w ≥ 0, of a rotation matrix (9, row-major). Starts from the largest
 * of w² x² y² z² (Shepperd 1978), hence stable everywhere.
 */
export function fromMatrix(out: MutableNumbers, r: Numbers): void {
  const xx = r[0]!, yy = r[4]!, zz = r[8]!;
  const trace = xx + yy + zz;
  const wx = r[7]! - r[5]!, wy = r[2]! - r[6]!, wz = r[3]! - r[1]!;
  const xy = r[1]! + r[3]!, xz = r[2]! + r[6]!, yz = r[5]! + r[7]!;
  if (trace >= xx && trace >= yy && trace >= zz) set(out, 1 + trace, wx, wy, wz);
  else if (xx >= yy && xx >= zz) set(out, wx, 1 + xx - yy - zz, xy, xz);
  else if (yy >= zz) set(out, wy, xy, 1 - xx + yy - zz, yz);
  else set(out, wz, xz, yz, 1 - xx - yy + zz);
  normalize(out, out);
  if (out[0]! < 0) set(out, -out[0]!, -out[1]!, -out[2]!, -out[3]!);
}

/** out = a (a⁻¹ b)ᵗ: from a at t = 0 to b at t = 1 the short way at constant rate. */
export function slerp(out: MutableNumbers, a: Numbers, b: Numbers, t: number): void {
  const aw = a[0]!, ax = a[1]!, ay = a[2]!, az = a[3]!;
  const bw = b[0]!, bx = b[1]!, by = b[2]!, bz = b[3]!;
  const along = aw * bw + ax * bx + ay * by + az * bz;
  const sign = along < 0 ? -1 : 1;
  const dw = bw * sign - aw, dx = bx * sign - ax, dy = by * sign - ay, dz = bz * sign - az;
  const sw = bw * sign + aw, sx = bx * sign + ax, sy = by * sign + ay, sz = bz * sign + az;
  // Half the angle between them, from |b − a| and |b + a|: accurate at every angle (Kahan).
  const half = atan2(
    Math.sqrt(dw * dw + dx * dx + dy * dy + dz * dz),
    Math.sqrt(sw * sw + sx * sx + sy * sy + sz * sz),
  );
  const angle = 2 * half;
  let fa: number, fb: number;
  if (angle < 1e-8) {
    fa = 1 - t;
    fb = t;
  } else {
    const s = sin(angle);
    fa = sin((1 - t) * angle) / s;
    fb = sin(t * angle) / s;
  }
  fb *= sign;
  set(out, fa * aw + fb * bw, fa * ax + fb * bx, fa * ay + fb * by, fa * az + fb * bz);
  normalize(out, out);
}
