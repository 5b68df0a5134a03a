/** Attitude updates that come with an IMU message: gravity, given roll and pitch, given yaw. */
import { chooseVariance } from "../covariance_policy.ts";
import type { Context } from "../context.ts";
import { IMU } from "../event.ts";
import { type GivenJudgement, judgeGiven } from "../judges/given_heading.ts";
import { filteredDeparture, filteredRate, filteredUp, youth } from "../judges/gravity.ts";
import { C, E, type FilterState, X } from "../kernel/layout.ts";
import { givenYaw, inclination, verticalInBody } from "../kernel/measurements.ts";
import type { CorrelatedError } from "../kernel/propagate.ts";
import { GIVEN_WHITE, startLacked } from "./initial.ts";
import { decayHeading, trust } from "./interval.ts";

const up = new Float64Array(3);
/** The vertical in the body, and what was projected on it. */
const vertical = new Float64Array(4);

/** A white-equivalent of noise of deviation `sd` that stays for `correlation` s, every `dt` s. */
function whiteEquivalent(variance: number, correlation: number, dt: number): number {
  return variance * Math.max(1, 2 * correlation / dt);
}

/** The direction of gravity, while nothing aids velocity. */
export function gravityStep(context: Context): void {
  const { state: s, settings } = context;
  const { attitude, imu } = settings;
  if (!filteredUp(up, s) || imu.weight <= 0) return;
  const motion = attitude.perForce * filteredDeparture(s) / imu.gravity +
    attitude.perRate * filteredRate(s);
  const sd = attitude.directionSd + motion * youth(s);
  const dt = s.clock[C.interval]!;
  noise.own = sd * sd;
  noise.fused = whiteEquivalent(noise.own, attitude.correlation, dt) / trust(imu.weight);
  const accepted = fuseDirection(context, C.gravityTime);
  context.count("gravity", accepted ? "accepted" : "gate");
}

/** Variances of the direction in `up`, rad²: of one sample, and as it is fused. */
const noise = { own: 0, fused: 0 };

/**
 * Fuses the direction in `up` with `noise`. The gate uses the variance of one sample and widens with the time
 * since the last that passed, at `since` in the clock: nothing else would ever right a tilt.
 */
function fuseDirection(context: Context, since: number): boolean {
  const { state: s, m, correction } = context;
  const { clock } = s;
  const { own } = noise;
  const silent = (clock[C.now]! - clock[since]!) * 1e-9 / WIDENING_TIME;
  let plain = true;
  for (let component = 0; component < 2; component++) {
    inclination(m, s, up, component);
    m.variance = own * (1 + silent * silent);
    correction.prepare(s, m);
    if (!context.passes(correction.variance)) return false;
    if (!context.passes(correction.variance - own * silent * silent)) plain = false;
  }
  for (let component = 0; component < 2; component++) {
    inclination(m, s, up, component);
    m.variance = noise.fused;
    correction.prepare(s, m);
    correction.apply(s);
    correction.inject(s);
  }
  // A gate that had to widen stays wide until all fits again.
  if (plain) clock[since] = clock[C.now]!;
  return true;
}

/** Time in which the gate of a direction doubles its variance, s. */
const WIDENING_TIME = 1;

/** Roll and pitch of the orientation in the IMU record `r`. */
export function tiltStep(context: Context, r: Float64Array): void {
  const { state: s, settings } = context;
  const { attitude, imu } = settings;
  const { clock } = s;
  const x = r[IMU.q + 1]!, y = r[IMU.q + 2]!, z = r[IMU.q + 3]!, w = r[IMU.q]!;
  up[0] = 2 * (x * z - w * y);
  up[1] = 2 * (y * z + w * x);
  up[2] = 1 - 2 * (x * x + y * y);
  const parameter = attitude.orientationSd * attitude.orientationSd;
  noise.own = chooseVariance(imu.covariance, r[IMU.tiltVariance]!, parameter) / trust(imu.weight);
  const dt = Math.max((clock[C.now]! - clock[C.tiltTime]!) * 1e-9, 1e-3);
  noise.fused = whiteEquivalent(noise.own, attitude.orientationCorrelation, dt);
  const accepted = fuseDirection(context, C.tiltTime);
  context.count("roll_pitch", accepted ? "accepted" : "gate");
}

