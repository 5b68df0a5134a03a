/**
 * What is held of the gyro bias of a log that starts in motion. The bias about the vertical only a
 * heading shows: once wheels speak and no magnetometer does, it is held small, for what wheels and
 * constraints pretend to know of it is mostly their own error. That about level axes gravity shows
 * once wheels speak, and there it may be as wide as parts are wrong; before, what a free body
 * accelerates would be taken for bias.
 */
import type { Context } from "../context.ts";
import { hadStandstill } from "../judges/standstill.ts";
import { C, E } from "../kernel/layout.ts";
import { verticalInBody } from "../kernel/measurements.ts";

/** At the first wheel message, unless a rest has shown the bias. The bias itself stays. */
export function priorOfWheels(context: Context): void {
  const { state: s, settings: { imu }, vector } = context;
  if (hadStandstill(s)) return;
  verticalInBody(vector, s);
  if (!fieldSpeaks(context)) narrow(context, vector, imu.gyroBiasSd);
  const { gyroBiasLevelSd: level, gyroBiasFreeSd: free } = imu;
  const more = Math.max(0, level * level - free * free);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const k = (E.bias + i) * s.n + E.bias + j;
      s.P[k] = s.P[k]! + more * ((i === j ? 1 : 0) - vector[i]! * vector[j]!);
    }
  }
}

/** At the first heading of a magnetometer: it shows what wheels were not allowed to. */
export function priorOfField(context: Context): void {
  const { state: s, settings: { imu }, vector } = context;
  const { clock } = s;
  const narrowed = !fieldSpeaks(context) && clock[C.wheelSpoken] === 1 && !hadStandstill(s);
  clock[C.magSpoken] = 1;
  if (!narrowed) return;
  verticalInBody(vector, s);
  const { gyroBiasSd: sd, gyroBiasFreeSd: free } = imu;
  const more = Math.max(0, free * free - sd * sd);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      const k = (E.bias + i) * s.n + E.bias + j;
      s.P[k] = s.P[k]! + more * vector[i]! * vector[j]!;
    }
  }
}

function fieldSpeaks({ state: { clock }, heading }: Context): boolean {
  return clock[C.magSpoken] === 1 || heading?.source === "mag";
}

/** Lowers the deviation of the bias along `axis` to `sd`: a measurement that says what is held. */
function narrow(context: Context, axis: Float64Array, sd: number): void {
  const { state: s, m, correction } = context;
  m.clear();
  for (let i = 0; i < 3; i++) m.set(E.bias + i, axis[i]!);
  m.innovation = 0;
  m.variance = 0;
  correction.prepare(s, m);
  const known = correction.variance;
  if (known <= sd * sd) return;
  m.variance = sd > 0 ? 1 / (1 / (sd * sd) - 1 / known) : 0;
  correction.prepare(s, m);
  correction.apply(s);
  correction.inject(s);
}
