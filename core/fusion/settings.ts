/**
 * What tunes the filter, in SI units and radians. Sources of the defaults: SPEC of the fusion node
 * and, for sensors without a stated covariance, the middle of the parts that robots carry.
 */

/** How a stated covariance is used: as it stands, only where plausible, or never. */
export type CovarianceMode = "auto" | "message" | "parameter";

/** Noise of one IMU. Densities are one-sided, per √Hz. */
export interface ImuSettings {
  /** Gyro white noise, rad/s/√Hz. */
  gyroNoise: number;
  /** Gyro bias random walk, rad/s²/√Hz. */
  gyroBiasWalk: number;
  /**
   * Standard deviation of the gyro bias where wheels speak before any standstill, rad/s: about the
   * vertical, for nothing but a heading shows that part, and what wheels and constraints pretend to
   * know of it is mostly their own error.
   */
  gyroBiasSd: number;
  /** The same about level axes: gravity shows that part, so it may be as wide as parts are wrong. */
  gyroBiasLevelSd: number;
  /** The same of each axis at the start and as long as no wheel spoke. */
  gyroBiasFreeSd: number;
  /** Scale factor and misalignment error of the gyro as a fraction of the rate. */
  gyroScale: number;
  /** How long that error stays the same, s. */
  gyroScaleTime: number;
  /** Accelerometer noise while velocity is aided, m/s²/√Hz. */
  accelNoise: number;
  /** Accelerometer bias as states. */
  accelBias: boolean;
  /** Standard deviation of the accelerometer bias at the start, m/s². */
  accelBiasSd: number;
  /** Accelerometer bias random walk, m/s³/√Hz. */
  accelBiasWalk: number;
  /** Trust, 0 … 1: every variance of the IMU is divided by it. */
  weight: number;
  covariance: CovarianceMode;
  /** Of gravity, m/s². */
  gravity: number;
  /** From base_link to the accelerometer, in base_link, m. */
  leverArm: readonly [number, number, number];
  /** An interval longer than this, s, is a gap: rate and force in it are not known. */
  gap: number;
}

/** Attitude from gravity while nothing aids velocity, and from an orientation that came along. */
export interface AttitudeSettings {
  enabled: boolean;
  /** Time constant of the low-pass on specific force in an inertial frame, s. */
  filterTime: number;
  /** Standard deviation of the gravity direction, rad, and how long an error stays, s. */
  directionSd: number;
  correlation: number;
  /** Growth of that deviation: rad per unit of | |f| − g | / g, and rad per rad/s. */
  perForce: number;
  perRate: number;
  /** Fuse roll and pitch of an orientation that the IMU gives; deviation, rad; correlation, s. */
  useOrientation: boolean;
  orientationSd: number;
  orientationCorrelation: number;
  /** Standard deviation of roll and pitch at the start, rad. */
  initialSd: number;
}

/** Yaw: of a magnetometer, and of an orientation that the IMU gives. */
export interface HeadingSettings {
  useMag: boolean;
  useOrientation: boolean;
  /** White noise of the magnetometer, a component, tesla. */
  magNoise: number;
  magCovariance: CovarianceMode;
  /** East of true north, rad. */
  declination: number;
  /** Least standard deviation of the time-correlated error of a heading, rad; correlation, s. */
  floor: number;
  correlation: number;
  /** Estimate how much older a magnetometer's reading is than its stamp. */
  estimateDelay: boolean;
  /** Time that a magnetometer's reading may be older or younger than its stamp, s. */
  magJitter: number;
  /** Allowed departure of |B| from its reference, a fraction, and of the dip, rad. */
  normTolerance: number;
  dipTolerance: number;
  /** Probability of the gate on the increments of an orientation's yaw. */
  incrementGate: number;
  /** Window of those increments and of the agreement that ends a rejection, s. */
  window: number;
  /** Fastest correction by an orientation's yaw, rad/s. */
  recoveryRate: number;
  /** How long the first output waits for a heading, s. */
  timeout: number;
}

/** Wheel velocity and the non-holonomic constraint. */
export interface WheelSettings {
  enabled: boolean;
  /** Standard deviation of forward speed, m/s. */
  speedSd: number;
  covariance: CovarianceMode;
  weight: number;
  /** A wheel's yaw rate as a measurement; skid steering makes it fiction. */
  useYawRate: boolean;
  yawRateSd: number;
  /** Scale as a state, its deviation at the start. */
  scale: boolean;
  scaleSd: number;
  nonHolonomic: boolean;
  /** Sideways and vertical velocity: deviation at rest, m/s, and a fraction of speed. */
  lateralSd: number;
  lateralFraction: number;
  /** Longest interval that a message is taken to be the mean of, s. */
  longestInterval: number;
  /** Unit vector of the wheel frame's x in base_link, and its origin there, m. */
  axis: readonly [number, number, number];
  leverArm: readonly [number, number, number];
}

