/**
 * Wheels that roll without slipping: body motion to wheel motion and back, without noise. The body
 * frame is REP-103's (x forward, y left) at the middle of the rear or only axle.
 */
import { atan, hypot, tan } from "../math/scalar.ts";
import type { MutableNumbers } from "../math/vec3.ts";

/** Two driven wheels on one axle. */
export interface DifferentialGeometry {
  /** Wheel radius, m. */
  readonly radius: number;
  /** Between the two wheels, m. */
  readonly track: number;
}

/** Four wheels, the front two steered. */
export interface AckermannGeometry extends DifferentialGeometry {
  /** Between the axles, m. */
  readonly wheelbase: number;
}

/** out (2) = left and right wheel rate, rad/s, at forward speed (m/s) and yaw rate (rad/s). */
export function differentialWheelRates(
  out: MutableNumbers,
  geometry: DifferentialGeometry,
  speed: number,
  yawRate: number,
): void {
  const difference = yawRate * geometry.track / 2;
  out[0] = (speed - difference) / geometry.radius;
  out[1] = (speed + difference) / geometry.radius;
}

/** out (2) = forward speed (m/s) and yaw rate (rad/s) of those wheel rates (rad/s). */
export function differentialTwist(
  out: MutableNumbers,
  geometry: DifferentialGeometry,
  leftRate: number,
  rightRate: number,
): void {
  out[0] = (leftRate + rightRate) / 2 * geometry.radius;
  out[1] = (rightRate - leftRate) * geometry.radius / geometry.track;
}

/**
 * The steering angle (rad) of the bicycle in the middle that turns at `yawRate` (rad/s) while it
 * rolls at `speed` (m/s): atan(wheelbase · yawRate / speed). 0 where both are 0; ±π/2 where only
 * the speed is, which no steering reaches.
 */
export function ackermannSteering(wheelbase: number, speed: number, yawRate: number): number {
  return yawRate === 0 ? 0 : atan(wheelbase * yawRate / speed);
}

/**
 * The wheels of a car at forward speed (m/s) and bicycle steering angle (rad): out (6) = rear left,
 * rear right, front left, front right wheel rate (rad/s), then the left and right steering angle
 * (rad), each front wheel square to the line to the one centre of turning.
 *
 * @throws {RangeError} where that centre lies within the rear axle, which no such car can do
 */
export function ackermannWheels(
  out: MutableNumbers,
  geometry: AckermannGeometry,
  speed: number,
  steering: number,
): void {
  const { radius, track, wheelbase } = geometry;
  const slope = tan(steering);
  const bend = slope / wheelbase * track / 2; // half the track over the radius of the turn
  if (!(Math.abs(bend) < 1)) {
    throw new RangeError(`Steering ${steering} rad turns about a point within the rear axle`);
  }
  const rate = speed / radius;
  out[0] = rate * (1 - bend);
  out[1] = rate * (1 + bend);
  out[2] = rate * hypot(1 - bend, slope);
  out[3] = rate * hypot(1 + bend, slope);
  out[4] = atan(slope / (1 - bend));
  out[5] = atan(slope / (1 + bend));
}

/**
 * out (2) = forward speed (m/s) and yaw rate (rad/s) from the rear wheels' rates (rad/s) and the
 * left front wheel's steering angle (rad).
 */
export function ackermannTwist(
  out: MutableNumbers,
  geometry: AckermannGeometry,
  rates: readonly [rearLeft: number, rearRight: number],
  leftSteering: number,
): void {
  const { radius, track, wheelbase } = geometry;
  const slope = tan(leftSteering);
  const speed = (rates[0] + rates[1]) / 2 * radius;
  out[0] = speed;
  out[1] = speed * slope / (wheelbase + slope * track / 2);
}
