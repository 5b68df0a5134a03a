/** Curved 3-D motion in closed form, and the ideal IMU, wheel and magnetometer that ride on it. */
import * as quaternion from "../../../core/math/quaternion.ts";
import { EV, IMU, KIND, MAG, RECORD, WHEEL } from "../../../core/fusion/event.ts";
import type { RandomTree } from "../../../core/math/random.ts";

export const GRAVITY = 9.80665;
/** ENU, tesla; north is y. */
export const FIELD = [0, 2e-5, -4e-5];

/** Truth at a time. */
export interface Truth {
  p: number[];
  v: number[];
  q: Float64Array;
}

/** A figure with climbs, banks and turns; `speed` scales how fast it is flown. */
export function truthAt(t: number, speed = 1): Truth {
  const w = 0.35 * speed;
  const p = [6 * Math.sin(w * t), 4 * Math.sin(2 * w * t), Math.sin(1.3 * w * t + 0.4)];
  const v = [
    6 * w * Math.cos(w * t),
    8 * w * Math.cos(2 * w * t),
    1.3 * w * Math.cos(1.3 * w * t + 0.4),
  ];
  const q = new Float64Array(4);
  quaternion.fromEuler(
    q,
    0.3 * Math.sin(1.1 * w * t + 0.2),
    0.25 * Math.sin(1.7 * w * t + 1),
    Math.atan2(v[1]!, v[0]!) + 0.2 * Math.sin(0.9 * w * t),
  );
  return { p, v, q };
}

/** Mean rate and specific force over [from, to] such that midpoint integration returns to truth. */
export function meanMotion(
  from: Truth,
  to: Truth,
  dt: number,
): { rate: number[]; force: number[] } {
  const back = new Float64Array(4), step = new Float64Array(4), turn = new Float64Array(3);
  quaternion.conjugate(back, from.q);
  quaternion.multiply(step, back, to.q);
  quaternion.toRotationVector(turn, step);
  const half = new Float64Array(4), middle = new Float64Array(4);
  quaternion.fromRotationVector(half, [turn[0]! / 2, turn[1]! / 2, turn[2]! / 2]);
  quaternion.multiply(middle, from.q, half);
  const force = new Float64Array(3);
  quaternion.inverseRotate(
    force,
    middle,
    [0, 1, 2].map((i) => (to.v[i]! - from.v[i]!) / dt + (i === 2 ? GRAVITY : 0)),
  );
  return { rate: [...turn].map((x) => x / dt), force: [...force] };
}

/** Noise of the ideal sensors. Densities for the IMU, deviations for the others. */
export interface SensorNoise {
  gyro: number;
  gyroWalk: number;
  accel: number;
  wheel: number;
  mag: number;
}

/** One IMU record at `stamp` (ns). */
export function imuRecord(stamp: number, rate: number[], force: number[]): Float64Array {
  const r = new Float64Array(RECORD);
  r[EV.time] = r[EV.stamp] = stamp;
  r[EV.kind] = KIND.imu;
  for (let i = 0; i < 3; i++) {
    r[IMU.rate + i] = rate[i]!;
    r[IMU.force + i] = force[i]!;
  }
  r[IMU.q] = r[IMU.hasForce] = 1;
  r.fill(NaN, IMU.rateVariance, IMU.yawVariance + 1);
  return r;
}

/** One wheel record. */
export function wheelRecord(stamp: number, speed: number): Float64Array {
  const r = new Float64Array(RECORD);
  r[EV.time] = r[EV.stamp] = stamp;
  r[EV.kind] = KIND.wheel;
  r[WHEEL.linear] = speed;
  r[WHEEL.variance] = r[WHEEL.yawRateVariance] = NaN;
  return r;
}

/** One magnetometer record. */
export function magRecord(stamp: number, field: ArrayLike<number>): Float64Array {
  const r = new Float64Array(RECORD);
  r[EV.time] = r[EV.stamp] = stamp;
  r[EV.kind] = KIND.mag;
  for (let i = 0; i < 3; i++) r[MAG.field + i] = field[i]!;
  r[MAG.variance] = NaN;
  return r;
}

/** A run's records in the order of their stamps, IMU at 100 Hz, wheel and field at 25 Hz. */
export function rideRecords(
  random: RandomTree,
  noise: SensorNoise,
  bias: number[],
  options: { seconds: number; speed?: number },
): Float64Array[] {
  const dt = 0.01, every = 4, records: Float64Array[] = [];
  const g = random.at("gyro"), a = random.at("accel"), w = random.at("wheel"), m = random.at("mag");
  const walk = random.at("walk");
  const b = [...bias];
  let from = truthAt(0, options.speed);
  for (let k = 1; k * dt <= options.seconds + 1e-9; k++) {
    const to = truthAt(k * dt, options.speed), stamp = Math.round(k * 1e7);
    const { rate, force } = meanMotion(from, to, dt);
    for (let i = 0; i < 3; i++) {
      rate[i]! += b[i]! + noise.gyro / Math.sqrt(dt) * g.gaussian();
      force[i]! += noise.accel / Math.sqrt(dt) * a.gaussian();
      b[i]! += noise.gyroWalk * Math.sqrt(dt) * walk.gaussian();
    }
    records.push(imuRecord(stamp, rate, force));
    if (k % every === 0) {
      const middle = truthAt((k - every / 2) * dt, options.speed);
      const body = new Float64Array(3);
      quaternion.inverseRotate(body, middle.q, middle.v);
      records.push(wheelRecord(stamp, body[0]! + noise.wheel * w.gaussian()));
      quaternion.inverseRotate(body, to.q, FIELD);
      for (let i = 0; i < 3; i++) body[i]! += noise.mag * m.gaussian();
      records.push(magRecord(stamp, body));
    }
    from = to;
  }
  return records;
}
