/** The first IMU event: level from specific force or a given orientation, then yaw. */
import * as quaternion from "../../math/quaternion.ts";
import { DEG } from "../../math/scalar.ts";
import { chooseVariance } from "../covariance_policy.ts";
import type { Context, FoundHeading } from "../context.ts";
import { EV, IMU } from "../event.ts";
import { C, E, type FilterState, X } from "../kernel/layout.ts";
import { openInterval } from "../kernel/propagate.ts";

/** Deviation of a yaw that nothing has said yet: uniform over a turn. */
const UNKNOWN_YAW_SD = 1.8;
/** Deviation of the yaw that is 0 because it is relative to the start. */
const RELATIVE_YAW_SD = 0.1 * DEG;

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
    clock[C.force + i] = r[IMU.force + i]!;
    square(P, n, E.p + i, initial.positionSd);
    square(P, n, E.v + i, initial.velocitySd);
    square(P, n, E.bias + i, imu.gyroBiasSd);
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
  openInterval(
    s,
    chooseVariance(imu.covariance, r[IMU.rateVariance]!, imu.gyroNoise * imu.gyroNoise * 100),
  );
  orient(context, r);
}

function square(P: Float64Array, n: number, i: number, sd: number): void {
  P[i * n + i] = sd * sd;
}

function orient(context: Context, r: Float64Array): void {
  const { state: s, settings } = context;
  const { initial } = settings;
  if (initial.orientation !== undefined) {
    for (let i = 0; i < 4; i++) s.x[X.q + i] = initial.orientation[i]!;
    for (let i = 0; i < 3; i++) square(s.P, s.n, E.th + i, initial.orientationSd);
    const { floor: sd, correlation } = settings.heading;
    context.heading = { yaw: 0, sd, source: "set", time: s.clock[C.now]! };
    return correlate(s, "set", sd, sd, correlation);
  }
  const tiltSd = level(context, r);
  const heading = context.heading ?? givenHeading(context, r);
  if (heading === undefined) {
    seed(s, 0, tiltSd, UNKNOWN_YAW_SD);
    return;
  }
  context.heading = heading;
  const relative = heading.source === "none";
  s.clock[C.relative] = relative ? 1 : 0;
  seed(s, heading.yaw, tiltSd, relative ? RELATIVE_YAW_SD : heading.sd);
  correlate(s, heading.source, heading.sd, settings.heading.floor, settings.heading.correlation);
}

/** Roll and pitch into x; returns their deviation. */
function level(context: Context, r: Float64Array): number {
  const { state: s, settings } = context;
  const { attitude } = settings;
  if (r[IMU.hasTilt] === 1 && attitude.useOrientation) {
    for (let i = 0; i < 4; i++) q[i] = r[IMU.q + i]!;
    const yaw = yawTwist(q);
    quaternion.fromEuler(swing, 0, 0, -yaw);
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
  const yaw = quaternion.yawOf(swing);
  quaternion.fromEuler(q, 0, 0, -yaw);
  quaternion.multiply(swing, q, swing);
  for (let i = 0; i < 4; i++) s.x[X.q + i] = swing[i]!;
  return attitude.initialSd + Math.abs(norm / settings.imu.gravity - 1);
}

/** Yaw that an orientation turns about the vertical. */
function yawTwist(of: Float64Array): number {
  return quaternion.yawOf(of);
}

function givenHeading(context: Context, r: Float64Array): FoundHeading | undefined {
  const { heading } = context.settings;
  if (r[IMU.hasYaw] === 0 || !heading.useOrientation) return undefined;
  for (let i = 0; i < 4; i++) q[i] = r[IMU.q + i]!;
  const sd = Math.max(heading.floor, Math.sqrt(Math.max(0, r[IMU.yawVariance]! || 0)));
  return { yaw: yawTwist(q), sd, source: "given", time: r[EV.time]! };
}

/** Turns x by `yaw` about the vertical and sets the attitude covariance, level and about it. */
function seed(s: FilterState, yaw: number, tiltSd: number, yawSd: number): void {
  const { x, P, n } = s;
  for (let i = 0; i < 4; i++) swing[i] = x[X.q + i]!;
  quaternion.fromEuler(q, 0, 0, yaw);
  quaternion.multiply(q, q, swing);
  quaternion.normalize(q, q);
  for (let i = 0; i < 4; i++) x[X.q + i] = q[i]!;
  quaternion.toMatrix(R, q);
  const a = tiltSd * tiltSd, b = yawSd * yawSd;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const d = R[6 + i]! * R[6 + j]!;
      P[(E.th + i) * n + E.th + j] = (i === j ? a : 0) + (b - a) * d;
    }
  }
}

/** The error of the heading that yaw came from is in yaw, with the other sign. */
function correlate(
  s: FilterState,
  source: FoundHeading["source"],
  sd: number,
  floor: number,
  correlation: number,
): void {
  const { P, n } = s;
  if (correlation <= 0) return;
  square(P, n, E.mag, floor);
  square(P, n, E.given, floor);
  if (source === "none" || source === "set") return;
  const k = source === "mag" ? E.mag : E.given;
  const own = Math.min(sd * sd, k === E.mag ? floor * floor : Infinity);
  P[k * n + k] = own;
  for (let j = 0; j < 3; j++) {
    P[k * n + E.th + j] = P[(E.th + j) * n + k] = -own * R[6 + j]!;
  }
}
