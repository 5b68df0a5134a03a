/** A magnetometer message: heading of the horizontal field, judged sample by sample. */
import { chooseVariance } from "../covariance_policy.ts";
import type { Context } from "../context.ts";
import { EV, MAG } from "../event.ts";
import { disturbanceVariance, judgeField, learnField, repeats } from "../judges/magnetic.ts";
import { learnDelay, undelay } from "../judges/mag_delay.ts";
import { isStill } from "../judges/standstill.ts";
import { C, E, type FilterState, X } from "../kernel/layout.ts";
import { magnetic, magneticHeading, verticalInBody } from "../kernel/measurements.ts";
import { angleVariance } from "./attitude.ts";
import { priorOfField } from "./bias_prior.ts";
import { startLacked } from "./initial.ts";
import { decayHeading, trust } from "./interval.ts";

const vertical = new Float64Array(3);

/** Fuses the magnetometer record `r` at the present time of the state. */
export function magStep(context: Context, r: Float64Array): void {
  const { state: s, settings, m, vector } = context;
  const { heading } = settings;
  const { clock } = s;
  if (clock[C.phase] === 0) return context.count("mag", "before the first IMU message");
  for (let i = 0; i < 3; i++) vector[i] = r[MAG.field + i]!;
  if (repeats(s, vector) && turns(s)) return context.count("mag", "repeated value");
  if (heading.estimateDelay) undelay(vector, s);
  error.sd = heading.floor;
  error.correlation = heading.correlation;
  if (heading.correlation > 0) decayHeading(s, E.mag, C.magTime, error);
  m.measured = clock[C.relative] === 1 ? clock[C.magOffset]! : Math.PI / 2 - heading.declination;
  magneticHeading(m, s, vector);
  const verdict = judgeField(s, magnetic, heading);
  if (verdict !== 0) return context.count("mag", verdict === 1 ? "field strength" : "dip");
  if (heading.estimateDelay) {
    for (let i = 0; i < 3; i++) vector[i] = r[MAG.field + i]!;
    learnDelay(s, vector);
  }
  if (isStill(s)) learnField(s, magnetic);
  gatherVariances(context, r);
  if (context.heading === undefined) return offer(context, r);
  if (context.heading.source === "mag" && context.heading.time === clock[C.now]) {
    return context.count("mag", "accepted");
  }
  if (clock[C.relative] === 1 && clock[C.magOffsetKnown] === 0) {
    clock[C.magOffset] = -m.innovation;
    clock[C.magOffsetKnown] = 1;
    return context.count("mag", "accepted");
  }
  fuseHeading(context);
}

/** The error of the heading that stays for a time: magnets nearby. */
const error = { sd: 0, correlation: 0, elapsed: 0 };

/** Parts of the heading's variance, rad². */
const parts = {
  /** Noise of the field and of time, and once the second order of the tilt. */
  white: 0,
  /** What comes from tilt; its square is that of the second order, which stays about a second. */
  tilt: 0,
  /** The field's own disturbance of late, which stays as long. */
  disturbed: 0,
  /** The filter's own yaw. */
  yaw: 0,
};

/** Fills `parts` for the record `r`, whose heading is in the measurement. */
function gatherVariances(context: Context, r: Float64Array): void {
  const { state: s, settings: { heading } } = context;
  const { horizontal } = magnetic;
  const parameter = heading.magNoise * heading.magNoise;
  const noise = chooseVariance(heading.magCovariance, r[MAG.variance]!, parameter);
  gatherTilt(context);
  const { tilt } = parts;
  parts.white = noise / (horizontal * horizontal) + jitterVariance(context) + tilt * tilt;
  parts.disturbed = disturbanceVariance(s, magnetic);
}

/** Does the robot turn, so that a new reading must differ from the last? */
function turns(s: FilterState): boolean {
  let square = 0;
  for (let i = 0; i < 3; i++) {
    const w = s.clock[C.rate + i]! - s.x[X.bias + i]!;
    square += w * w;
  }
  return square > TURNING * TURNING;
}

/** Rate from which a reading that repeats itself is a held one, rad/s. */
const TURNING = 0.02;

