/** The running IMU interval: its input, its mode and its end. */
import { type CorrelatedError, decay, openInterval, propagate } from "../kernel/propagate.ts";
import { C, E, type FilterState, X } from "../kernel/layout.ts";
import { chooseVariance } from "../covariance_policy.ts";
import type { Context } from "../context.ts";
import { EV, IMU } from "../event.ts";
import { restDensity } from "../judges/rest_noise.ts";

const arm = new Float64Array(3);

/** Rate (rad/s) and acceleration (m/s²) that a gap in the IMU's messages may hide. */
const HIDDEN_RATE = 0.1;
const HIDDEN_ACCELERATION = 1;

/** Is velocity aided now, so that the accelerometer may be integrated? */
export function isAided(context: Context): boolean {
  const { clock } = context.state;
  if (!context.settings.attitude.enabled) return true;
  if (!context.settings.aidedMode) return false;
  return clock[C.now]! - clock[C.aided]! <= context.settings.aidingTimeout * 1e9;
}

/** Opens the interval that the IMU record `r` ends, if none is open. */
export function open(context: Context, r: Float64Array): void {
  const { state: s, settings } = context;
  const { clock } = s;
  if (clock[C.open] === 1) return;
  const dt = (r[EV.time]! - clock[C.imu]!) * 1e-9;
  const { imu } = settings;
  takeForce(context, r);
  let square = 0;
  for (let i = 0; i < 3; i++) {
    clock[C.rate + i] = r[IMU.rate + i]!;
    square += r[IMU.rate + i]! * r[IMU.rate + i]!;
  }
  const scale = imu.gyroScale * imu.gyroScale * square;
  const seen = imu.covariance === "auto" ? restDensity(s) : 0;
  const white = Math.max(
    seen / dt,
    chooseVariance(imu.covariance, r[IMU.rateVariance]!, imu.gyroNoise * imu.gyroNoise / dt),
  );
  clock[C.rateVariance] = white / trust(imu.weight) + scale;
  openInterval(s);
  clock[C.angleDensity] = Math.max(0, scale * (2 * imu.gyroScaleTime - dt));
  const least = imu.accelNoise * imu.accelNoise / dt;
  // A stated variance never lowers the parameter's: what that stands for, no driver states.
  const stated = Math.max(least, chooseVariance(imu.covariance, r[IMU.forceVariance]!, least));
  const used = imu.covariance === "message" && r[IMU.forceVariance]! > 0
    ? r[IMU.forceVariance]!
    : stated;
  clock[C.accelDensity] = used * dt / trust(imu.weight);
  const hold = !isAided(context) || r[IMU.hasForce] === 0 ? 1 : 0;
  if (hold === 1 && clock[C.hold] === 0) clock[C.holdSince] = clock[C.now]!;
  clock[C.hold] = hold;
  if (dt > imu.gap) widen(clock, dt, Math.sqrt(square));
  clock[C.open] = 1;
}

/** Nothing was heard for `dt` s: what may have happened in between. */
function widen(clock: Float64Array, dt: number, rate: number): void {
  const hidden = rate + HIDDEN_RATE;
  clock[C.angleDensity] = clock[C.angleDensity]! + hidden * hidden * dt;
  clock[C.accelDensity] = clock[C.accelDensity]! + HIDDEN_ACCELERATION * HIDDEN_ACCELERATION * dt;
}

/** A weight as a divisor of variances. */
export function trust(weight: number): number {
  return Math.max(weight, 1e-3);
}

/** Specific force at base_link: f − α × r − ω × (ω × r). */
function takeForce(context: Context, r: Float64Array): void {
  const { clock, x } = context.state;
  const { leverArm } = context.settings.imu;
  const known = r[IMU.hasForce]!;
  for (let i = 0; i < 3; i++) {
    clock[C.force + i] = clock[C.felt + i] = known === 1 ? r[IMU.force + i]! : 0;
  }
  const a = leverArm[0], b = leverArm[1], c = leverArm[2];
  if (a === 0 && b === 0 && c === 0) return;
  const p = r[IMU.rate]! - x[X.bias]!, q = r[IMU.rate + 1]! - x[X.bias + 1]!;
  const t = r[IMU.rate + 2]! - x[X.bias + 2]!;
  const before = clock[C.interval]!;
  const step = before > 0 ? 1 / before : 0;
  for (let i = 0; i < 3; i++) arm[i] = (r[IMU.rate + i]! - clock[C.rate + i]!) * step;
  const u = q * c - t * b, v = t * a - p * c, w = p * b - q * a;
  clock[C.force] = clock[C.force]! - (arm[1]! * c - arm[2]! * b) - (q * w - t * v);
  clock[C.force + 1] = clock[C.force + 1]! - (arm[2]! * a - arm[0]! * c) - (t * u - p * w);
  clock[C.force + 2] = clock[C.force + 2]! - (arm[0]! * b - arm[1]! * a) - (p * v - q * u);
}

/** Propagates to the time of the record `r`, which lies in the open interval or ends it. */
export function advance(context: Context, r: Float64Array): void {
  const { state: s, settings } = context;
  const { clock } = s;
  const dt = (r[EV.time]! - clock[C.now]!) * 1e-9;
  if (dt <= 0) return;
  clock[C.step] = dt;
  if (clock[C.hold] === 1) growHeld(s);
  propagate(s, settings.imu);
  clock[C.now] = r[EV.time]!;
}

/** A held position lacks what the held velocity would have added since: fully correlated. */
function growHeld(s: FilterState): void {
  const { x, P, n, clock } = s;
  const held = (clock[C.now]! - clock[C.holdSince]!) * 1e-9, dt = clock[C.step]!;
  const growth = (held + dt) * (held + dt) - held * held;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      P[i * n + j] = P[i * n + j]! + x[X.v + i]! * x[X.v + j]! * growth;
    }
  }
}

/** Closes the interval that the IMU record `r` ends; gathers the yaw variance of the gyro alone. */
export function close(context: Context, r: Float64Array): void {
  const { clock, P, n } = context.state;
  const dt = (r[EV.time]! - clock[C.imu]!) * 1e-9;
  const k = E.noise * n + E.noise;
  clock[C.yawVariance] = clock[C.yawVariance]! + clock[C.angleDensity]! * dt + P[k]! * dt * dt;
  clock[C.interval] = dt;
  clock[C.imu] = r[EV.time]!;
  clock[C.open] = 0;
}

/**
 * Brings the correlated error of a heading to now; `since` is where its last time is kept. What
 * has passed since then is put into `by`.
 */
export function decayHeading(
  s: FilterState,
  index: number,
  since: number,
  by: CorrelatedError,
): void {
  const { clock } = s;
  by.elapsed = (clock[C.now]! - clock[since]!) * 1e-9;
  if (by.elapsed > 0) decay(s, index, by);
  clock[since] = clock[C.now]!;
}
