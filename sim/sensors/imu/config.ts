/** What a scenario can say of an IMU. Names and units of the four noise terms are Kalibr's. */
import { z } from "zod";
import { baseFields, type SensorBase } from "../timing.ts";
import type { PerAxis, TriadConfig } from "./triad.ts";

/** Settings of a magnetically or otherwise aided orientation, as an on-board AHRS puts it out. */
export interface AhrsConfig {
  roll_pitch_sd_rad: number;
  yaw_sd_rad: number;
  yaw_offset_rad: number;
  yaw_drift_rad_s: number;
  yaw_random_walk_rad_sqrt_s: number;
}

/** An IMU. All rates in rad/s, all accelerations in m/s². */
export interface ImuConfig extends SensorBase {
  type: "imu";
  topic?: string | undefined;
  sampling: "mean" | "instant";
  orientation?: AhrsConfig | undefined;
  covariance: "honest" | "zero" | "unknown";
  covariance_factor: number;
  gyroscope_noise_density: PerAxis;
  gyroscope_random_walk: PerAxis;
  gyroscope_gauss_markov_rad_s: PerAxis;
  gyroscope_gauss_markov_time_s: number;
  gyroscope_bias_rad_s: PerAxis;
  gyroscope_turn_on_bias_rad_s: PerAxis;
  gyroscope_scale_error: PerAxis;
  gyroscope_scale_error_sd: PerAxis;
  gyroscope_misalignment: number[];
  gyroscope_misalignment_sd: number;
  gyroscope_g_sensitivity_s_m: number[];
  gyroscope_range_rad_s?: number | undefined;
  gyroscope_resolution_rad_s: number;
  gyroscope_bandwidth_hz?: number | undefined;
  gyroscope_filter_order: 1 | 2;
  accelerometer_noise_density: PerAxis;
  accelerometer_random_walk: PerAxis;
  accelerometer_gauss_markov_m_s2: PerAxis;
  accelerometer_gauss_markov_time_s: number;
  accelerometer_bias_m_s2: PerAxis;
  accelerometer_turn_on_bias_m_s2: PerAxis;
  accelerometer_scale_error: PerAxis;
  accelerometer_scale_error_sd: PerAxis;
  accelerometer_misalignment: number[];
  accelerometer_misalignment_sd: number;
  accelerometer_range_m_s2?: number | undefined;
  accelerometer_resolution_m_s2: number;
  accelerometer_bandwidth_hz?: number | undefined;
  accelerometer_filter_order: 1 | 2;
}

const three = (one: z.ZodNumber) =>
  z.union([one.transform((value): PerAxis => [value, value, value]), z.tuple([one, one, one])]);
const amount = (unit: string) =>
  three(z.number().min(0)).default([0, 0, 0]).describe(`${unit}; one number, or x, y and z`);
const signed = (unit: string) =>
  three(z.number()).default([0, 0, 0]).describe(`${unit}; one number, or x, y and z`);
const row = z.tuple([z.number(), z.number(), z.number()]);
const matrix = (what: string) =>
  z.tuple([row, row, row]).default([[0, 0, 0], [0, 0, 0], [0, 0, 0]])
    .describe(what).transform((rows): number[] => rows.flat());
const seconds = z.number().positive().default(100)
  .describe("correlation time of the Gauss–Markov bias");
const range = z.number().positive().optional().describe("readings end at ± this");
const bandwidth = z.number().positive().optional().describe("of the low-pass; absent: none");
const resolution = z.number().min(0).default(0).describe("readings are multiples; 0: any");
const order = z.union([z.literal(1), z.literal(2)]).default(1)
  .describe("of the low-pass; 2 is Butterworth's");

const gyroscope = {
  gyroscope_noise_density: amount("rad/s/√Hz"),
  gyroscope_random_walk: amount("rad/s²/√Hz"),
  gyroscope_gauss_markov_rad_s: amount("standard deviation, rad/s"),
  gyroscope_gauss_markov_time_s: seconds,
  gyroscope_bias_rad_s: signed("fixed turn-on bias, rad/s"),
  gyroscope_turn_on_bias_rad_s: amount("deviation of the bias drawn once a run, rad/s"),
  gyroscope_scale_error: signed("relative"),
  gyroscope_scale_error_sd: amount("deviation of the scale error drawn once a run, relative"),
  gyroscope_misalignment: matrix("added to the identity"),
  gyroscope_misalignment_sd: z.number().min(0).default(0).describe("of each off-diagonal element"),
  gyroscope_g_sensitivity_s_m: matrix("rad/s of rate for each m/s² of specific force"),
  gyroscope_range_rad_s: range,
  gyroscope_resolution_rad_s: resolution,
  gyroscope_bandwidth_hz: bandwidth,
  gyroscope_filter_order: order,
};

