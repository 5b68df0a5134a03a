/** The first IMU event: level from specific force or a given orientation, then yaw. */
import * as quaternion from "../../math/quaternion.ts";
import { chooseVariance } from "../covariance_policy.ts";
import { cos, sin } from "../../math/scalar.ts";
import type { Context, FoundHeading } from "../context.ts";
import { EV, IMU } from "../event.ts";
import { gyroFrame } from "../judges/gravity.ts";
import { C, E, type FilterState, X } from "../kernel/layout.ts";
import { verticalInBody } from "../kernel/measurements.ts";
import { openInterval } from "../kernel/propagate.ts";

/** Deviation of a yaw that nothing has said yet: uniform over a turn. */
const UNKNOWN_YAW_SD = 1.8;
const q = new Float64Array(4);
const swing = new Float64Array(4);
const R = new Float64Array(9);

/** Starts the filter at the IMU record `r`. */
export function initialize(context: Context, r: Float64Array): void {
  const { state: s, settings } = context;
  const { initial, imu } = settings;
  const { x, P, n, clock } = s;
  for (let i = 0; i < 3; i++) {
    x[X.p + i] = initial.position[i]!;
    x[X.v + i] = initial.velocity[i]!;
    x[X.bias + i] = initial.gyroBias[i]!;
    x[X.accel + i] = initial.accelBias[i]!;
    clock[C.rate + i] = r[IMU.rate + i]!;
    clock[C.force + i] = clock[C.felt + i] = r[IMU.hasForce] === 1 ? r[IMU.force + i]! : 0;
    square(P, n, E.p + i, initial.positionSd);
    square(P, n, E.v + i, initial.velocitySd);
    square(P, n, E.bias + i, imu.gyroBiasFreeSd);
    if (s.accel >= 0) square(P, n, s.accel + i, imu.accelBiasSd);
  }
  if (s.scale >= 0) square(P, n, s.scale, settings.wheel.scaleSd);
  const now = initial.time !== undefined && initial.time < r[EV.time]! ? initial.time : r[EV.time]!;
  for (
    const k of [
      C.now,
      C.imu,
      C.start,
      C.holdSince,
      C.givenTime,
      C.magTime,
      C.tiltTime,
      C.gravityTime,
    ]
  ) {
    clock[k] = now;
  }
  // A start that is given whole is as good as aiding; one from the first data knows no velocity.
  clock[C.aided] = initial.orientation === undefined ? -Infinity : now;
  clock[C.zeroed] = -Infinity;
  clock[C.wheelTime] = -Infinity;
  clock[C.hold] = 1;
  clock[C.phase] = 1;
  const parameter = imu.gyroNoise * imu.gyroNoise * 100;
  clock[C.rateVariance] = chooseVariance(imu.covariance, r[IMU.rateVariance]!, parameter);
  openInterval(s);
  orient(context, r);
}

function square(P: Float64Array, n: number, i: number, sd: number): void {
  P[i * n + i] = sd * sd;
}

function orient(context: Context, r: Float64Array): void {
  const { state: s, settings } = context;
  const { initial, heading: { floor, correlation } } = settings;
  if (correlation > 0) {
    square(s.P, s.n, E.mag, floor);
    square(s.P, s.n, E.given, floor);
  }
  if (initial.orientation !== undefined) {
    for (let i = 0; i < 4; i++) s.x[X.q + i] = initial.orientation[i]!;
    for (let i = 0; i < 3; i++) square(s.P, s.n, E.th + i, initial.orientationSd);
    const time = s.clock[C.now]!;
    context.heading = { ...PLAIN, sd: floor, white: 0, source: "set", time };
    return;
  }
  const tiltSd = level(context, r);
  const heading = context.heading ?? givenHeading(context, r);
  seed(
    s,
    heading?.correction ?? PLAIN.correction,
    heading?.tiltSd ?? tiltSd,
    heading?.source === "none",
  );
  if (heading === undefined) return;
  context.heading = heading;
  s.clock[C.relative] = heading.source === "none" ? 1 : 0;
  knowYaw(context, heading);
}

/** Roll and pitch into x; returns their deviation. */
function level(context: Context, r: Float64Array): number {
  const { state: s, settings } = context;
  const { attitude } = settings;
  if (r[IMU.hasTilt] === 1 && attitude.useOrientation) {
    for (let i = 0; i < 4; i++) q[i] = r[IMU.q + i]!;
    quaternion.fromEuler(swing, 0, 0, -quaternion.yawOf(q));
    quaternion.multiply(q, swing, q);
    for (let i = 0; i < 4; i++) s.x[X.q + i] = q[i]!;
    return Math.max(attitude.orientationSd, attitude.initialSd / 2);
  }
  const fx = r[IMU.force]!, fy = r[IMU.force + 1]!, fz = r[IMU.force + 2]!;
  const norm = Math.sqrt(fx * fx + fy * fy + fz * fz);
  if (r[IMU.hasForce] === 0 || norm < 1e-6) return 1;
  // The shortest rotation that takes f to the vertical; upside down: half a turn about x.
  const w = 1 + fz / norm;
  if (w > 1e-9) quaternion.normalize(swing, [w, fy / norm, -fx / norm, 0]);
  else swing.set([0, 1, 0, 0]);
  quaternion.fromEuler(q, 0, 0, -quaternion.yawOf(swing));
  quaternion.multiply(swing, q, swing);
  for (let i = 0; i < 4; i++) s.x[X.q + i] = swing[i]!;
  const { rate } = IMU;
  const turning = Math.sqrt(
    r[rate]! * r[rate]! + r[rate + 1]! * r[rate + 1]! + r[rate + 2]! * r[rate + 2]!,
  );
  const doubt = Math.abs(norm / settings.imu.gravity - 1) + TILT_PER_RATE * turning;
  return attitude.initialSd + Math.min(doubt, 1);
}

