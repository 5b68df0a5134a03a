/**
 * From true motion to what the wheels report. A wheel's surface travels
 *
 *     d (1 + slip) + k √|d| N(0, 1)
 *
 * over ground of length d, so that the variance over a way is k² times its length however finely
 * it is cut (Chong and Kleeman 1997); counting a noise per sample instead, as is common, gives a
 * result that depends on the rate. Encoders count whole ticks of the total angle: what is left of
 * a tick is carried to the next sample. Where in a tick each wheel stands at the start is drawn:
 * a robot that always began on an edge would fall half a tick short on average.
 */
import type { RandomStream, RandomTree } from "../../../core/math/random.ts";
import type { WheelGeometry } from "../../contract.ts";
import type { Slip } from "../../world/scene.ts";
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
  /**
   * Variance of each and their covariance as slip and noise have it, m², rad², m rad: what is
   * independent from step to step, so without radii and ticks.
   */
  forwardVariance: number;
  turnVariance: number;
  crossVariance: number;
  /** Of the left and right wheel as measured, m. */
  readonly way: Float64Array;
  /** Angle of the left and right wheel as counted, and how far it went on, rad. */
  readonly angle: Float64Array;
  readonly step: Float64Array;
}

const NO_SLIP: Slip = { ratio: new Float64Array(2), metres: new Float64Array(2) };

/** Two wheels on an axle with their encoders; without wheels, a sensor of speed and yaw rate. */
export class Encoders {
  readonly #geometry: WheelGeometry | undefined;
  readonly #config: WheelConfig;
  readonly #seconds: number;
  readonly #slip: readonly [RandomStream, RandomStream];
  /** Slip of the world over the interval. */
  #met: Slip = NO_SLIP;
  readonly #noise: RandomStream;
  readonly #yawNoise: RandomStream;
  /** Metres believed per radian. */
  readonly #believed = new Float64Array(2);
  /** Total angle that each wheel has turned, from the edge of a tick. */
  readonly #total = new Float64Array(2);
  /** Whole ticks in it. */
  readonly #ticks = new Float64Array(2);
  /** Angle of a tick, rad; 0 where encoders are continuous. */
  readonly #tick: number;
  readonly report: Report = {
    forward: 0,
    turn: 0,
    forwardVariance: 0,
    turnVariance: 0,
    crossVariance: 0,
    way: new Float64Array(2),
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
    const ticks = config.ticks_per_revolution;
    this.#tick = ticks === 0 ? 0 : 2 * Math.PI / ticks;
    const drawn = rng.at("radius"), phase = rng.at("phase");
    for (let side = 0; side < 2; side++) {
      const error = config.radius_error[side]! + config.radius_error_sd * drawn.gaussian();
      this.#believed[side] = (geometry?.radius ?? 1) * (1 + error);
      this.#total[side] = phase.uniform() * this.#tick;
    }
  }

  /** Distance of the wheels as believed, m; without wheels 1, which nothing hangs on. */
  get track(): number {
    return (this.#geometry?.track ?? 1) * (1 + this.#config.track_error);
  }

  /** Variance of a counted distance: two ends, each uniform over a tick, m²; mean of both sides. */
  get tickVariance(): number {
    const left = this.#tick * this.#believed[0]!, right = this.#tick * this.#believed[1]!;
    return (left * left + right * right) / 12;
  }

  /** Measures one interval, with what the world slips; fills {@linkcode Encoders.report}. */
  measure(travel: Travel, slip: Slip = NO_SLIP): void {
    this.#met = slip;
    const { report } = this, config = this.#config, root = Math.sqrt(this.#seconds);
    const forward = config.forward_noise_density_m_s_sqrt_hz * root;
    const yaw = config.yaw_noise_density_rad_s_sqrt_hz * root;
    const along = forward * this.#noise.gaussian(), about = yaw * this.#yawNoise.gaussian();
    if (this.#geometry === undefined) {
      report.forward = travel.forward + along;
      report.turn = travel.turn + about;
      report.forwardVariance = report.turnVariance = report.crossVariance = 0;
    } else {
      this.#count(travel, this.#geometry, along, about);
    }
    report.forwardVariance += forward * forward;
    report.turnVariance += yaw * yaw;
  }

  /** `along` and `about`, m and rad, are noise on the way and the turn as the wheels tell them. */
  #count(travel: Travel, { radius, track }: WheelGeometry, along: number, about: number): void {
    const { report, track: believedTrack } = this, config = this.#config;
    const apart = travel.turn * track / 2, noiseApart = about * believedTrack / 2;
    const left = this.#roll(
      0,
      this.#slipped(0, travel.forward - apart, travel.leftWay) / radius,
      along - noiseApart,
    );
    const right = this.#roll(
      1,
      this.#slipped(1, travel.forward + apart, travel.rightWay) / radius,
      along + noiseApart,
    );
    report.forward = (left + right) / 2;
    report.turn = (right - left) / believedTrack;
    const k = config.slip_noise_m_sqrt_m * config.slip_noise_m_sqrt_m;
    report.forwardVariance = k * (travel.leftWay + travel.rightWay) / 4;
    report.turnVariance = k * (travel.leftWay + travel.rightWay) / (believedTrack * believedTrack);
    report.crossVariance = k * (travel.rightWay - travel.leftWay) / (2 * believedTrack);
  }

  /** What a wheel's surface travels over a distance, m. */
  #slipped(side: 0 | 1, distance: number, way: number): number {
    const { slip_ratio, slip_noise_m_sqrt_m } = this.#config;
    const { ratio, metres } = this.#met;
    return distance * (1 + slip_ratio + ratio[side]!) + metres[side]! +
      slip_noise_m_sqrt_m * Math.sqrt(way) * this.#slip[side].gaussian();
  }

  /** Turns a wheel by an angle and returns what its encoder makes of it, noise (m) included, m. */
  #roll(side: 0 | 1, angle: number, noise: number): number {
    const { report } = this, tick = this.#tick, believed = this.#believed[side]!;
    const turned = angle + noise / believed;
    this.#total[side]! += turned;
    if (tick === 0) {
      report.step[side] = turned;
      report.angle[side] = this.#total[side]!;
    } else {
      const ticks = Math.floor(this.#total[side]! / tick);
      report.step[side] = (ticks - this.#ticks[side]!) * tick;
      report.angle[side] = ticks * tick;
      this.#ticks[side] = ticks;
    }
    return report.way[side] = report.step[side]! * believed;
  }
}
