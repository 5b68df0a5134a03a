/** Steps the filter through events in their order: the whole of it is a function of that order. */
import { Context } from "./context.ts";
import { EV, IMU, KIND } from "./event.ts";
import { filterForce } from "./judges/gravity.ts";
import { watch } from "./judges/standstill.ts";
import { C } from "./kernel/layout.ts";
import { givenYawStep, gravityStep, offerGiven, tiltStep } from "./steps/attitude.ts";
import { initialize } from "./steps/initial.ts";
import { advance, close, open } from "./steps/interval.ts";
import { magStep } from "./steps/mag.ts";
import { standstillStep } from "./steps/standstill.ts";
import { wheelStep } from "./steps/wheel.ts";

const given = new Float64Array(4);

/** Processes one event; `next` is the IMU record that ends the interval it lies in. */
export function step(context: Context, r: Float64Array, next: Float64Array | undefined): void {
  const { clock } = context.state;
  if (r[EV.kind] === KIND.imu) return imuStep(context, r);
  if (clock[C.phase] === 1 && next !== undefined && r[EV.time]! > clock[C.now]!) {
    open(context, next);
    advance(context, r);
  }
  if (r[EV.kind] === KIND.wheel) wheelStep(context, r);
  else magStep(context, r);
}

function imuStep(context: Context, r: Float64Array): void {
  const { state: s, settings } = context;
  const { clock } = s;
  if (clock[C.phase] === 0) {
    initialize(context, r);
    if (r[IMU.hasForce] === 1) filterForce(s, settings);
    // An initial state from before the first stamp is carried over the first interval.
    if (clock[C.now]! >= r[EV.time]!) return context.count("imu", "accepted");
  }
  if (r[EV.time]! <= clock[C.imu]!) return context.count("imu", "duplicate stamp");
  open(context, r);
  advance(context, r);
  close(context, r);
  context.count("imu", "accepted");
  const hasForce = r[IMU.hasForce] === 1;
  if (hasForce) filterForce(s, settings);
  const { standstill } = settings;
  if (hasForce && (standstill.zeroRate || standstill.zeroVelocity)) {
    watch(s, standstill, r[IMU.hasYaw] === 1 ? load(r) : undefined);
    standstillStep(context);
  }
  if (clock[C.hold] === 1 && hasForce && settings.attitude.enabled) gravityStep(context);
  else clock[C.gravityTime] = clock[C.now]!;
  orientationStep(context, r);
}

function load(r: Float64Array): Float64Array {
  for (let i = 0; i < 4; i++) given[i] = r[IMU.q + i]!;
  return given;
}

function orientationStep(context: Context, r: Float64Array): void {
  const { attitude, heading } = context.settings;
  if (r[IMU.hasTilt] === 1 && attitude.useOrientation && context.settings.imu.weight > 0) {
    tiltStep(context, r);
  }
  if (r[IMU.hasYaw] === 0 || !heading.useOrientation || context.settings.imu.weight <= 0) return;
  if (context.heading === undefined) offerGiven(context, r);
  else givenYawStep(context, r);
}
