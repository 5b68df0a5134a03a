/** The 6 × 6 covariances that wheel odometry states, over x y z and rotations about them. */
import { Slab } from "../../../msgs/cdr/slab.ts";
import type { WheelConfig } from "./config.ts";
import type { DeadReckoning } from "./dead_reckoning.ts";
import type { Encoders } from "./encoders.ts";

const slab = new Slab();

/** Variance of what wheels don't measure: over 1e5, which readers take as "not measured". */
const NOT_MEASURED = 1e6;

/**
 * Of the velocity that the encoders report over a period (s): of one message by itself. Radii and
 * ticks take part in it, though their errors are not independent from message to message.
 */
export function twistCovariance(
  config: WheelConfig,
  { report, tickVariance, track }: Encoders,
  period: number,
): Float64Array {
  const drawn = config.radius_error_sd * config.radius_error_sd;
  const left = drawn * report.way[0]! * report.way[0]!;
  const right = drawn * report.way[1]! * report.way[1]!;
  const rate = 1 / (period * period);
  const speed = report.forwardVariance + tickVariance / 2 + (left + right) / 4;
  const turn = report.turnVariance + (2 * tickVariance + left + right) / (track * track);
  const cross = report.crossVariance + (right - left) / (2 * track);
  return planarCovariance(config, speed * rate, NOT_MEASURED, turn * rate, cross * rate);
}

/** Of the pose since the start. */
export function poseCovariance(
  config: WheelConfig,
  { covariance: p }: DeadReckoning,
): Float64Array {
  const out = planarCovariance(config, p[0]!, p[4]!, p[8]!, p[2]!);
  if (config.covariance !== "honest") return out;
  out[1] = out[6] = p[1]! * config.covariance_factor;
  out[11] = out[31] = p[5]! * config.covariance_factor;
  return out;
}

/** For a motion in the plane: variances of x, y and yaw, and the covariance of x and yaw. */
function planarCovariance(
  config: WheelConfig,
  x: number,
  y: number,
  yaw: number,
  xYaw: number,
): Float64Array {
  const out = slab.float64(36);
  if (config.covariance === "unknown") out[0] = -1;
  if (config.covariance !== "honest") return out;
  const factor = config.covariance_factor;
  out[0] = x * factor;
  out[7] = y === NOT_MEASURED ? y : y * factor;
  out[14] = out[21] = out[28] = NOT_MEASURED;
  out[35] = yaw * factor;
  out[5] = out[30] = xYaw * factor;
  return out;
}
