/** Every kind of sensor with every preset, and the terms of each that make noise. */
import { SENSORS } from "../../sim/sensors/mod.ts";
import type { Nanos } from "../../msgs/time.ts";
import type { Subject } from "./sensor_streams.ts";

const TRIAD = {
  noise_density: 1e-3,
  random_walk: 1e-3,
  turn_on_bias: 0.02,
  gauss_markov: 0.01,
  scale_error_sd: 0.01,
  misalignment_sd: 0.01,
};

/** A value for each term that draws, small enough for errors to add up. */
export const NOISE_TERMS: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  imu: {
    gyroscope_noise_density: TRIAD.noise_density,
    gyroscope_random_walk: TRIAD.random_walk,
    gyroscope_turn_on_bias_rad_s: TRIAD.turn_on_bias,
    gyroscope_gauss_markov_rad_s: TRIAD.gauss_markov,
    gyroscope_scale_error_sd: TRIAD.scale_error_sd,
    gyroscope_misalignment_sd: TRIAD.misalignment_sd,
    accelerometer_noise_density: TRIAD.noise_density,
    accelerometer_random_walk: TRIAD.random_walk,
    accelerometer_turn_on_bias_m_s2: TRIAD.turn_on_bias,
    accelerometer_gauss_markov_m_s2: TRIAD.gauss_markov,
    accelerometer_scale_error_sd: TRIAD.scale_error_sd,
    accelerometer_misalignment_sd: TRIAD.misalignment_sd,
    "orientation.roll_pitch_sd_rad": 0.003,
    "orientation.yaw_sd_rad": 0.003,
    "orientation.yaw_random_walk_rad_sqrt_s": 0.003,
  },
  camera: { "noise.read_noise_e": 6 },
  lidar: { range_sd_m: 0.01, range_snr_sd_m: 0.3, intensity_noise: 0.05 },
  mag: {
    noise_density_t_sqrt_hz: 1e-7,
    hard_iron_sd_t: 1e-6,
    soft_iron_sd: 0.01,
  },
  wheel: {
    radius_error_sd: 0.003,
    slip_noise_m_sqrt_m: 0.001,
    forward_noise_density_m_s_sqrt_hz: 0.003,
    yaw_noise_density_rad_s_sqrt_hz: 0.003,
  },
};

/** What each kind of sensor is without rounding. */
const LINEAR: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  imu: { gyroscope_resolution_rad_s: 0, accelerometer_resolution_m_s2: 0 },
  mag: { resolution_t: 0 },
  wheel: { ticks_per_revolution: 0 },
};

/** Small enough for thousands of captures, short enough for a thousand a second. */
const SMALL: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  camera: { width: 8, height: 6, exposure_ms: 0.2, line_time_us: 1 },
  lidar: { columns: 4, column_us: 10, beam_us: 0, position_m: [0, 0, 1] },
};

/** Half the exposure and the readout of six rows; four firings. */
const STAMPED_BEFORE: Readonly<Record<string, Nanos>> = { camera: 105_000, lidar: 40_000 };

const ROUNDED =
  "values are rounded, clipped or missing: returns_test.ts and sensor_noise_test.ts " +
  "tell the terms apart";

/** Laws that a kind, or a kind with a preset, is not held to. */
const SKIPS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  camera: { "no term of its noise draws for another": ROUNDED },
  lidar: { "no term of its noise draws for another": ROUNDED },
  "lidar utm30lx": {
    "all that it says is finite, and every covariance could be one":
      "REP 117: where nothing came back a LaserScan says infinity",
    "it runs at any rate from 1 to 1000 Hz, as fast as it is told":
      "REP 117: where nothing came back a LaserScan says infinity",
  },
};

/** Names of settings that make noise: what the table above must name. */
export const NOISE_NAMES = /noise|random_walk|turn_on_bias|gauss_markov_(?!time)|_sd(_|$)/;

/** Subjects by "type" and "type preset". */
export const SUBJECTS: Readonly<Record<string, Subject>> = Object.fromEntries(
  Object.entries(SENSORS).flatMap(([type, sensor]) => {
    const terms = NOISE_TERMS[type] ?? {}, linear = LINEAR[type] ?? {}, small = SMALL[type] ?? {};
    const more = (name: string) => ({
      ...STAMPED_BEFORE[type] === undefined ? {} : { stampedBefore: STAMPED_BEFORE[type] },
      skips: { ...SKIPS[type], ...SKIPS[name] },
    });
    const plain: [string, Subject] = [type, {
      sensor,
      entry: { type, ...small },
      terms,
      linear,
      ...more(type),
    }];
    const presets = Object.entries(sensor.presets).map((
      [preset, { values }],
    ): [string, Subject] => [
      `${type} ${preset}`,
      {
        ...{ sensor, terms, linear, ...more(`${type} ${preset}`) },
        entry: { type, ...values, preset, ...small },
      },
    ]);
    return [plain, ...presets];
  }),
);
