/** Messages become records of the filter; what can't be used is named. */
import { statedAs, UNMEASURED, UNMEASURED_ANGLE } from "../../core/fusion/covariance_policy.ts";
import { EV, IMU, KIND, MAG, WHEEL } from "../../core/fusion/event.ts";
import type { StaticTransform } from "../../runtime/node.ts";
import type { Imu, MagneticField, Twist } from "../../msgs/types.ts";
import { orientationToBase, toBase } from "./frames.ts";

/** Why a message can't be used; undefined: it was read. */
export type Unusable = "not finite" | "not measured" | undefined;

function finite(v: { x: number; y: number; z: number }): boolean {
  // A sum of finite numbers of a sensor's size is finite; NaN and ±Infinity survive it.
  const sum = v.x + v.y + v.z;
  return sum - sum === 0;
}

/**
 * Mean variance of a 3 × 3 field's diagonal: NaN unknown, Infinity not measured or absent. A
 * negative element is no variance: it comes out as it is, and the parameter's will be used.
 */
function variance3(covariance: Float64Array): number {
  const stated = statedAs(covariance);
  if (stated === "unknown") return NaN;
  if (stated === "absent") return Infinity;
  const a = covariance[0]!, b = covariance[4]!, c = covariance[8]!;
  if (!(a < UNMEASURED && b < UNMEASURED && c < UNMEASURED)) return Infinity;
  const least = Math.min(a, b, c);
  return least < 0 ? least : (a + b + c) / 3;
}

function begin(r: Float64Array, kind: number, stamp: number): void {
  r.fill(0);
  r[EV.time] = stamp;
  r[EV.stamp] = stamp;
  r[EV.kind] = kind;
}

/** Reads an IMU message. Without an angular velocity there is nothing to propagate with. */
export function readImu(
  r: Float64Array,
  message: Imu,
  stamp: number,
  mount: StaticTransform,
): Unusable {
  begin(r, KIND.imu, stamp);
  const rate = variance3(message.angular_velocity_covariance);
  if (rate === Infinity) return "not measured";
  const force = variance3(message.linear_acceleration_covariance);
  if (!finite(message.angular_velocity)) return "not finite";
  if (force !== Infinity && !finite(message.linear_acceleration)) return "not finite";
  toBase(r, IMU.rate, mount, message.angular_velocity);
  r[IMU.rateVariance] = rate;
  r[IMU.forceVariance] = NaN;
  if (force !== Infinity) {
    toBase(r, IMU.force, mount, message.linear_acceleration);
    r[IMU.hasForce] = 1;
    r[IMU.forceVariance] = force;
  }
  readOrientation(r, message, mount);
  return undefined;
}

function readOrientation(r: Float64Array, message: Imu, mount: StaticTransform): void {
  const { orientation: q, orientation_covariance: c } = message;
  r[IMU.tiltVariance] = NaN;
  r[IMU.yawVariance] = NaN;
  r[IMU.q] = 1;
  const stated = statedAs(c);
  const square = q.w * q.w + q.x * q.x + q.y * q.y + q.z * q.z;
  // The null quaternion is a message's default: nobody set it.
  if (stated === "absent" || !(square > 0.8 && square < 1.2)) return;
  const norm = Math.sqrt(square);
  r[IMU.q] = q.w / norm;
  r[IMU.q + 1] = q.x / norm;
  r[IMU.q + 2] = q.y / norm;
  r[IMU.q + 3] = q.z / norm;
  orientationToBase(r, IMU.q, mount);
  if (stated === "unknown") {
    r[IMU.hasTilt] = r[IMU.hasYaw] = 1;
    return;
  }
  if (c[0]! < UNMEASURED_ANGLE && c[4]! < UNMEASURED_ANGLE) {
    r[IMU.hasTilt] = 1;
    const least = Math.min(c[0]!, c[4]!);
    r[IMU.tiltVariance] = least < 0 ? least : (c[0]! + c[4]!) / 2;
  }
  if (c[8]! < UNMEASURED_ANGLE) {
    r[IMU.hasYaw] = 1;
    r[IMU.yawVariance] = c[8]!;
  }
}

/** Reads a magnetometer message. */
export function readMag(
  r: Float64Array,
  message: MagneticField,
  stamp: number,
  mount: StaticTransform,
): Unusable {
  begin(r, KIND.mag, stamp);
  const variance = variance3(message.magnetic_field_covariance);
  if (variance === Infinity) return "not measured";
  if (!finite(message.magnetic_field)) return "not finite";
  toBase(r, MAG.field, mount, message.magnetic_field);
  r[MAG.variance] = variance;
  return undefined;
}

/** Reads a wheel's twist; `covariance` (6 × 6) where there is one. */
export function readWheel(
  r: Float64Array,
  twist: Twist,
  covariance: Float64Array | undefined,
  stamp: number,
  mount: StaticTransform,
): Unusable {
  begin(r, KIND.wheel, stamp);
  r[WHEEL.variance] = NaN;
  r[WHEEL.yawRateVariance] = NaN;
  if (covariance !== undefined) {
    const stated = statedAs(covariance);
    if (stated === "absent" || covariance[0]! >= UNMEASURED) return "not measured";
    if (stated === "stated") {
      r[WHEEL.variance] = covariance[0]!;
      r[WHEEL.yawRateVariance] = covariance[35]!;
    }
  }
  if (!finite(twist.linear)) return "not finite";
  toBase(r, WHEEL.linear, mount, twist.linear);
  toBase(angular, 0, mount, twist.angular);
  // The yaw rate is a wheel's least word: without one the speed still counts.
  r[WHEEL.yawRate] = finite(twist.angular) ? angular[2]! : NaN;
  return undefined;
}

const angular = new Float64Array(3);

/** Does a record state a variance that is negative? */
export function hasNegativeVariance(r: Float64Array): boolean {
  switch (r[EV.kind]) {
    case KIND.imu:
      return r[IMU.rateVariance]! < 0 || r[IMU.forceVariance]! < 0 || r[IMU.tiltVariance]! < 0 ||
        r[IMU.yawVariance]! < 0;
    case KIND.wheel:
      return r[WHEEL.variance]! < 0 || r[WHEEL.yawRateVariance]! < 0;
    default:
      return r[MAG.variance]! < 0;
  }
}
