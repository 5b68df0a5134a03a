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
const J = new Float64Array(6 * 12);
const half = new Float64Array(6 * 12);
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
    for (let j = 0; j < 3; j++) {
      out[12 * (9 + i) + 9 + j] = P[b + E.bias + j]! + P[b + E.noise + j]! +
        P[k + E.bias + j]! + P[k + E.noise + j]!;
    }
  }
}

/** out (6 × 6) = J P12 Jᵀ, made symmetric. */
function map(out: Float64Array): void {
  for (let i = 0; i < 6; i++) {
    for (let j = 0; j < 12; j++) {
      let sum = 0;
      for (let k = 0; k < 12; k++) {
        const a = J[12 * i + k]!;
        if (a !== 0) sum += a * P12[12 * k + j]!;
      }
      half[12 * i + j] = sum;
    }
  }
  for (let i = 0; i < 6; i++) {
    for (let j = i; j < 6; j++) {
      let sum = 0;
      for (let k = 0; k < 12; k++) {
        const b = J[12 * j + k]!;
        if (b !== 0) sum += half[12 * i + k]! * b;
      }
      out[6 * i + j] = out[6 * j + i] = sum;
    }
  }
}

/** Writes the 6 × 6 covariances of a nav_msgs/Odometry. */
export function odometryCovariances(pose: Float64Array, twist: Float64Array, s: FilterState): void {
  load(s);
  covariance12(P12, s);
  J.fill(0);
  for (let i = 0; i < 3; i++) {
    J[12 * i + i] = 1;
    for (let j = 0; j < 3; j++) J[12 * (3 + i) + 6 + j] = R[3 * i + j]!;
  }
  map(pose);
  J.fill(0);
  quaternion.inverseRotate(v, q, v);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) J[12 * i + 3 + j] = R[3 * j + i]!;
    J[12 * (3 + i) + 9 + i] = 1;
  }
  J[7] = -v[2]!;
  J[8] = v[1]!;
  J[18] = v[2]!;
  J[20] = -v[0]!;
  J[30] = -v[1]!;
  J[31] = v[0]!;
  map(twist);
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
