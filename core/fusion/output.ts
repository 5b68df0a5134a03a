/**
 * What the filter puts out. ROS wants a pose covariance about fixed axes and a twist in the child
 * frame, the filter has the attitude error in the body and velocity in the world:
 *
 *   pose: J = blockdiag(I, R) over (p, θ);  linear twist: J = [Rᵀ, [Rᵀ v]×] over (v, θ);
 *   angular twist: the mean rate of the last IMU interval, whose error is −(δbias + δnoise).
 */
import * as quaternion from "../math/quaternion.ts";
import { C, E, type FilterState, X } from "./kernel/layout.ts";

const q = new Float64Array(4);
const R = new Float64Array(9);
const v = new Float64Array(3);
const half = new Float64Array(27);
const P12 = new Float64Array(144);

/** Writes the mean angular velocity of the last IMU interval, body, rad/s. */
export function angularVelocity(out: Float64Array, s: FilterState): void {
  for (let i = 0; i < 3; i++) {
    out[i] = s.clock[C.rate + i]! - s.x[X.bias + i]! - s.x[X.noise + i]!;
  }
}

/** Writes velocity in the body, m/s. */
export function bodyTwist(out: Float64Array, s: FilterState): void {
  load(s);
  quaternion.inverseRotate(out, q, v);
}

function load(s: FilterState): void {
  for (let i = 0; i < 4; i++) q[i] = s.x[X.q + i]!;
  for (let i = 0; i < 3; i++) v[i] = s.x[X.v + i]!;
  quaternion.toMatrix(R, q);
}

/** Writes the 12 × 12 covariance of the errors of p, v, θ (body) and ω (body). */
export function covariance12(out: Float64Array, s: FilterState): void {
  const { P, n } = s;
  for (let i = 0; i < 9; i++) {
    for (let j = 0; j < 9; j++) out[12 * i + j] = P[i * n + j]!;
    for (let j = 0; j < 3; j++) {
      const c = -(P[i * n + E.bias + j]! + P[i * n + E.noise + j]!);
      out[12 * i + 9 + j] = out[12 * (9 + j) + i] = c;
    }
  }
  for (let i = 0; i < 3; i++) {
    const b = (E.bias + i) * n, k = (E.noise + i) * n;
    for (let j = i; j < 3; j++) {
      out[12 * (9 + i) + 9 + j] = out[12 * (9 + j) + 9 + i] = P[b + E.bias + j]! +
        P[b + E.noise + j]! + P[k + E.bias + j]! + P[k + E.noise + j]!;
    }
  }
}

/** Writes the 6 × 6 covariances of a nav_msgs/Odometry. */
export function odometryCovariances(pose: Float64Array, twist: Float64Array, s: FilterState): void {
  load(s);
  covariance12(P12, s);
  poseCovariance(pose);
  quaternion.inverseRotate(v, q, v);
  twistCovariance(twist);
}

/** J = blockdiag(I, R) over (p, θ). */
function poseCovariance(out: Float64Array): void {
  for (let i = 0; i < 3; i++) {
    const a = R[3 * i]!, b = R[3 * i + 1]!, c = R[3 * i + 2]!;
    for (let j = 0; j < 3; j++) {
      out[6 * i + j] = P12[12 * i + j]!;
      // R P_θp, and R P_θθ for the next step.
      const k = a * P12[72 + j]! + b * P12[84 + j]! + c * P12[96 + j]!;
      out[6 * (3 + i) + j] = out[6 * j + 3 + i] = k;
      half[3 * i + j] = a * P12[78 + j]! + b * P12[90 + j]! + c * P12[102 + j]!;
    }
  }
  for (let i = 0; i < 3; i++) {
    const a = half[3 * i]!, b = half[3 * i + 1]!, c = half[3 * i + 2]!;
    for (let j = i; j < 3; j++) {
      const k = a * R[3 * j]! + b * R[3 * j + 1]! + c * R[3 * j + 2]!;
      out[6 * (3 + i) + 3 + j] = out[6 * (3 + j) + 3 + i] = k;
    }
  }
}

/** J = [Rᵀ, [Rᵀ v]×] over (v, θ) for the linear part; ω is a state itself. `v` is Rᵀ v here. */
function twistCovariance(out: Float64Array): void {
  for (let i = 0; i < 3; i++) {
    const a = (i + 1) % 3, b = (i + 2) % 3;
    for (let j = 0; j < 9; j++) {
      // Column 3 + j of P12: velocity, attitude and rate.
      half[9 * i + j] = R[i]! * P12[39 + j]! + R[3 + i]! * P12[51 + j]! + R[6 + i]! * P12[63 + j]! -
        v[b]! * P12[12 * (6 + a) + 3 + j]! + v[a]! * P12[12 * (6 + b) + 3 + j]!;
    }
  }
  for (let i = 0; i < 3; i++) {
    const r = 9 * i;
    for (let j = 0; j < 3; j++) {
      out[6 * i + 3 + j] = out[6 * (3 + j) + i] = half[r + 6 + j]!;
      out[6 * (3 + i) + 3 + j] = P12[12 * (9 + i) + 9 + j]!;
      if (j < i) continue;
      const a = (j + 1) % 3, b = (j + 2) % 3;
      const k = half[r]! * R[j]! + half[r + 1]! * R[3 + j]! + half[r + 2]! * R[6 + j]! -
        half[r + 3 + a]! * v[b]! + half[r + 3 + b]! * v[a]!;
      out[6 * i + j] = out[6 * j + i] = k;
    }
  }
}

/** Writes the 12 states p v θ ω (θ: rotation vector of the attitude), then their covariance. */
export function stateVector(out: Float64Array, s: FilterState): void {
  load(s);
  for (let i = 0; i < 6; i++) out[i] = s.x[i]!;
  quaternion.toRotationVector(v, q);
  for (let i = 0; i < 3; i++) out[6 + i] = v[i]!;
  angularVelocity(v, s);
  for (let i = 0; i < 3; i++) out[9 + i] = v[i]!;
  covariance12(P12, s);
  out.set(P12, 12);
}
