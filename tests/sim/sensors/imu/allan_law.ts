/**
 * The law that `tests/integration/imu_allan_test.ts` and its long sister in `tests/soak/` check:
 * the Allan deviation of what an IMU puts out is that of the noise that was asked for.
 */
import assert from "#assert";
import { allanDeviation, type RateNoise } from "../../../../core/math/allan.ts";
import type { ImuConfig } from "../../../../sim/sensors/imu/config.ts";
import { accelerometerOf, gyroscopeOf } from "../../../../sim/sensors/imu/config.ts";
import type { TriadConfig } from "../../../../sim/sensors/imu/triad.ts";
import { allanExpectation, varianceBounds } from "./allan_bounds.ts";
import { imuConfig, runImu } from "./streams.ts";

/** Averaging times, s. */
const TAUS = [1, 10, 100];
/** Of one bound to be missed by chance: with all of a run's hundreds, under one in a thousand. */
const RISK = 1e-6;

const RATES_HZ = [100, 200, 400];

/** Settings of each noise: of these of a preset, nothing else is kept. */
const TERMS = {
  "white noise": ["noise_density"],
  "random walk": ["random_walk"],
  "Gauss–Markov": ["gauss_markov_rad_s", "gauss_markov_m_s2", "gauss_markov_time_s"],
};

/** A preset's noise of one kind alone, unfiltered and unrounded. */
function alone(preset: string, term: keyof typeof TERMS): Record<string, unknown> {
  const config = imuConfig({ preset }) as unknown as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(config).filter(([key]) => TERMS[term].some((end) => key.endsWith(end))),
  );
}

const CASES: Record<string, Record<string, unknown>> = {
  "all of adis16448": { preset: "adis16448" },
  "all of mpu9250": { preset: "mpu9250" },
  "white noise of adis16448": alone("adis16448", "white noise"),
  "random walk of adis16448": alone("adis16448", "random walk"),
  "random walk of mpu6050_measured": alone("mpu6050_measured", "random walk"),
  "Gauss–Markov of mpu9250": alone("mpu9250", "Gauss–Markov"),
  // A time in the middle of the averaging times: both slopes and the peak between them.
  "Gauss–Markov of bmi088, but of 10 s": {
    ...alone("bmi088", "Gauss–Markov"),
    gyroscope_gauss_markov_time_s: 10,
    accelerometer_gauss_markov_time_s: 10,
  },
};

/** Both presets whole, and each noise alone, at every rate. */
export const ALLAN_CASES: readonly { name: string; values: Record<string, unknown> }[] = RATES_HZ
  .flatMap((rate_hz) =>
    Object.entries(CASES).map(([name, values]) => ({
      name: `${name}, ${rate_hz} Hz`,
      values: { ...values, rate_hz },
    }))
  );

/** The independent noises of one axis of the output, as asked for. */
export function requestedNoise(triad: TriadConfig, axis: number, intervalS: number): RateNoise[] {
  const white = triad.noiseDensity[axis]!, sd = triad.gaussMarkov[axis]!;
  const noises: RateNoise[] = [{ randomWalk: triad.randomWalk[axis]! }];
  if (sd > 0) noises.push({ gaussMarkov: { sd, correlationS: triad.gaussMarkovTime } });
  if (triad.bandwidth < Infinity) {
    // White noise of density N after a first-order low-pass is a Gauss–Markov process.
    assert.equal(triad.filterOrder, 1);
    const w = 2 * Math.PI * triad.bandwidth;
    noises.push({ gaussMarkov: { sd: white * Math.sqrt(w / 2), correlationS: 1 / w } });
  } else {
    noises.push({ white });
  }
  // Rounding adds independent errors, uniform over a step (Widrow): the noise spans many steps.
  noises.push({ white: triad.resolution * Math.sqrt(intervalS / 12) });
  return noises;
}

/** Samples of six axes: gyroscope x y z, accelerometer x y z. */
function sixAxes(
  values: Record<string, unknown>,
  config: ImuConfig,
  seconds: number,
  seed: number,
) {
  const count = Math.floor(seconds * config.rate_hz + 1e-9);
  const axes = Array.from({ length: 6 }, () => new Float64Array(count));
  let n = 0;
  runImu(values, { seconds, seed }, ({ angular_velocity: w, linear_acceleration: f }) => {
    axes[0]![n] = w.x;
    axes[1]![n] = w.y;
    axes[2]![n] = w.z;
    axes[3]![n] = f.x;
    axes[4]![n] = f.y;
    axes[5]![n] = f.z;
    n++;
  });
  assert.equal(n, count);
  return axes;
}

/** A series of that many seconds for each seed; `request` judges it by other settings. */
export interface AllanCheck {
  readonly seconds: number;
  readonly seeds: readonly number[];
  readonly request?: ImuConfig;
}

/** Asserts that the output of an IMU with these values has the Allan deviations of its settings. */
export function checkAllan(
  name: string,
  values: Record<string, unknown>,
  { seconds, seeds, request }: AllanCheck,
): void {
  const config = imuConfig(values), intervalS = 1 / config.rate_hz;
  const triads = [gyroscopeOf(request ?? config), accelerometerOf(request ?? config)];
  const factors = TAUS.map((tau) => Math.round(tau * config.rate_hz));
  /** By sensor and averaging time: Σ dof · estimate/expectation, which is χ² of Σ dof. */
  const sums = triads.map(() => factors.map(() => ({ squares: 0, dof: 0 })));
  for (const seed of seeds) {
    sixAxes(values, config, seconds, seed).forEach((axis, k) => {
      const sensor = Math.floor(k / 3), noises = requestedNoise(triads[sensor]!, k % 3, intervalS);
      // An axis without noise is as it was asked for only if it says the same forever.
      if (noises.every((noise) => total(noise) === 0)) {
        assert.ok(axis.every((value) => value === axis[0]), name);
        return;
      }
      allanDeviation(axis, { intervalS, factors }).forEach(({ deviation }, i) => {
        const options = { intervalS, factor: factors[i]!, count: axis.length };
        const { variance, dof } = expectation(noises, options);
        const sum = sums[sensor]![i]!;
        sum.squares += dof * deviation * deviation / variance;
        sum.dof += dof;
      });
    });
  }
  sums.forEach((row, sensor) => {
    const ratios = row.map(({ squares, dof }) => Math.sqrt(squares / dof));
    const bounds = row.map(({ dof }) => varianceBounds(dof, RISK).map(Math.sqrt));
    const text = `${name}, ${["gyroscope", "accelerometer"][sensor]}: ` +
      ratios.map((ratio, i) =>
        `${TAUS[i]} s ${ratio.toFixed(3)} [${bounds[i]!.map((x) => x.toFixed(3)).join(", ")}]`
      ).join("; ");
    console.log(text);
    ratios.forEach((ratio, i) => assert.ok(ratio > bounds[i]![0]! && ratio < bounds[i]![1]!, text));
  });
}

function total({ white = 0, randomWalk = 0, gaussMarkov }: RateNoise): number {
  return white + randomWalk + (gaussMarkov?.sd ?? 0);
}

const known = new Map<string, ReturnType<typeof allanExpectation>>();

/** {@linkcode allanExpectation}, once for each setting: it sums over every lag. */
function expectation(...[noises, options]: Parameters<typeof allanExpectation>) {
  const key = JSON.stringify([noises, options]);
  let found = known.get(key);
  if (found === undefined) known.set(key, found = allanExpectation(noises, options));
  return found;
}