/** The heading's error from a reading that is older or younger than its stamp. */
function jitterVariance(context: Context): number {
  const { m, state: { clock, x }, settings } = context;
  let turn = 0;
  for (let i = 0; i < 3; i++) turn += m.value[i]! * (clock[C.rate + i]! - x[X.bias + i]!);
  turn *= settings.heading.magJitter;
  return turn * turn;
}

/** Of a heading's part that comes from tilt, rad²: below this the field counts as levelled. */
const LEVELLED = 0.1;
/** How long the second-order error of an uncertain tilt and a disturbance stay, s. */
const LASTING_TIME = 1;

/** A start that waits gets this heading: at once if it is levelled, else if no better one comes. */
function offer(context: Context, r: Float64Array): void {
  const { white, tilt } = parts;
  const { m, settings: { heading } } = context;
  const { floor: sd, correlation } = heading;
  context.found = {
    ...startLacked(context, m.innovation),
    sd: correlation > 0 ? sd : 0,
    white: Math.sqrt(correlation > 0 ? white : white + sd * sd),
    levelled: tilt < LEVELLED,
    slope: [magnetic.slopeX, magnetic.slopeY],
    source: "mag",
    time: r[EV.time]!,
  };
}

/**
 * With a correlated error, which stands for magnets nearby, the gain turns attitude and gyro bias
 * about the vertical only: they must not tilt it, neither now nor later. P keeps honest, for
 * Joseph's form holds with any gain. With floor 0 the field is taken at its word and the gain is the
 * optimal one.
 */
function fuseHeading(context: Context): void {
  const { state: s, settings: { heading }, m, correction } = context;
  const { white, tilt, disturbed, yaw } = parts;
  const correlated = heading.floor * heading.floor;
  const weight = trust(context.settings.imu.weight);
  m.variance = (heading.correlation > 0 ? white : white + correlated) / weight;
  correction.prepare(s, m);
  const excess = m.innovation + s.x[X.mag]!;
  const total = yaw + tilt + correlated + m.variance;
  const accepted = context.passes(correction.variance) && excess * excess <= context.bound * total;
  context.tell("mag", accepted);
  context.count("mag", accepted ? "accepted" : "gate");
  if (!accepted) return;
  const { clock } = s;
  if (clock[C.magSpoken] === 0) {
    priorOfField(context);
    correction.prepare(s, m);
  }
  if (heading.correlation > 0) {
    // Errors that stay for a time T count once in 2 T: a sample dt after the last has 2 T / dt times
    // their variance, and never less than once. The tilt's stands in `white` once already.
    const dt = Math.max((clock[C.now]! - clock[C.yawFused]!) * 1e-9, 1e-3);
    const times = Math.max(1, 2 * LASTING_TIME / dt);
    correction.variance += tilt * tilt * (times - 1) + disturbed * times;
  }
  clock[C.yawFused] = clock[C.now]!;
  correction.optimalGain(s.n);
  if (heading.floor > 0) keepTilt(s, correction.gain);
  correction.applyGain(s);
  correction.inject(s);
}

/** Leaves of the gain of attitude and gyro bias what turns about the vertical. */
function keepTilt(s: FilterState, gain: Float64Array): void {
  verticalInBody(vertical, s);
  for (const at of KEPT) {
    let about = 0;
    for (let i = 0; i < 3; i++) about += vertical[i]! * gain[at + i]!;
    for (let i = 0; i < 3; i++) gain[at + i] = about * vertical[i]!;
  }
}

const KEPT = [E.th, E.bias];

/**
 * Variance that an uncertain tilt adds to the heading: what h P hᵀ has beyond yaw's own. It is no
 * less than the mean variance of roll and pitch: where the field lies flat by mistake, its slope
 * says nothing.
 */
function gatherTilt(context: Context): void {
  const { state: { P, n }, m: { value: h } } = context;
  const yaw = angleVariance(context.state);
  let level = -yaw, whole = 0;
  for (let i = 0; i < 3; i++) {
    level += P[(E.th + i) * n + E.th + i]!;
    for (let j = 0; j < 3; j++) whole += h[i]! * h[j]! * P[(E.th + i) * n + E.th + j]!;
  }
  parts.yaw = yaw;
  parts.tilt = Math.max(Math.max(0, whole - yaw), Math.max(0, level / 2));
}