/** Standstill and what it allows. */
export interface StandstillSettings {
  zeroVelocity: boolean;
  zeroRate: boolean;
  /** How long everything must be steady, s. */
  time: number;
  /** Largest deviation of rate, rad/s, and specific force, m/s², about their means. */
  rateSd: number;
  forceSd: number;
  /** Largest drift of those means between parts of the window. */
  rateDrift: number;
  forceDrift: number;
  /** Largest mean rate that can be a bias: about the vertical before the first standstill, and from
   * the bias after. */
  rateFirst: number;
  rateLater: number;
  /** A wheel slower than this is at rest, m/s. */
  wheelSpeed: number;
  /** Noise of the pseudo-measurements, m/s and rad/s. */
  velocitySd: number;
  zeroRateSd: number;
}

/** The state at the start. What is left out comes from the first data. */
export interface InitialSettings {
  /** When it holds, ns; undefined: at the first IMU stamp. */
  time: number | undefined;
  position: readonly [number, number, number];
  velocity: readonly [number, number, number];
  /** Quaternion w x y z, world from body; undefined: from accelerometer and heading. */
  orientation: readonly [number, number, number, number] | undefined;
  gyroBias: readonly [number, number, number];
  accelBias: readonly [number, number, number];
  positionSd: number;
  velocitySd: number;
  /** Of each axis when `orientation` is given, rad. */
  orientationSd: number;
}

/** Everything that tunes the filter. */
export interface FusionSettings {
  imu: ImuSettings;
  attitude: AttitudeSettings;
  heading: HeadingSettings;
  wheel: WheelSettings;
  standstill: StandstillSettings;
  initial: InitialSettings;
  /** Integrate the accelerometer while velocity is aided; off: attitude mode always. */
  aidedMode: boolean;
  /** How long after the last aiding of velocity the accelerometer is still integrated, s. */
  aidingTimeout: number;
  /** Late messages are replayed within this, s. */
  history: number;
  /** Probability that a good measurement passes its χ² gate. */
  gate: number;
}

const DEG = Math.PI / 180;

const imu = (): FusionSettings["imu"] => ({
  gyroNoise: 3e-4,
  gyroBiasWalk: 1e-5,
  gyroBiasSd: 0.02 * DEG,
  gyroBiasLevelSd: 0.5 * DEG,
  gyroBiasFreeSd: 0.2 * DEG,
  gyroScale: 0.01,
  gyroScaleTime: 1,
  accelNoise: 0.5,
  accelBias: false,
  accelBiasSd: 0.1,
  accelBiasWalk: 1e-4,
  weight: 0.8,
  covariance: "auto",
  gravity: 9.80665,
  leverArm: [0, 0, 0],
  gap: 0.5,
});

const attitude = (): FusionSettings["attitude"] => ({
  enabled: true,
  filterTime: 1.5,
  directionSd: 0.01,
  correlation: 3,
  perForce: 0.05,
  perRate: 0.003,
  useOrientation: true,
  orientationSd: 1 * DEG,
  orientationCorrelation: 5,
  initialSd: 3 * DEG,
});

const heading = (): FusionSettings["heading"] => ({
  useMag: true,
  useOrientation: true,
  magNoise: 1e-6,
  magCovariance: "auto",
  declination: 0,
  floor: 3 * DEG,
  correlation: 10,
  estimateDelay: true,
  magJitter: 0.002,
  normTolerance: 0.1,
  dipTolerance: 10 * DEG,
  incrementGate: 0.95,
  window: 30,
  recoveryRate: 1 * DEG,
  timeout: 2,
});

const wheel = (): FusionSettings["wheel"] => ({
  enabled: true,
  speedSd: 0.05,
  covariance: "auto",
  weight: 0.6,
  useYawRate: false,
  yawRateSd: 0.05,
  scale: false,
  scaleSd: 0.03,
  nonHolonomic: true,
  lateralSd: 0.05,
  lateralFraction: 0.03,
  longestInterval: 0.25,
  axis: [1, 0, 0],
  leverArm: [0, 0, 0],
});

const standstill = (): FusionSettings["standstill"] => ({
  zeroVelocity: true,
  zeroRate: true,
  time: 1,
  rateSd: 0.5 * DEG,
  forceSd: 0.15,
  rateDrift: 0.05 * DEG,
  forceDrift: 0.02,
  rateFirst: 0.1,
  rateLater: 0.25 * DEG,
  wheelSpeed: 2e-3,
  velocitySd: 0.01,
  zeroRateSd: 0.01 * DEG,
});

const initial = (): FusionSettings["initial"] => ({
  time: undefined,
  position: [0, 0, 0],
  velocity: [0, 0, 0],
  orientation: undefined,
  gyroBias: [0, 0, 0],
  accelBias: [0, 0, 0],
  positionSd: 1e-3,
  velocitySd: 5,
  orientationSd: 0.05,
});

/** The defaults, made anew at each call. */
export function defaultSettings(): FusionSettings {
  return {
    imu: imu(),
    attitude: attitude(),
    heading: heading(),
    wheel: wheel(),
    standstill: standstill(),
    initial: initial(),
    aidedMode: true,
    aidingTimeout: 1,
    history: 1,
    gate: 0.999,
  };
}
