/** What a standstill allows: the gyro bias from the mean rate, zero velocity, zero rate. */
import type { Context } from "../context.ts";
import { hadStandstill, isStill, seenRateSd, takeMeanRate } from "../judges/standstill.ts";
import { C, E, X } from "../kernel/layout.ts";
import { verticalInBody, zeroRate, zeroVelocity } from "../kernel/measurements.ts";

/** Time between two zero-velocity updates, ns. */
const ZERO_VELOCITY_EVERY = 50e6;

/** Uses the standstill, if there is one, at an IMU event. */
export function standstillStep(context: Context): void {
  const { state: s, settings, vector } = context;
  if (!isStill(s)) return;
  if (settings.standstill.zeroRate) {
    if (!hadStandstill(s)) setBias(context, takeMeanRate(vector, s));
    else zeroRates(context);
  }
  const { clock } = s;
  if (!settings.standstill.zeroVelocity) return;
  if (clock[C.now]! - clock[C.zeroed]! < ZERO_VELOCITY_EVERY) return;
  clock[C.zeroed] = clock[C.now]!;
  zeroVelocities(context);
}

/**
 * The first standstill sets the bias to the mean rate, whatever the prior. Attitude doesn't step:
 * what the old bias turned it by during the window is added to its covariance instead.
 */
function setBias(context: Context, samples: number): void {
  const { state: s, settings, vector } = context;
  const { x, P, n, clock } = s;
  const window = settings.standstill.time;
  doubtYaw(context);
  for (let i = 0; i < 3; i++) {
    const k = E.bias + i, d = (vector[i]! - x[X.bias + i]!) * window;
    x[X.bias + i] = vector[i]!;
    for (let j = 0; j < n; j++) P[k * n + j] = P[j * n + k] = 0;
    const sd = Math.max(seenRateSd(s, i), settings.imu.gyroNoise / Math.sqrt(clock[C.interval]!));
    P[k * n + k] = sd * sd / samples;
    const t = (E.th + i) * n + E.th + i;
    P[t] = P[t]! + d * d;
  }
  context.count("standstill", "accepted");
}

/** Since a heading was last fused, the old bias has turned yaw by what it was wrong. */
function doubtYaw(context: Context): void {
  const { state: s, vector } = context;
  const { x, P, n, clock } = s;
  verticalInBody(vertical, s);
  let wrong = 0;
  for (let i = 0; i < 3; i++) wrong += vertical[i]! * (vector[i]! - x[X.bias + i]!);
  wrong *= (clock[C.now]! - clock[C.yawFused]!) * 1e-9;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const k = (E.th + i) * n + E.th + j;
      P[k] = P[k]! + wrong * wrong * vertical[i]! * vertical[j]!;
    }
  }
}

const vertical = new Float64Array(3);

function zeroRates(context: Context): void {
  const { state: s, m, correction, settings } = context;
  const sd = settings.standstill.zeroRateSd;
  let accepted = true;
  for (let i = 0; i < 3; i++) {
    zeroRate(m, s, i);
    m.variance = sd * sd;
    correction.prepare(s, m);
    const passes = context.passes(correction.variance);
    context.tell("zero_rate", passes);
    if (passes) correction.apply(s);
    else accepted = false;
  }
  correction.inject(s);
  context.count("standstill", accepted ? "accepted" : "gate");
}

function zeroVelocities(context: Context): void {
  const { state: s, m, correction, settings } = context;
  const sd = settings.standstill.velocitySd;
  for (let i = 0; i < 3; i++) {
    zeroVelocity(m, s, i);
    m.variance = sd * sd;
    correction.prepare(s, m);
    const passes = context.passes(correction.variance);
    context.tell("zero_velocity", passes);
    if (!passes) continue;
    correction.apply(s);
    s.clock[C.aided] = s.clock[C.now]!;
  }
  correction.inject(s);
}
