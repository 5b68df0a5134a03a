/** Filters that run, and small streams to run them with. */
import { Context } from "../../../core/fusion/context.ts";
import { EV, IMU } from "../../../core/fusion/event.ts";
import { FusionFilter } from "../../../core/fusion/filter.ts";
import { C, type FilterState, REASONS, SENSORS, X } from "../../../core/fusion/kernel/layout.ts";
import { initialize } from "../../../core/fusion/steps/initial.ts";
import { defaultSettings, type FusionSettings } from "../../../core/fusion/settings.ts";
import * as quaternion from "../../../core/math/quaternion.ts";
import type { RandomStream } from "../../../core/math/random.ts";
import { GRAVITY, imuRecord } from "./motion.ts";

export const DEG = Math.PI / 180;

/** Settings with some of them changed. */
export function settingsWith(change: (s: FusionSettings) => void = () => {}): FusionSettings {
  const settings = defaultSettings();
  change(settings);
  return settings;
}

/** A context whose filter has started, level, at time 0. */
export function startedContext(change?: (s: FusionSettings) => void): Context {
  const context = new Context(settingsWith((s) => {
    s.initial.orientation = [1, 0, 0, 0];
    change?.(s);
  }));
  initialize(context, imuRecord(0, [0, 0, 0], [0, 0, GRAVITY]));
  return context;
}

/** Random attitude, velocity, biases and a random covariance: a state to differentiate at. */
export function randomize(s: FilterState, random: RandomStream): void {
  const g = () => random.gaussian();
  for (let i = 0; i < 3; i++) {
    s.x[X.p + i] = g();
    s.x[X.v + i] = 2 * g();
    s.x[X.bias + i] = 0.1 * g();
    s.x[X.noise + i] = 0.05 * g();
    s.x[X.accel + i] = 0.3 * g();
    s.clock[C.rate + i] = g();
    s.clock[C.force + i] = 5 * g();
  }
  s.x[X.scale] = 0.03 * g();
  s.x[X.mag] = 0.05 * g();
  s.x[X.given] = 0.05 * g();
  const q = new Float64Array([g(), g(), g(), g()]);
  quaternion.normalize(q, q);
  s.x.set(q, X.q);
  const a = Float64Array.from({ length: s.n * s.n }, () => 0.1 * g());
  for (let i = 0; i < s.n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = i === j ? 1e-3 : 0;
      for (let k = 0; k < s.n; k++) sum += a[i * s.n + k]! * a[j * s.n + k]!;
      s.P[i * s.n + j] = s.P[j * s.n + i] = sum;
    }
  }
}

/** Moves the nominal state by `d` along error `index`: what the error state means. */
export function perturb(s: FilterState, index: number, d: number): void {
  if (index < 6) s.x[index]! += d;
  else if (index < 9) {
    const v = new Float64Array(3), turn = new Float64Array(4);
    v[index - 6] = d;
    quaternion.fromRotationVector(turn, v);
    const q = s.x.subarray(X.q, X.q + 4);
    quaternion.multiply(q, q, turn);
  } else if (index < 17) s.x[X.bias + index - 9]! += d;
  else if (index === s.scale) s.x[X.scale]! += d;
  else s.x[X.accel + index - s.accel]! += d;
}

/** The error that takes the nominal state `from` to `to` (both x), by error index. */
export function difference(s: FilterState, from: Float64Array, to: Float64Array): Float64Array {
  const out = new Float64Array(s.n);
  for (let i = 0; i < 6; i++) out[i] = to[i]! - from[i]!;
  const back = new Float64Array(4), turn = new Float64Array(3);
  quaternion.conjugate(back, from.subarray(X.q, X.q + 4));
  quaternion.multiply(back, back, to.subarray(X.q, X.q + 4));
  quaternion.toRotationVector(turn, back);
  out.set(turn, 6);
  for (let i = 9; i < 17; i++) out[i] = to[X.bias + i - 9]! - from[X.bias + i - 9]!;
  for (let i = 0; i < 3 && s.accel >= 0; i++) {
    out[s.accel + i] = to[X.accel + i]! - from[X.accel + i]!;
  }
  if (s.scale >= 0) out[s.scale] = to[X.scale]! - from[X.scale]!;
  return out;
}

/** How often `sensor` ended with `reason`. */
export function counted(
  s: FilterState,
  sensor: typeof SENSORS[number],
  reason: typeof REASONS[number],
): number {
  return s.counts[SENSORS.indexOf(sensor) * REASONS.length + REASONS.indexOf(reason)]!;
}

/** Yaw, rad. */
export function yawOf(filter: FusionFilter): number {
  return quaternion.yawOf(filter.state.x.subarray(X.q, X.q + 4));
}

/** Noise of a stream at rest or in motion. */
export interface ImuNoise {
  rate?: number;
  force?: number;
  random?: RandomStream;
}

/** Feeds IMU messages at 100 Hz on [from, to) s with rate and force as functions of time. */
export function feedImu(
  filter: FusionFilter,
  span: readonly [from: number, to: number],
  motion: {
    rate?: (t: number) => number[];
    force?: (t: number) => number[];
    /** Between the messages, after that of time t. */
    also?: (t: number, record: Float64Array) => void;
    edit?: (record: Float64Array, t: number) => void;
  },
  noise: ImuNoise = {},
): void {
  for (let k = Math.round(span[0] * 100); k < Math.round(span[1] * 100); k++) {
    const t = k / 100;
    const n = (sd = 0) => noise.random === undefined ? 0 : sd * noise.random.gaussian();
    const rate = (motion.rate?.(t) ?? [0, 0, 0]).map((x) => x + n(noise.rate));
    const force = (motion.force?.(t) ?? [0, 0, GRAVITY]).map((x) => x + n(noise.force));
    const record = imuRecord(k * 1e7, rate, force);
    motion.edit?.(record, t);
    filter.add(record);
    motion.also?.(t, record);
  }
}

/** Puts an orientation of roll, pitch, yaw (rad) into an IMU record. */
export function withOrientation(r: Float64Array, rpy: [number, number, number]): void {
  const q = new Float64Array(4);
  quaternion.fromEuler(q, ...rpy);
  r.set(q, IMU.q);
  r[IMU.hasTilt] = r[IMU.hasYaw] = 1;
}

export { EV };
