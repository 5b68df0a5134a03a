/**
 * The vertical from a low-pass on specific force in an inertial frame, as VQF does it (Laidig and
 * Seel 2023): the frame is carried by the bias-corrected gyro alone, so that turning doesn't blur
 * the mean and what a bounded motion accelerates averages out. Two first-order stages.
 */
import * as quaternion from "../../math/quaternion.ts";
import { norm } from "../../math/vec3.ts";
import { C, type FilterState, X } from "../kernel/layout.ts";
import type { FusionSettings } from "../settings.ts";

/** Attitude (4), two stages (3 each), samples seen, filtered rate and | |f| − g |, youth. */
const L = { q: 0, first: 4, second: 7, seen: 10, rate: 11, departure: 12, young: 13 };

const q = new Float64Array(4);
const d = new Float64Array(4);
const f = new Float64Array(3);

/** Takes the interval that just ended in, with its rate and specific force. */
export function filterForce(s: FilterState, { attitude, imu }: FusionSettings): void {
  const { low, clock, x } = s;
  const dt = clock[C.interval]!;
  let rate = 0;
  for (let i = 0; i < 3; i++) {
    const w = clock[C.rate + i]! - x[X.bias + i]!;
    rate += w * w;
    f[i] = w * dt;
  }
  if (low[L.seen] === 0) {
    for (let i = 0; i < 4; i++) q[i] = x[X.q + i]!;
  } else {
    for (let i = 0; i < 4; i++) q[i] = low[L.q + i]!;
    quaternion.fromRotationVector(d, f);
    quaternion.multiply(q, q, d);
    quaternion.normalize(q, q);
  }
  for (let i = 0; i < 4; i++) low[L.q + i] = q[i]!;
  for (let i = 0; i < 3; i++) f[i] = clock[C.force + i]! - x[X.accel + i]!;
  const departure = Math.abs(norm(f) - imu.gravity);
  quaternion.rotate(f, q, f);
  const seen = low[L.seen] = low[L.seen]! + 1;
  const settled = dt / (attitude.filterTime / 2 + dt);
  const gain = Math.max(settled, 1 / seen);
  // A mean over a shorter time is worse by the root of the ratio.
  low[L.young] = settled > 0 ? Math.sqrt(gain / settled) : YOUNGEST;
  for (let i = 0; i < 3; i++) {
    const one = low[L.first + i] = low[L.first + i]! + gain * (f[i]! - low[L.first + i]!);
    low[L.second + i] = low[L.second + i]! + gain * (one - low[L.second + i]!);
  }
  low[L.rate] = low[L.rate]! + gain * (Math.sqrt(rate) - low[L.rate]!);
  low[L.departure] = low[L.departure]! + gain * (departure - low[L.departure]!);
}

/** How much worse than a settled mean a single sample is taken to be. */
const YOUNGEST = 10;

/** Starts the low-pass anew. */
export function resetForce(s: FilterState): void {
  s.low[L.seen] = 0;
}

/**
 * Writes the filtered direction of specific force, in the body, into `out` (unit).
 * @returns whether there is one: false before the first sample
 */
export function filteredUp(out: Float64Array, s: FilterState): boolean {
  const { low } = s;
  if (low[L.seen] === 0) return false;
  for (let i = 0; i < 4; i++) q[i] = low[L.q + i]!;
  for (let i = 0; i < 3; i++) f[i] = low[L.second + i]!;
  quaternion.inverseRotate(out, q, f);
  const length = norm(f);
  if (length > 0) { for (let i = 0; i < 3; i++) out[i] = out[i]! / length; }
  return length > 0;
}

/** The magnitude of the filtered specific force, m/s². */
export function filteredStrength(s: FilterState): number {
  const { low } = s;
  const x = low[L.second]!, y = low[L.second + 1]!, z = low[L.second + 2]!;
  return Math.sqrt(x * x + y * y + z * z);
}

/** The filtered | |f| − g |, m/s². */
export function filteredDeparture(s: FilterState): number {
  return s.low[L.departure]!;
}

/** How much worse the mean is than a settled one: 1 … 10, falling with the samples seen. */
export function youth(s: FilterState): number {
  return s.low[L.young]!;
}

/** Writes the attitude that the gyro alone carries (w x y z) into `out`. */
export function gyroFrame(out: Float64Array, s: FilterState): void {
  for (let i = 0; i < 4; i++) out[i] = s.low[L.q + i]!;
  if (s.low[L.seen] === 0) out[0] = 1;
}

/** The filtered magnitude of the rate, rad/s. */
export function filteredRate(s: FilterState): number {
  return s.low[L.rate]!;
}
