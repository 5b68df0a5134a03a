/** Parameters become the filter's settings. */
import { defaultSettings, type FusionSettings } from "../../core/fusion/settings.ts";
import type { FusionParams } from "./params.ts";

/** Settings for the filter; mounts are filled in when frames are known. */
export function settingsOf(p: FusionParams): FusionSettings {
  const base = defaultSettings();
  return {
    ...base,
    imu: { ...base.imu, ...imuOf(p) },
    attitude: { ...base.attitude, ...attitudeOf(p) },
    heading: { ...base.heading, ...headingOf(p) },
    wheel: { ...base.wheel, ...wheelOf(p) },
    standstill: { ...base.standstill, ...standstillOf(p) },
    initial: initialOf(p),
    aidedMode: p.aided_mode,
    aidingTimeout: p.aiding_timeout,
    history: p.history,
    gate: p.gate,
  };
}

/** Parameters that shape the state or its start: a change of them has to wait for the next start. */
const AT_START: readonly (keyof FusionParams)[] = [
  ...["base_frame", "wheel_type", "accel_bias", "wheel_scale", "initial_time"] as const,
  ...["initial_position", "initial_velocity", "initial_orientation"] as const,
  ...["initial_gyro_bias", "initial_accel_bias", "initial_position_sd"] as const,
  ...["initial_velocity_sd", "initial_orientation_sd"] as const,
];

/** The names of those that differ. */
export function waitForStart(before: FusionParams, after: FusionParams): string[] {
  return AT_START.filter((name) => String(before[name]) !== String(after[name]));
}

/** Puts changed parameters into running settings; what shapes the state keeps its first value. */
export function updateSettings(running: FusionSettings, p: FusionParams): void {
  const { accelBias: _accelBias, ...imu } = imuOf(p);
  const { scale: _scale, ...wheel } = wheelOf(p);
  Object.assign(running.imu, imu);
  Object.assign(running.attitude, attitudeOf(p));
  Object.assign(running.heading, headingOf(p));
  Object.assign(running.wheel, wheel);
  Object.assign(running.standstill, standstillOf(p));
  running.aidedMode = p.aided_mode;
  running.aidingTimeout = p.aiding_timeout;
  running.history = p.history;
  running.gate = p.gate;
}

function imuOf(p: FusionParams) {
  return {
    gyroNoise: p.gyro_noise,
    gyroBiasWalk: p.gyro_bias_walk,
    ...biasSds(p),
    gyroScale: p.gyro_scale,
    gyroScaleTime: p.gyro_scale_time,
    accelNoise: p.accel_noise,
    accelBias: p.accel_bias,
    accelBiasSd: p.accel_bias_sd,
    accelBiasWalk: p.accel_bias_walk,
    weight: p.imu_weight,
    covariance: p.covariance,
    gravity: p.gravity,
    gap: p.imu_gap,
  };
}

/** Whoever states the bias's deviation means that of each axis at any time. */
function biasSds(p: FusionParams) {
  const { gyroBiasSd, gyroBiasLevelSd, gyroBiasFreeSd } = defaultSettings().imu;
  const stated = p.gyro_bias_sd === gyroBiasSd ? undefined : p.gyro_bias_sd;
  return {
    gyroBiasSd: p.gyro_bias_sd,
    gyroBiasLevelSd: p.gyro_bias_level_sd ?? stated ?? gyroBiasLevelSd,
    gyroBiasFreeSd: p.gyro_bias_free_sd ?? stated ?? gyroBiasFreeSd,
  };
}

function attitudeOf(p: FusionParams) {
  return {
    enabled: p.attitude_mode,
    filterTime: p.gravity_filter_time,
    directionSd: p.gravity_sd,
    correlation: p.gravity_correlation,
    perForce: p.gravity_sd_per_force,
    perRate: p.gravity_sd_per_rate,
    useOrientation: p.use_imu_tilt && p.imu_weight > 0,
    orientationSd: p.imu_tilt_sd,
    orientationCorrelation: p.imu_tilt_correlation,
    initialSd: p.initial_tilt_sd,
  };
}

function headingOf(p: FusionParams) {
  return {
    useMag: p.use_mag && p.imu_weight > 0,
    useOrientation: p.use_imu_yaw && p.imu_weight > 0,
    magNoise: p.mag_noise,
    magCovariance: p.covariance,
    declination: p.magnetic_declination,
    floor: p.heading_floor,
    correlation: p.heading_correlation,
    estimateDelay: p.estimate_mag_delay,
    magJitter: p.mag_jitter,
    normTolerance: p.mag_norm_tolerance,
    dipTolerance: p.mag_dip_tolerance,
    incrementGate: p.yaw_increment_gate,
    window: p.yaw_window,
    recoveryRate: p.yaw_recovery_rate,
    timeout: p.heading_timeout,
  };
}

function wheelOf(p: FusionParams) {
  return {
    enabled: p.use_wheel && p.wheel_weight > 0,
    speedSd: p.wheel_speed_sd,
    covariance: p.covariance,
    weight: p.wheel_weight,
    useYawRate: p.use_wheel_yaw_rate,
    yawRateSd: p.wheel_yaw_rate_sd,
    scale: p.wheel_scale,
    scaleSd: p.wheel_scale_sd,
    nonHolonomic: p.non_holonomic,
    lateralSd: p.lateral_sd,
    lateralFraction: p.lateral_fraction,
    longestInterval: p.wheel_interval,
  };
}

function standstillOf(p: FusionParams) {
  return {
    zeroVelocity: p.zero_velocity,
    zeroRate: p.zero_rate,
    time: p.standstill_time,
    rateSd: p.standstill_rate_sd,
    forceSd: p.standstill_force_sd,
    rateDrift: p.standstill_rate_drift,
    forceDrift: p.standstill_force_drift,
    rateFirst: p.standstill_rate_first,
    rateLater: p.standstill_rate_later,
    wheelSpeed: p.standstill_wheel_speed,
    velocitySd: p.zero_velocity_sd,
    zeroRateSd: p.zero_rate_sd,
  };
}

function initialOf(p: FusionParams): FusionSettings["initial"] {
  const q = p.initial_orientation;
  const norm = q === undefined
    ? 1
    : Math.sqrt(q[0] * q[0] + q[1] * q[1] + q[2] * q[2] + q[3] * q[3]);
  return {
    time: p.initial_time === "first_message" ? undefined : Math.round(p.initial_time * 1e9),
    position: p.initial_position,
    velocity: p.initial_velocity,
    orientation: q === undefined ? undefined : [q[3] / norm, q[0] / norm, q[1] / norm, q[2] / norm],
    gyroBias: p.initial_gyro_bias,
    accelBias: p.initial_accel_bias,
    positionSd: p.initial_position_sd,
    velocitySd: p.initial_velocity_sd,
    orientationSd: p.initial_orientation_sd,
  };
}