/** Yaw of the orientation in the IMU record `r`. */
export function givenYawStep(context: Context, r: Float64Array): void {
  const { state: s, settings, m, correction, quaternion: q } = context;
  const { heading, imu } = settings;
  const { clock } = s;
  for (let i = 0; i < 4; i++) q[i] = r[IMU.q + i]!;
  const floor = heading.floor * heading.floor;
  const stated = chooseVariance(imu.covariance, r[IMU.yawVariance]!, floor);
  const own = Math.max(floor, stated) / trust(imu.weight);
  judgement.sd = Math.sqrt(own);
  judgement.correlation = heading.correlation;
  decayHeading(s, E.given, C.givenTime, judgement);
  givenYaw(m, s, q);
  if (clock[C.relative] === 1 && clock[C.givenOffsetKnown] === 0) {
    clock[C.givenOffset] = m.innovation;
    clock[C.givenOffsetKnown] = 1;
    m.innovation = 0;
  }
  const excess = m.innovation + s.x[X.given]!;
  judgement.excess = excess;
  judgement.window = heading.window;
  judgement.bound = context.incrementBound;
  judgement.biasSd = verticalBiasSd(s);
  if (!judgeGiven(s, judgement)) {
    context.count("yaw", "disagrees with the gyro");
    return;
  }
  m.variance = heading.correlation > 0 ? GIVEN_WHITE * GIVEN_WHITE * own : own;
  correction.prepare(s, m);
  // Judged as a whole too: what the error state explains must itself be plausible.
  const total = angleVariance(s) + own + m.variance;
  const accepted = context.passes(correction.variance) && excess * excess <= context.bound * total;
  context.tell("yaw", accepted);
  context.count("yaw", accepted ? "accepted" : "gate");
  if (!accepted) return;
  limit(context);
  clock[C.yawFused] = clock[C.now]!;
  correction.apply(s);
  correction.inject(s);
}

const judgement: GivenJudgement & CorrelatedError = {
  excess: 0,
  window: 30,
  bound: 4,
  sd: 0,
  correlation: 0,
  elapsed: 0,
  biasSd: 0,
};

/** Raises S so far that this update turns yaw no faster than the recovery rate. */
function limit(context: Context): void {
  const { correction, state: s, settings } = context;
  const step = settings.heading.recoveryRate * Math.max(judgement.elapsed, 1e-3);
  verticalInBody(vertical, s);
  let turn = 0;
  for (let i = 0; i < 3; i++) turn += vertical[i]! * correction.cross[E.th + i]!;
  turn = Math.abs(turn * correction.innovation);
  correction.variance = Math.max(correction.variance, turn / step);
}

/** Variance of yaw, rad². */
export function angleVariance(s: FilterState): number {
  projectOnVertical(s, E.th);
  return vertical[3]!;
}

function verticalBiasSd(s: FilterState): number {
  projectOnVertical(s, E.bias);
  return Math.sqrt(Math.max(0, vertical[3]!));
}

/** dᵀ P d for the vertical d and the 3-block at `at`, into vertical[3]. */
function projectOnVertical(s: FilterState, at: number): void {
  verticalInBody(vertical, s);
  let sum = 0;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      sum += vertical[i]! * vertical[j]! * s.P[(at + i) * s.n + at + j]!;
    }
  }
  vertical[3] = sum;
}

/** A heading for a start that waits: the yaw of a given orientation. */
export function offerGiven(context: Context, r: Float64Array): void {
  const { state: s, settings: { heading }, m, quaternion: q } = context;
  for (let i = 0; i < 4; i++) q[i] = r[IMU.q + i]!;
  givenYaw(m, s, q);
  context.found = {
    ...startLacked(context, m.innovation),
    sd: heading.correlation > 0 ? heading.floor : 0,
    white: GIVEN_WHITE * heading.floor,
    levelled: true,
    slope: [0, 0],
    source: "given",
    time: s.clock[C.now]!,
  };
}
