/** Monte-Carlo runs of the filter against truth: NEES of the 12 states and blocks, and NIS. */
import { EV, KIND, MAG } from "../../../core/fusion/event.ts";
import { FusionFilter } from "../../../core/fusion/filter.ts";
import { angularVelocity, covariance12 } from "../../../core/fusion/output.ts";
import { defaultSettings, type FusionSettings } from "../../../core/fusion/settings.ts";
import { X } from "../../../core/fusion/kernel/layout.ts";
import { normalisedSquare } from "../../../core/evaluation/consistency.ts";
import * as quaternion from "../../../core/math/quaternion.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { meanMotion, rideRecords, type SensorNoise, truthAt } from "./motion.ts";

export const BLOCKS = { all: [0, 12], p: [0, 3], v: [3, 3], theta: [6, 3], omega: [9, 3] } as const;
export type Block = keyof typeof BLOCKS;

export const NOISE: SensorNoise = {
  gyro: 2e-3,
  gyroWalk: 2e-4,
  accel: 0.02,
  wheel: 0.05,
  mag: 5e-7,
};

const START = { position: 0.2, velocity: 0.1, orientation: 0.01, bias: 0.003 };

/** Settings in which the filter models exactly what {@linkcode rideRecords} does. */
export function idealSettings(): FusionSettings {
  const s = defaultSettings();
  Object.assign(s.imu, {
    gyroNoise: NOISE.gyro,
    gyroBiasWalk: NOISE.gyroWalk,
    gyroBiasSd: START.bias,
    gyroBiasLevelSd: START.bias,
    gyroBiasFreeSd: START.bias,
    gyroScale: 0,
    accelNoise: NOISE.accel,
    weight: 1,
    covariance: "parameter",
  });
  Object.assign(s.heading, {
    magNoise: NOISE.mag,
    magCovariance: "parameter",
    floor: 0,
    correlation: 0,
    estimateDelay: false,
    magJitter: 0,
    normTolerance: 10,
    dipTolerance: 10,
  });
  Object.assign(s.wheel, {
    speedSd: NOISE.wheel,
    covariance: "parameter",
    weight: 1,
    nonHolonomic: false,
  });
  Object.assign(s.standstill, { zeroVelocity: false, zeroRate: false });
  s.gate = 1 - 1e-9;
  return s;
}

/** Squared normalised errors of one run by epoch, and its innovations by sensor. */
export interface RunResult {
  nees: Record<Block, number[]>;
  nis: Record<string, { sum: number; count: number }>;
}

export interface EnsembleOptions {
  seconds: number;
  epoch: number;
  speed?: number;
  tweak?: (s: FusionSettings) => void;
  /** Plants a bug: the magnetometer's Jacobian has its tilt part the wrong way round. */
  mirrorHeading?: boolean;
  /** Rotates the covariance of θ as if the mapping to fixed axes had been forgotten. */
  errorFrame?: "body" | "world";
}

/** One run of the seed. */
export function consistencyRun(seed: number, options: EnsembleOptions): RunResult {
  const random = RandomTree.root(seed);
  const draw = random.at("start");
  const three = (sd: number) => [0, 1, 2].map(() => sd * draw.gaussian());
  const settings = idealSettings();
  options.tweak?.(settings);
  const bias = three(START.bias);
  const start = truthAt(0, options.speed);
  const turn = new Float64Array(4), q = new Float64Array(4);
  quaternion.fromRotationVector(turn, three(START.orientation));
  quaternion.multiply(q, start.q, turn);
  const dp = three(START.position), dv = three(START.velocity);
  settings.initial = {
    ...settings.initial,
    time: 0,
    position: [0, 1, 2].map((i) => start.p[i]! + dp[i]!) as [number, number, number],
    velocity: [0, 1, 2].map((i) => start.v[i]! + dv[i]!) as [number, number, number],
    orientation: [...q] as [number, number, number, number],
    positionSd: START.position,
    velocitySd: START.velocity,
    orientationSd: START.orientation,
  };
  const result: RunResult = { nees: { all: [], p: [], v: [], theta: [], omega: [] }, nis: {} };
  const every = Math.round(options.epoch * 100);
  let count = 0;
  const filter: FusionFilter = new FusionFilter(settings, {
    output: (time) => {
      if (++count % every === 0) observe(result, filter, time * 1e-9, options);
    },
    innovation: (sensor, nu, s, accepted) => {
      const entry = result.nis[sensor] ??= { sum: 0, count: 0 };
      if (!accepted) return;
      entry.sum += nu * nu / s;
      entry.count++;
    },
  });
  const plant = options.mirrorHeading === true ? mirrored : undefined;
  for (const r of rideRecords(random, NOISE, bias, options)) filter.add(plant?.(filter, r) ?? r);
  return result;
}

/**
 * The planted bug without a hook in the filter: on a field that is mirrored about the horizontal,
 * with a reading that is mirrored back to the right heading, the Jacobian's tilt part has the
 * other sign than the truth.
 */
function mirrored(filter: FusionFilter, r: Float64Array): Float64Array | undefined {
  if (r[EV.kind] !== KIND.mag) return undefined;
  const q = filter.state.x.subarray(X.q, X.q + 4);
  const field = r.subarray(MAG.field, MAG.field + 3);
  const copy = r.slice(), world = new Float64Array(3);
  quaternion.rotate(world, q, field);
  world[2] = -world[2]!;
  quaternion.inverseRotate(world, q, world);
  copy.set(world, MAG.field);
  return copy;
}

function observe(result: RunResult, filter: FusionFilter, t: number, options: EnsembleOptions) {
  const { state } = filter;
  const truth = truthAt(t, options.speed), before = truthAt(t - 0.01, options.speed);
  const error = new Float64Array(12), P = new Float64Array(144);
  covariance12(P, state);
  for (let i = 0; i < 3; i++) {
    error[i] = truth.p[i]! - state.x[X.p + i]!;
    error[3 + i] = truth.v[i]! - state.x[X.v + i]!;
  }
  const back = new Float64Array(4), d = new Float64Array(4), angle = new Float64Array(3);
  quaternion.conjugate(back, state.x.subarray(X.q, X.q + 4));
  quaternion.multiply(d, back, truth.q);
  quaternion.toRotationVector(angle, d);
  if (options.errorFrame === "world") quaternion.rotate(angle, truth.q, angle);
  error.set(angle, 6);
  const { rate } = meanMotion(before, truth, 0.01);
  angularVelocity(angle, state);
  for (let i = 0; i < 3; i++) error[9 + i] = rate[i]! - angle[i]!;
  for (const [name, [at, n]] of Object.entries(BLOCKS)) {
    const part = new Float64Array(n * n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) part[i * n + j] = P[12 * (at + i) + at + j]!;
    }
    result.nees[name as Block].push(normalisedSquare(error.subarray(at, at + n), part) ?? NaN);
  }
}
