/**
 * Where things are. All that the filter remembers, its judges and counters included, lies in one
 * buffer, so that a snapshot for the history is one copy and a replay can't forget anything.
 *
 * Nominal state x: p (world, m), v (world, m/s), q (world from body, w x y z), gyro bias (rad/s),
 * the noise of the running interval's mean rate (rad/s), the correlated errors of the magnetic and
 * of the given heading (rad), accelerometer bias (m/s²), wheel scale error (1).
 * Error state, covariance P: δp, δv, δθ (body: q_true = q ⊗ Exp(δθ)), and differences of the rest.
 */

/** Indices into the nominal state. */
export const X = {
  p: 0,
  v: 3,
  q: 6,
  bias: 10,
  noise: 13,
  mag: 16,
  given: 17,
  accel: 18,
  scale: 21,
};
/** Numbers in the nominal state. */
export const NOMINAL_SIZE = 22;

/** Indices into the error state that every filter has. */
export const E = { p: 0, v: 3, th: 6, bias: 9, noise: 12, mag: 15, given: 16 };
/** Error states without the optional ones. */
export const BASE_ERRORS = 17;

/** Indices into the clock and mode part of the state. */
export const C = {
  /** Time of the state, ns. */
  now: 0,
  /** Stamp of the last IMU event, ns. */
  imu: 1,
  /** Last accepted aiding of velocity, ns. */
  aided: 2,
  /** 0 blank, 1 running. */
  phase: 3,
  /** The running interval: 1 while one is open. */
  open: 4,
  /** 1 if velocity and position are held in it. */
  hold: 5,
  /** Since when they are held, ns. */
  holdSince: 6,
  /** Bias-uncorrected rate (3) and specific force (3) of the interval, body. */
  rate: 7,
  force: 10,
  /** Densities squared of the interval: acceleration, m²/s³, and extra angle, rad²/s. */
  accelDensity: 13,
  angleDensity: 14,
  /** Sum of what updates turned yaw by, rad. */
  yawCorrection: 15,
  /** Integral of the yaw variance that the gyro alone gathers, rad². */
  yawVariance: 16,
  /** Wheel: 1 once one spoke, last time (ns), last speed. */
  wheelSpoken: 17,
  wheelTime: 18,
  wheelSpeed: 19,
  /** 1 where yaw is relative to the start; offset and its being known for mag and given yaw. */
  relative: 20,
  magOffset: 21,
  magOffsetKnown: 22,
  givenOffset: 23,
  givenOffsetKnown: 24,
  /** Length of the last IMU interval, s. */
  interval: 25,
  /** When velocity was last set to zero, ns. */
  zeroed: 26,
  /** Last accepted time of the given yaw and of mag and of roll and pitch, ns. */
  givenTime: 27,
  magTime: 28,
  tiltTime: 29,
  /** Start of the run: time of the first IMU event, ns. */
  start: 30,
  /** Last time that gravity was fused, or wasn't needed, ns. */
  gravityTime: 31,
  /** Last time that a heading was fused, ns. */
  yawFused: 32,
  /** Specific force as felt where the sensor is, in base_link's axes (3), m/s². */
  felt: 33,
  /** Length of the propagation in progress, s. */
  step: 36,
  /** Variance of the interval's mean rate, an axis, (rad/s)². */
  rateVariance: 37,
  /** 1 once a magnetic heading was fused. */
  magSpoken: 38,
  size: 39,
};

/** The parts of the filter's memory: views of one buffer. */
export interface FilterState {
  readonly buffer: Float64Array;
  /** Error states. */
  readonly n: number;
  /** Error index of accelerometer bias and wheel scale, or -1. */
  readonly accel: number;
  readonly scale: number;
  readonly x: Float64Array;
  /** n × n, both triangles. */
  readonly P: Float64Array;
  readonly clock: Float64Array;
  /** Standstill detector. */
  readonly still: Float64Array;
  /** Low-pass on specific force. */
  readonly low: Float64Array;
  /** Judge of the given heading. */
  readonly given: Float64Array;
  /** Judge of the magnetic field. */
  readonly field: Float64Array;
  /** Accepted and rejected, a row of {@linkcode REASONS} length a sensor. */
  readonly counts: Float64Array;
}

/** What is counted. */
export const SENSORS = [
  "imu",
  "wheel",
  "mag",
  "roll_pitch",
  "yaw",
  "gravity",
  "standstill",
] as const;
/** A name in {@linkcode SENSORS}. */
export type SensorName = typeof SENSORS[number];

/** How a measurement ended: the first is acceptance, the others name why not. */
export const REASONS = [
  "accepted",
  "gate",
  "before the first IMU message",
  "field strength",
  "dip",
  "repeated value",
  "disagrees with the gyro",
  "duplicate stamp",
  "not measured",
] as const;

/** Numbers that the judges need: see their files. */
export const STILL_SIZE = 128;
/** See judges/gravity.ts. */
export const LOW_SIZE = 16;
/** See judges/given_heading.ts. */
export const GIVEN_SIZE = 112;
/** See judges/magnetic.ts. */
export const FIELD_SIZE = 32;

/** A blank memory. */
export function createState(options: { accelBias: boolean; wheelScale: boolean }): FilterState {
  const accel = options.accelBias ? BASE_ERRORS : -1;
  const scale = options.wheelScale ? BASE_ERRORS + (options.accelBias ? 3 : 0) : -1;
  const n = BASE_ERRORS + (options.accelBias ? 3 : 0) + (options.wheelScale ? 1 : 0);
  const sizes = [
    NOMINAL_SIZE,
    n * n,
    C.size,
    STILL_SIZE,
    LOW_SIZE,
    GIVEN_SIZE,
    FIELD_SIZE,
    SENSORS.length * REASONS.length,
  ];
  const buffer = new Float64Array(sizes.reduce((sum, size) => sum + size, 0));
  let start = 0;
  const [x, P, clock, still, low, given, field, counts] = sizes.map((size) => {
    start += size;
    return buffer.subarray(start - size, start);
  }) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  x[X.q] = 1;
  return { buffer, n, accel, scale, x, P, clock, still, low, given, field, counts };
}
