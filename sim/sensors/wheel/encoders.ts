/**
 * From true motion to what the wheels report. A wheel's surface travels
 *
 *     d (1 + slip) + k √|d| N(0, 1)
 *
 * over ground of length d, so that the variance over a way is k² times its length however finely
 * it is cut (Chong and Kleeman 1997); counting a noise per sample instead, as is common, gives a
 * result that depends on the rate. Encoders count whole ticks of the total angle: what is left of
 * a tick is carried to the next sample.
 */
import type { RandomStream, RandomTree } from "../../../core/math/random.ts";
import type { WheelGeometry } from "../../contract.ts";
import type { WheelConfig } from "./config.ts";

/** True motion over an interval, along the body's x axis and about its z axis. */
export interface Travel {
  /** m. */
  forward: number;
  /** rad. */
  turn: number;
  /** Ways of the left and right wheel, never less than what is between their ends, m. */
  leftWay: number;
  rightWay: number;
}

/** What the odometry makes of it. */
export interface Report {
  /** m and rad as measured. */
  forward: number;
  turn: number;
  /** Variance of each and their covariance as slip and noise have it, m², rad², m rad. */
  forwardVariance: number;
  turnVariance: number;
  crossVariance: number;
  /** Angle of the left and right wheel as counted, and how far it went on, rad. */
  readonly angle: Float64Array;
  readonly step: Float64Array;
}

/** Two wheels on an axle with their encoders; without wheels, a sensor of speed and yaw rate. */
export class Encoders {
  readonly #geometry: WheelGeometry | undefined;
  readonly #config: WheelConfig;
  readonly #seconds: number;
  readonly #slip: readonly [RandomStream, RandomStream];
  readonly #noise: RandomStream;
  readonly #yawNoise: RandomStream;
  /** Metres believed per radian. */
  readonly #believed = new Float64Array(2);
  /** Total angle that each wheel has turned. */
  readonly #total = new Float64Array(2);
  readonly report: Report = {
    forward: 0,
    turn: 0,
    forwardVariance: 0,
    turnVariance: 0,
    crossVariance: 0,
    angle: new Float64Array(2),
    step: new Float64Array(2),
  };

  constructor(config: WheelConfig, geometry: WheelGeometry | undefined, rng: RandomTree) {
    this.#config = config;
    this.#geometry = geometry;
    this.#seconds = 1 / config.rate_hz;
    this.#slip = [rng.at("slip/left"), rng.at("slip/right")];
    this.#noise = rng.at("forward");
    this.#yawNoise = rng.at("yaw");
    const drawn = rng.at("radius");
    for (let side = 0; side < 2; side++) {
      const error = config.radius_error[side]! + config.radius_error_sd * drawn.gaussian();
      this.#believed[side] = (geometry?.radius ?? 1) * (1 + error);
    }
  }

  /** Variance of a counted distance: two ends, each uniform over a tick, m². */
  get tickVariance(): number {
    const { ticks_per_revolution: ticks } = this.#config;
    if (ticks === 0) return 0;
    const tick = 2 * Math.PI / ticks * this.#believed[0]!;
    return tick * tick / 6;
  }

  /** Measures one interval; the result is in {@linkcode Encoders.report}. */
  measure(travel: Travel): void {
    const { report } = this;
    if (this.#geometry === undefined) {
      report.forward = travel.forward;
      report.turn = travel.turn;
      report.forwardVariance = report.turnVariance = report.crossVariance = 0;
    } else {
      this.#count(travel, this.#geometry);
    }
    const config = this.#config, root = Math.sqrt(this.#seconds);
    const forward = config.forward_noise_density_m_s_sqrt_hz * root;
    const yaw = config.yaw_noise_density_rad_s_sqrt_hz * root;
    report.forward += forward * this.#noise.gaussian();
    report.turn += yaw * this.#yawNoise.gaussian();
    report.forwardVariance += forward * forward;
    report.turnVariance += yaw * yaw;
  }

  #count(travel: Travel, { radius, track }: WheelGeometry): void {
    const { report } = this, config = this.#config;
    const apart = travel.turn * track / 2;
    const believedTrack = track * (1 + config.track_error);
    const left = this.#roll(0, travel.forward - apart, travel.leftWay, radius);
    const right = this.#roll(1, travel.forward + apart, travel.rightWay, radius);
    report.forward = (left + right) / 2;
    report.turn = (right - left) / believedTrack;
    const k = config.slip_noise_m_sqrt_m * config.slip_noise_m_sqrt_m;
    const drawn = config.radius_error_sd * config.radius_error_sd;
    const leftVariance = k * travel.leftWay + drawn * left * left;
    const rightVariance = k * travel.rightWay + drawn * right * right;
    report.forwardVariance = (leftVariance + rightVariance) / 4;
    report.turnVariance = (leftVariance + rightVariance) / (believedTrack * believedTrack);
    report.crossVariance = (rightVariance - leftVariance) / (2 * believedTrack);
  }

  /** Turns a wheel over `distance` and returns what its encoder makes of it, m. */
  #roll(side: 0 | 1, distance: number, way: number, radius: number): number {
    const { slip_ratio, slip_noise_m_sqrt_m, ticks_per_revolution: ticks } = this.#config;
    const random = slip_noise_m_sqrt_m * Math.sqrt(way) * this.#slip[side].gaussian();
    const total = this.#total[side]! + (distance * (1 + slip_ratio) + random) / radius;
    this.#total[side] = total;
    const tick = 2 * Math.PI / ticks;
    const angle = ticks === 0 ? total : Math.floor(total / tick) * tick;
    const { report } = this;
    report.step[side] = angle - report.angle[side]!;
    report.angle[side] = angle;
    return report.step[side]! * this.#believed[side]!;
  }
}
