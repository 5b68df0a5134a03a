/** Parameters of the fusion node: SI units and radians, each with its range and default. */
import { z } from "zod";
import { defaultSettings } from "../../core/fusion/settings.ts";

const d = defaultSettings();

/** The types that wheel_velocity may have. */
export const WHEEL_TYPES = [
  "geometry_msgs/msg/Twist",
  "geometry_msgs/msg/TwistStamped",
  "geometry_msgs/msg/TwistWithCovarianceStamped",
] as const;

const positive = (value: number, text: string) =>
  z.number().positive().default(value).describe(text);
const least0 = (value: number, text: string) => z.number().min(0).default(value).describe(text);
const flag = (value: boolean, text: string) => z.boolean().default(value).describe(text);
const probability = (value: number, text: string) =>
  z.number().gt(0).lt(1).default(value).describe(text);
const three = z.tuple([z.number(), z.number(), z.number()]);
const deviation = z.number().min(0);

const use = {
  use_mag: flag(d.heading.useMag, "Fuse imu/mag as a heading"),
  use_wheel: flag(d.wheel.enabled, "Fuse wheel_velocity"),
  imu_weight: z.number().min(0).max(1).default(d.imu.weight).describe(
    "Scales the information of what the IMU and the magnetometer measure: every variance is " +
      "divided by it. 1 = trust as stated; 0 = orientation, gravity and field are not fused",
  ),
  wheel_weight: z.number().min(0).max(1).default(d.wheel.weight).describe(
    "Scales the information of the wheels: their variances, and those of the non-holonomic " +
      "constraint, are divided by it. 1 = trust as stated; 0 = not fused",
  ),
  wheel_type: z.enum(WHEEL_TYPES).optional().describe(
    "Which type to take where several are on wheel_velocity; unset: that there is",
  ),
  use_imu_tilt: flag(d.attitude.useOrientation, "Fuse roll and pitch of the IMU's orientation"),
  use_imu_yaw: flag(d.heading.useOrientation, "Fuse yaw of the IMU's orientation, judged"),
  use_wheel_yaw_rate: flag(
    d.wheel.useYawRate,
    "Fuse a wheel message's angular z; skid steering makes it fiction",
  ),
  covariance: z.enum(["auto", "message", "parameter"]).default(d.imu.covariance).describe(
    "Variances: as stated where within a factor 100 of the parameter's (auto), as stated, or the " +
      "parameter's",
  ),
};

const frames = {
  odom_frame: z.string().min(1).default("odom").describe("header.frame_id of odom"),
  base_frame: z.string().min(1).default("base_link").describe("child_frame_id of odom"),
  publish_tf: flag(true, "Publish odom_frame -> base_frame on /tf"),
  require_tf: flag(
    false,
    "Refuse messages in a frame that no static transform relates to base_frame, instead of taking " +
      "the frame for base_frame after 1 s with a warning",
  ),
  publish_debug: flag(false, "Publish fusion/state and fusion/innovation"),
};

const modes = {
  aided_mode: flag(d.aidedMode, "Integrate the accelerometer while velocity is aided"),
  attitude_mode: flag(
    d.attitude.enabled,
    "Without aiding take attitude from gravity and hold velocity and position; off: integrate",
  ),
  aiding_timeout: least0(d.aidingTimeout, "s without aiding of velocity until attitude mode"),
  non_holonomic: flag(d.wheel.nonHolonomic, "No sideways or vertical velocity, once wheels spoke"),
  zero_velocity: flag(d.standstill.zeroVelocity, "Zero-velocity updates at standstill"),
  zero_rate: flag(d.standstill.zeroRate, "Zero-rate updates and bias setting at standstill"),
  heading_timeout: z.number().min(0).max(60).default(d.heading.timeout).describe(
    "s that the first odom waits for a heading",
  ),
  history: z.number().min(0).max(60).default(d.history).describe(
    "s within which late and out-of-order messages are replayed in their order",
  ),
  gate: probability(d.gate, "Probability that a good measurement passes its chi-square gate"),
};