const accelerometer = {
  accelerometer_noise_density: amount("m/s²/√Hz"),
  accelerometer_random_walk: amount("m/s³/√Hz"),
  accelerometer_gauss_markov_m_s2: amount("standard deviation, m/s²"),
  accelerometer_gauss_markov_time_s: seconds,
  accelerometer_bias_m_s2: signed("fixed turn-on bias, m/s²"),
  accelerometer_turn_on_bias_m_s2: amount("deviation of the bias drawn once a run, m/s²"),
  accelerometer_scale_error: signed("relative"),
  accelerometer_scale_error_sd: amount("deviation of the scale error drawn once a run, relative"),
  accelerometer_misalignment: matrix("added to the identity"),
  accelerometer_misalignment_sd: z.number().min(0).default(0)
    .describe("of each off-diagonal element"),
  accelerometer_range_m_s2: range,
  accelerometer_resolution_m_s2: resolution,
  accelerometer_bandwidth_hz: bandwidth,
  accelerometer_filter_order: order,
};

const ahrs = z.strictObject({
  roll_pitch_sd_rad: z.number().min(0).default(0.005).describe("white error of roll and pitch"),
  yaw_sd_rad: z.number().min(0).default(0.01).describe("white error of yaw"),
  yaw_offset_rad: z.number().default(0).describe("fixed error of yaw"),
  yaw_drift_rad_s: z.number().default(0).describe("steady growth of the error of yaw"),
  yaw_random_walk_rad_sqrt_s: z.number().min(0).default(0).describe("random growth of it"),
}).describe("an orientation of the sensor's own; absent: none is put out");

/** An IMU as a scenario states it. */
export const imuSchema: z.ZodType<ImuConfig> = z.strictObject({
  type: z.literal("imu"),
  ...baseFields({ rateHz: 100, latencyMs: 1.5, jitterMs: 0.2 }),
  topic: z.string().regex(/^\//, "an absolute topic").optional()
    .describe("default: /NAME/data"),
  sampling: z.enum(["mean", "instant"]).default("mean")
    .describe("mean over the interval, as real parts do, or the state at its end"),
  orientation: ahrs.optional(),
  covariance: z.enum(["honest", "zero", "unknown"]).default("honest")
    .describe("stated: as it is, all zero, or first element -1"),
  covariance_factor: z.number().min(0).default(1).describe("of the honest one, to state a wrong"),
  ...gyroscope,
  ...accelerometer,
}).describe("gyroscope and accelerometer: sensor_msgs/msg/Imu");

/** The gyroscope's part of the settings. */
export function gyroscopeOf(config: ImuConfig): TriadConfig {
  return {
    noiseDensity: config.gyroscope_noise_density,
    randomWalk: config.gyroscope_random_walk,
    gaussMarkov: config.gyroscope_gauss_markov_rad_s,
    gaussMarkovTime: config.gyroscope_gauss_markov_time_s,
    bias: config.gyroscope_bias_rad_s,
    biasDeviation: config.gyroscope_turn_on_bias_rad_s,
    scaleError: config.gyroscope_scale_error,
    scaleErrorDeviation: config.gyroscope_scale_error_sd,
    misalignment: config.gyroscope_misalignment,
    misalignmentDeviation: config.gyroscope_misalignment_sd,
    range: config.gyroscope_range_rad_s ?? Infinity,
    resolution: config.gyroscope_resolution_rad_s,
    bandwidth: config.gyroscope_bandwidth_hz ?? Infinity,
    filterOrder: config.gyroscope_filter_order,
  };
}

/** The accelerometer's part of the settings. */
export function accelerometerOf(config: ImuConfig): TriadConfig {
  return {
    noiseDensity: config.accelerometer_noise_density,
    randomWalk: config.accelerometer_random_walk,
    gaussMarkov: config.accelerometer_gauss_markov_m_s2,
    gaussMarkovTime: config.accelerometer_gauss_markov_time_s,
    bias: config.accelerometer_bias_m_s2,
    biasDeviation: config.accelerometer_turn_on_bias_m_s2,
    scaleError: config.accelerometer_scale_error,
    scaleErrorDeviation: config.accelerometer_scale_error_sd,
    misalignment: config.accelerometer_misalignment,
    misalignmentDeviation: config.accelerometer_misalignment_sd,
    range: config.accelerometer_range_m_s2 ?? Infinity,
    resolution: config.accelerometer_resolution_m_s2,
    bandwidth: config.accelerometer_bandwidth_hz ?? Infinity,
    filterOrder: config.accelerometer_filter_order,
  };
}
