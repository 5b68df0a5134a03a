/**
 * What the filter is told, as flat records, so that the history can sort, keep and replay them.
 * Times are integer nanoseconds; vectors are in base_link; variances are NaN where unknown.
 */

/** Kinds of event; the number is also the order of equal times. */
export const KIND = { imu: 0, wheel: 1, mag: 2 } as const;

/** Numbers in a record. */
export const RECORD = 24;

/** Fields of every record. `time` is when it counts: for a wheel the middle of its interval. */
export const EV = { time: 0, stamp: 1, kind: 2 } as const;

/** Fields of an IMU record. Flags are 0 or 1. */
export const IMU = {
  rate: 3,
  force: 6,
  q: 9,
  hasForce: 13,
  hasTilt: 14,
  hasYaw: 15,
  rateVariance: 16,
  forceVariance: 17,
  tiltVariance: 18,
  yawVariance: 19,
} as const;

/**
 * Fields of a wheel record: linear velocity, its variance, yaw rate (NaN: none), its variance,
 * interval (s).
 */
export const WHEEL = {
  linear: 3,
  variance: 6,
  yawRate: 7,
  yawRateVariance: 8,
  interval: 9,
} as const;

/** Fields of a magnetometer record: field (tesla) and its variance. */
export const MAG = { field: 3, variance: 6 } as const;

/** Sorts records by time, kind and content, so that equal stamps have one order too. */
export function compareRecords(a: Float64Array, b: Float64Array): number {
  if (a[EV.time] !== b[EV.time]) return a[EV.time]! < b[EV.time]! ? -1 : 1;
  if (a[EV.kind] !== b[EV.kind]) return a[EV.kind]! - b[EV.kind]!;
  for (let i = EV.kind + 1; i < RECORD; i++) {
    if (a[i]! < b[i]!) return -1;
    if (a[i]! > b[i]!) return 1;
  }
  return 0;
}