const imu = {
  gravity: positive(d.imu.gravity, "Of the place, m/s^2"),
  gyro_noise: positive(d.imu.gyroNoise, "White noise of the gyro, rad/s/sqrt(Hz)"),
  gyro_bias_walk: least0(d.imu.gyroBiasWalk, "Random walk of the gyro bias, rad/s^2/sqrt(Hz)"),
  gyro_bias_sd: least0(
    d.imu.gyroBiasSd,
    "Standard deviation of the gyro bias about the vertical, rad/s (0.02 deg/s), where wheels speak " +
      "before any standstill; the first standstill sets the bias whatever this says",
  ),
  gyro_bias_level_sd: z.number().min(0).optional().describe(
    "The same about level axes, where gravity shows it; unset: 0.5 deg/s, or gyro_bias_sd where " +
      "that is not its default",
  ),
  gyro_bias_free_sd: z.number().min(0).optional().describe(
    "The same of each axis as long as no wheel spoke; unset: 0.2 deg/s, or gyro_bias_sd where that " +
      "is not its default",
  ),
  gyro_scale: least0(d.imu.gyroScale, "Scale and misalignment error, a fraction of the rate"),
  gyro_scale_time: least0(d.imu.gyroScaleTime, "Correlation time of that error, s"),
  accel_noise: positive(
    d.imu.accelNoise,
    "Accelerometer noise while velocity is aided, m/s^2/sqrt(Hz); stands for bias, vibration, " +
      "lever arm and slip; covariance: auto never lowers it",
  ),
  accel_bias: flag(d.imu.accelBias, "Accelerometer bias as states"),
  accel_bias_sd: least0(d.imu.accelBiasSd, "Standard deviation of that bias at the start, m/s^2"),
  accel_bias_walk: least0(d.imu.accelBiasWalk, "Random walk of that bias, m/s^3/sqrt(Hz)"),
  imu_gap: positive(d.imu.gap, "An IMU interval longer than this, s, hides unknown motion"),
};

const attitude = {
  gravity_filter_time: least0(d.attitude.filterTime, "Low-pass on inertial specific force, s"),
  gravity_sd: positive(d.attitude.directionSd, "Deviation of the gravity direction, rad"),
  gravity_correlation: least0(d.attitude.correlation, "Correlation time of its error, s"),
  gravity_sd_per_force: least0(d.attitude.perForce, "Growth, rad per unit of ||f| - g| / g"),
  gravity_sd_per_rate: least0(d.attitude.perRate, "Growth, rad per rad/s"),
  imu_tilt_sd: positive(d.attitude.orientationSd, "Deviation of the IMU's roll and pitch, rad"),
  imu_tilt_correlation: least0(d.attitude.orientationCorrelation, "Its correlation time, s"),
  initial_tilt_sd: positive(d.attitude.initialSd, "Deviation of roll and pitch at the start, rad"),
};

const heading = {
  magnetic_declination: z.number().min(-Math.PI).max(Math.PI).default(d.heading.declination)
    .describe("Of the magnetic field, rad, east of true north"),
  mag_noise: positive(d.heading.magNoise, "White noise of the magnetometer, tesla an axis"),
  heading_floor: least0(d.heading.floor, "Least deviation of a heading's correlated error, rad"),
  heading_correlation: least0(d.heading.correlation, "Its correlation time, s; 0: white"),
  estimate_mag_delay: flag(d.heading.estimateDelay, "Estimate the magnetometer's delay"),
  mag_jitter: least0(d.heading.magJitter, "Timing error of the magnetometer that is left, s"),
  mag_norm_tolerance: positive(d.heading.normTolerance, "Allowed departure of |B|, a fraction"),
  mag_dip_tolerance: positive(d.heading.dipTolerance, "Allowed departure of the dip, rad"),
  yaw_increment_gate: probability(
    d.heading.incrementGate,
    "Probability that a good yaw of the IMU's orientation passes the judge of its increments",
  ),
  yaw_window: positive(d.heading.window, "Window of those increments and of agreement, s"),
  yaw_recovery_rate: positive(d.heading.recoveryRate, "Fastest correction by that yaw, rad/s"),
};