/** White part of a given yaw's error as a fraction of the correlated one. */
export const GIVEN_WHITE = 0.1;
/** What turns is also accelerated: deviation of the first tilt, rad per rad/s. */
const TILT_PER_RATE = 0.1;

function givenHeading(context: Context, r: Float64Array): FoundHeading | undefined {
  const { heading } = context.settings;
  if (r[IMU.hasYaw] === 0 || !heading.useOrientation) return undefined;
  for (let i = 0; i < 4; i++) q[i] = r[IMU.q + i]!;
  const own = Math.max(heading.floor, Math.sqrt(Math.max(0, r[IMU.yawVariance]! || 0)));
  const correlated = heading.correlation > 0;
  return {
    ...PLAIN,
    correction: aboutVertical(quaternion.yawOf(q)),
    sd: correlated ? own : 0,
    white: correlated ? GIVEN_WHITE * own : own,
    source: "given",
    time: r[EV.time]!,
  };
}

/** A heading that needed nothing but yaw. */
const PLAIN = {
  correction: [1, 0, 0, 0],
  tiltSd: undefined,
  levelled: true,
  slope: [0, 0],
} as const;

function aboutVertical(yaw: number): [number, number, number, number] {
  return [cos(yaw / 2), 0, 0, sin(yaw / 2)];
}

/**
 * What the start lacked, seen from now, when yaw lacks `innovation`: the attitude that is known now
 * is carried back by the gyro alone, so that the second start is as level as the filter is by now.
 */
export function startLacked(
  context: Context,
  innovation: number,
): Pick<FoundHeading, "correction" | "tiltSd"> {
  const { state: s } = context;
  const now = new Float64Array(4), gyro = new Float64Array(4);
  gyroFrame(gyro, s);
  quaternion.conjugate(gyro, gyro);
  quaternion.multiply(now, s.x.subarray(X.q, X.q + 4), gyro);
  quaternion.multiply(now, aboutVertical(innovation), now);
  let sum = 0;
  for (let i = 0; i < 3; i++) sum += s.P[(E.th + i) * s.n + E.th + i]!;
  verticalInBody(gyro, s);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      sum -= gyro[i]! * gyro[j]! * s.P[(E.th + i) * s.n + E.th + j]!;
    }
  }
  const tiltSd = TWICE_USED * Math.sqrt(Math.max(0, sum) / 2);
  return { correction: [now[0]!, now[1]!, now[2]!, now[3]!], tiltSd };
}

/** What levelled the start is used again by the second start: its deviation grows by this. */
const TWICE_USED = 1.5;

/** Turns x by `correction` (world; yaw is 0 if `relative`) and sets its covariance, yaw unknown. */
function seed(
  s: FilterState,
  correction: FoundHeading["correction"],
  tiltSd: number,
  relative: boolean,
): void {
  const { x, P, n } = s;
  for (let i = 0; i < 4; i++) swing[i] = x[X.q + i]!;
  quaternion.multiply(q, correction, swing);
  quaternion.normalize(q, q);
  if (relative) {
    quaternion.fromEuler(swing, 0, 0, -quaternion.yawOf(q));
    quaternion.multiply(q, swing, q);
  }
  for (let i = 0; i < 4; i++) x[X.q + i] = q[i]!;
  quaternion.toMatrix(R, q);
  const a = tiltSd * tiltSd, b = UNKNOWN_YAW_SD * UNKNOWN_YAW_SD;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const d = R[6 + i]! * R[6 + j]!;
      P[(E.th + i) * n + E.th + j] = (i === j ? a : 0) + (b - a) * d;
    }
  }
}

/**
 * The covariance of having taken yaw from `heading`, whose innovation is 0 by now: so its error is
 * in yaw, and where it needed to be levelled, so is what the tilt is wrong by.
 */
function knowYaw(context: Context, heading: FoundHeading): void {
  const { state: s, m, correction } = context;
  const { source, slope, white, sd } = heading;
  m.clear();
  for (let j = 0; j < 3; j++) m.set(E.th + j, slope[0] * R[j]! + slope[1] * R[3 + j]! + R[6 + j]!);
  if (source === "mag" || source === "given") {
    const k = source === "mag" ? E.mag : E.given;
    square(s.P, s.n, k, sd);
    m.set(k, 1);
  }
  m.innovation = 0;
  m.variance = white * white;
  correction.prepare(s, m);
  correction.apply(s);
  correction.inject(s);
}

/** The heading of a start that found none: yaw 0 at the first message, as level as known now. */
export function relativeHeading(context: Context, time: number): FoundHeading {
  const lacked = startLacked(context, 0);
  return { ...PLAIN, ...lacked, sd: 0, white: RELATIVE_YAW_SD, source: "none", time };
}

/** Deviation of the yaw that is 0 because it is relative to the start, rad. */
const RELATIVE_YAW_SD = 0.002;
