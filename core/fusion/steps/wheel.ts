/** A wheel message: forward speed, and that the robot neither slides sideways nor lifts off. */
import { chooseVariance } from "../covariance_policy.ts";
import type { Context } from "../context.ts";
import { WHEEL } from "../event.ts";
import { watchWheel } from "../judges/standstill.ts";
import { C } from "../kernel/layout.ts";
import { bodyVelocity, yawRate } from "../kernel/measurements.ts";
import { priorOfWheels } from "./bias_prior.ts";

/** Sideways slip lasts about this long, s: messages that come faster don't say more. */
const SLIP_TIME = 0.2;

/** Deviation, m/s, of a speed whose interval is unknown: the first message of a log. */
const UNTIMED_SD = 0.1;

/** Fuses the wheel record `r` at the present time of the state. */
export function wheelStep(context: Context, r: Float64Array): void {
  const { state: s, settings, m } = context;
  const { wheel } = settings;
  const { clock } = s;
  if (clock[C.phase] === 0) return context.count("wheel", "before the first IMU message");
  const { axis } = wheel;
  const forward = axis[0] * r[WHEEL.linear]! + axis[1] * r[WHEEL.linear + 1]! +
    axis[2] * r[WHEEL.linear + 2]!;
  if (clock[C.wheelSpoken] === 0) priorOfWheels(context);
  clock[C.wheelSpoken] = 1;
  clock[C.wheelTime] = clock[C.now]!;
  clock[C.wheelSpeed] = forward;
  watchWheel(s, settings.standstill);
  const stated = chooseVariance(
    wheel.covariance,
    r[WHEEL.variance]!,
    wheel.speedSd * wheel.speedSd,
  );
  m.measured = forward;
  bodyVelocity(m, s, axis, wheel.leverArm);
  const untimed = r[WHEEL.interval] === 0 && wheel.longestInterval > 0
    ? UNTIMED_SD * UNTIMED_SD
    : 0;
  m.variance = stated / Math.max(wheel.weight, 1e-3) + untimed;
  if (fuse(context, "wheel_speed")) {
    context.count("wheel", "accepted");
    clock[C.aided] = clock[C.now]!;
  } else context.count("wheel", "gate");
  if (wheel.nonHolonomic) constrain(context, r);
  if (wheel.useYawRate && !Number.isNaN(r[WHEEL.yawRate])) {
    m.measured = r[WHEEL.yawRate]!;
    yawRate(m, s);
    m.variance = chooseVariance(
      wheel.covariance,
      r[WHEEL.yawRateVariance]!,
      wheel.yawRateSd * wheel.yawRateSd,
    ) /
      Math.max(wheel.weight, 1e-3);
    fuse(context, "wheel_yaw_rate");
  }
}

/** v sideways = v vertical = 0 in the wheel frame. */
function constrain(context: Context, r: Float64Array): void {
  const { settings: { wheel }, m, state: s } = context;
  const slip = wheel.lateralFraction * s.clock[C.wheelSpeed]!;
  const interval = Math.max(r[WHEEL.interval]!, 1e-3);
  const variance = (wheel.lateralSd * wheel.lateralSd + slip * slip) *
    Math.max(1, SLIP_TIME / interval) / Math.max(wheel.weight, 1e-3);
  const a = wheel.axis[0], b = wheel.axis[1], c = wheel.axis[2];
  // Two unit vectors across the axis: z × a made level, and a × that.
  const level = Math.sqrt(a * a + b * b) || 1;
  const side = context.vector;
  side[0] = -b / level;
  side[1] = a / level;
  side[2] = 0;
  m.measured = 0;
  bodyVelocity(m, s, side, wheel.leverArm);
  m.variance = variance;
  fuse(context, "lateral");
  const sx = side[0]!, sy = side[1]!;
  side[0] = -c * sy;
  side[1] = c * sx;
  side[2] = a * sy - b * sx;
  bodyVelocity(m, s, side, wheel.leverArm);
  m.variance = variance;
  fuse(context, "vertical");
}

/** Gate, update and injection of the scalar that was filled in. */
export function fuse(context: Context, name: string): boolean {
  const { correction, state, m } = context;
  correction.prepare(state, m);
  const accepted = context.passes(correction.variance);
  context.tell(name, accepted);
  if (!accepted) return false;
  correction.apply(state);
  correction.inject(state);
  return true;
}
