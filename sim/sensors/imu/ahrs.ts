/**
 * The orientation that an IMU's own filter puts out: true roll and pitch with white noise, and a
 * heading that is off by a constant, drifts, wanders and is noisy. The errors are rotations about
 * the world's fixed axes, as its covariance is (REP 145).
 */
import { fromRotationVector, multiply } from "../../../core/math/quaternion.ts";
import type { RandomStream, RandomTree } from "../../../core/math/random.ts";
import type { Quaternion } from "../../../msgs/types.ts";
import type { Mount, TruthState } from "../../contract.ts";
import type { AhrsConfig } from "./config.ts";

const error = new Float64Array(3);
const q = new Float64Array(4);

/** The orientation output of one IMU. */
export class Ahrs {
  readonly #config: AhrsConfig;
  readonly #period: number;
  readonly #tilt: RandomStream;
  readonly #yaw: RandomStream;
  readonly #walk: RandomStream;
  /** The slow part of the heading's error, rad. */
  #offset: number;
  /** As it is stated. */
  readonly covariance: Float64Array;

  /** @param period s; `state` makes the stated covariance of true variances */
  constructor(
    config: AhrsConfig,
    period: number,
    rng: RandomTree,
    state: (variance: number[]) => Float64Array,
  ) {
    this.#config = config;
    this.#period = period;
    this.#tilt = rng.at("roll_pitch");
    this.#yaw = rng.at("yaw");
    this.#walk = rng.at("yaw_walk");
    this.#offset = config.yaw_offset_rad;
    const tilt = config.roll_pitch_sd_rad * config.roll_pitch_sd_rad;
    this.covariance = state([tilt, tilt, config.yaw_sd_rad * config.yaw_sd_rad]);
  }

  /** The orientation of the sensor in the world at the moment of `truth`. */
  sample(truth: TruthState, mount: Mount): Quaternion {
    const config = this.#config;
    this.#offset += config.yaw_drift_rad_s * this.#period +
      config.yaw_random_walk_rad_sqrt_s * Math.sqrt(this.#period) * this.#walk.gaussian();
    error[0] = config.roll_pitch_sd_rad * this.#tilt.gaussian();
    error[1] = config.roll_pitch_sd_rad * this.#tilt.gaussian();
    error[2] = config.yaw_sd_rad * this.#yaw.gaussian() + this.#offset;
    fromRotationVector(q, error);
    multiply(q, q, truth.orientation);
    multiply(q, q, mount.rotation);
    return { x: q[1]!, y: q[2]!, z: q[3]!, w: q[0]! };
  }
}
