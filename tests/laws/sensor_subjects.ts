/** Every kind of sensor with every preset, and what the laws must know of each kind. */
import { SENSORS } from "../../sim/sensors/mod.ts";
import { type Kind, merged, type Subject } from "./sensor_streams.ts";

const TRIAD = {
  noise_density: 1e-3,
  random_walk: 1e-3,
  turn_on_bias: 0.02,
  gauss_markov: 0.01,
  scale_error_sd: 0.01,
  misalignment_sd: 0.01,
};

/** A line for each kind in SENSORS; the suite fails where one is missing. */
export const KINDS: Readonly<Record<string, Kind>> = {
  camera: {
    terms: {
      "noise.read_noise_e": 300,
      "noise.dsnu_e": 300,
      "noise.prnu": 0.1,
      "noise.dark_current_e_s": 5e4,
    },
    // Without clipping, and with as little rounding to bytes as can be.
    linear: {
      tone: "linear",
      noise: { full_well_e: 20_000, white_e_ms: 800, black_level: 1000, bits: 14 },
      exposure_ms: 4,
      outputs: ["image"],
    },
    rounding: 1,
    small: {
      width: 12,
      height: 9,
      exposure_ms: 0.4,
      line_time_us: 20,
      // A JPEG encoder makes its tables anew for every picture.
      compression: { format: "png" },
      outputs: ["image", "camera_info", "compressed", "depth", "labels", "detections"],
    },
    isSilent: (config) =>
      (config as unknown as { noise: { enabled: boolean } }).noise.enabled === false,
    isHeavy: true,
    stampedBefore(config) {
      const { exposure_ms, line_time_us, height } = config as unknown as Record<string, number>;
      // Mid-exposure of the first row: the last row is exposed (height − 1) lines later.
      return exposure_ms! * 1e6 / 2 + line_time_us! * 1e3 * (height! - 1);
    },
  },
  imu: {
    terms: {
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
    linear: { gyroscope_resolution_rad_s: 0, accelerometer_resolution_m_s2: 0 },
  },
  lidar: {
    terms: {
      range_sd_m: 0.01,
      range_snr_sd_m: 0.3,
      intensity_noise: 0.05,
      detection_spread: 0.25,
      loss: 0.1,
    },
    linear: {},
    small: { columns: 4, column_us: 10, beam_us: 0, position_m: [0, 0, 1] },
    isHeavy: true,
    stampedBefore(config) {
      const { columns, column_us } = config as unknown as Record<string, number>;
      return columns! * column_us! * 1e3; // the start of the turn
    },
    // REP 117: where nothing came back a LaserScan says infinity.
    mayBeInfinite: /^points\/ranges\//,
    skips: {
      "no term of its noise draws for another": "points are rounded, clipped and missing, and " +
        "bytes don't add up; tests/sim/sensors/lidar/returns_test.ts tells the terms apart",
    },
  },
  mag: {
    terms: { noise_density_t_sqrt_hz: 1e-7, hard_iron_sd_t: 1e-6, soft_iron_sd: 0.01 },
    linear: { resolution_t: 0 },
  },
  wheel: {
    terms: {
      radius_error_sd: 0.003,
      slip_noise_m_sqrt_m: 0.001,
      forward_noise_density_m_s_sqrt_hz: 0.003,
      yaw_noise_density_rad_s_sqrt_hz: 0.003,
    },
    linear: { ticks_per_revolution: 0 },
  },
};

/** Names of settings that make noise: what `terms` must name. */
export const NOISE_NAMES =
  /noise|random_walk|turn_on_bias|gauss_markov_(?!time)|_sd(_|$)|dsnu|prnu|dark_current|^loss|_spread/;

/** Subjects by "type" and "type preset". */
export const SUBJECTS: Readonly<Record<string, Subject>> = Object.fromEntries(
  Object.entries(SENSORS).flatMap(([type, sensor]) => {
    const kind = KINDS[type] ?? { terms: {}, linear: {} };
    const subject = (values: object): Subject => ({
      sensor,
      kind,
      entry: merged({ type, ...values }, kind.small ?? {}),
    });
    const presets = Object.entries(sensor.presets).map(([preset, { values }]) =>
      [`${type} ${preset}`, subject({ ...values, preset })] as const
    );
    return [[type, subject({})] as const, ...presets];
  }),
);