const wheel = {
  wheel_speed_sd: positive(d.wheel.speedSd, "Deviation of forward speed, m/s"),
  wheel_yaw_rate_sd: positive(d.wheel.yawRateSd, "Deviation of a wheel yaw rate, rad/s"),
  wheel_scale: flag(d.wheel.scale, "Wheel scale error as a state"),
  wheel_scale_sd: least0(d.wheel.scaleSd, "Its deviation at the start, a fraction"),
  lateral_sd: positive(d.wheel.lateralSd, "Deviation of sideways and vertical velocity, m/s"),
  lateral_fraction: least0(d.wheel.lateralFraction, "Added to it, a fraction of speed"),
  wheel_interval: least0(
    d.wheel.longestInterval,
    "Longest interval, s, that a wheel message is the mean of; 0: an instant",
  ),
};

const standstill = {
  standstill_time: positive(d.standstill.time, "How long all must be steady, s"),
  standstill_rate_sd: positive(d.standstill.rateSd, "Largest deviation of the rate, rad/s"),
  standstill_force_sd: positive(d.standstill.forceSd, "Of specific force, m/s^2"),
  standstill_rate_drift: least0(d.standstill.rateDrift, "Largest drift of the mean rate, rad/s"),
  standstill_force_drift: least0(d.standstill.forceDrift, "Of the mean force, m/s^2"),
  standstill_rate_first: positive(
    d.standstill.rateFirst,
    "Largest mean rate about the vertical, rad/s, that the first standstill takes for a bias",
  ),
  standstill_rate_later: positive(d.standstill.rateLater, "From the known bias afterwards, rad/s"),
  standstill_wheel_speed: least0(d.standstill.wheelSpeed, "A slower wheel stands, m/s"),
  zero_velocity_sd: positive(d.standstill.velocitySd, "Of the zero-velocity update, m/s"),
  zero_rate_sd: positive(d.standstill.zeroRateSd, "Of the zero-rate update, rad/s"),
};

const initial = {
  initial_time: z.union([z.literal("first_message"), z.number()]).default("first_message").describe(
    "When the initial state holds: s since the run's epoch, or the stamp of the first IMU message",
  ),
  initial_position: three.default([0, 0, 0]).describe("m, odom frame"),
  initial_velocity: three.default([0, 0, 0]).describe("m/s, odom frame"),
  initial_orientation: z.tuple([z.number(), z.number(), z.number(), z.number()])
    .refine((q) => Math.abs(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3] - 1) < 0.02, {
      message: "expected a unit quaternion x y z w",
    }).optional().describe("x y z w, odom from base; unset: from the first data"),
  initial_gyro_bias: three.default([0, 0, 0]).describe("rad/s"),
  initial_accel_bias: three.default([0, 0, 0]).describe("Of the accelerometer, m/s^2"),
  initial_position_sd: deviation.default(d.initial.positionSd).describe("m, each axis"),
  initial_velocity_sd: deviation.default(d.initial.velocitySd).describe("m/s, each axis"),
  initial_orientation_sd: deviation.default(d.initial.orientationSd).describe(
    "rad, each body axis, used with initial_orientation",
  ),
};

/** The schema; every parameter has a default or may be left out. */
export const fusionParams = z.object({
  ...use,
  ...frames,
  ...modes,
  ...imu,
  ...attitude,
  ...heading,
  ...wheel,
  ...standstill,
  ...initial,
});

/** Parsed parameters. */
export type FusionParams = z.output<typeof fusionParams>;
