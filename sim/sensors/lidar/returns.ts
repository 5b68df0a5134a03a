/**
 * From what a beam met to what the lidar says: power P = ρ cos θ exp(−2 α R) / R² against the least
 * that is detected, noise along the ray, intensity in the device's own scale. A beam that nothing
 * came back from stays one (REP 117). Each effect draws from a stream of its own, once a beam.
 */
import { deviates } from "../../../core/kernels/pixels.ts";
import type { RandomStream, RandomTree } from "../../../core/math/random.ts";
import { exp } from "../../../core/math/scalar.ts";
import type { LidarConfig } from "./config.ts";
import { Weather } from "./weather.ts";

/** SNR of the least power that is detected. */
const SNR_LEAST = 12;

/** What a beam said. */
export interface Return {
  /** Metres; NaN: nothing came back; −∞: something nearer than can be measured. */
  range: number;
  /** In the device's scale. */
  intensity: number;
}

/** The receiver of one lidar. */
export class Receiver {
  readonly #config: LidarConfig;
  readonly #weather: Weather;
  readonly #least: number;
  readonly #deviates: Float32Array;
  readonly #streams: Readonly<Record<"range" | "detection" | "loss" | "intensity", RandomStream>>;
  readonly #drops: RandomStream;
  readonly #fog: RandomStream;
  readonly #drop = new Float64Array(2);

  constructor(config: LidarConfig, rng: RandomTree) {
    this.#config = config;
    this.#weather = new Weather(config);
    // A tenth sent back from this far is what is just detected in clear air.
    this.#least = 0.1 / (config.range_10_percent_m * config.range_10_percent_m);
    this.#deviates = deviates();
    this.#streams = {
      range: rng.at("range"),
      detection: rng.at("detection"),
      loss: rng.at("loss"),
      intensity: rng.at("intensity"),
    };
    this.#drops = rng.at("drops");
    this.#fog = rng.at("fog");
  }

  /**
   * What comes of a beam.
   *
   * @param range metres to what it met, ∞: nothing
   * @param reflected reflectivity times cosine of incidence of what it met
   */
  receive(range: number, reflected: number, out: Return): void {
    const config = this.#config, { loss, detection, range: rangeStream, intensity } = this.#streams;
    const lost = config.loss > 0 && loss.uniform() < config.loss;
    const needed = config.detection_spread > 0
      ? this.#least * exp(config.detection_spread * this.#gaussian(detection))
      : this.#least;
    let at = range, power = 0;
    if (range < Infinity) power = reflected * this.#weather.transmission(range) / (range * range);
    if (!this.#weather.clear) {
      this.#weather.drop(this.#drops, range, this.#least, this.#drop);
      if (this.#drop[0]! > power) {
        power = this.#drop[0]!;
        at = this.#drop[1]!;
      }
      this.#veil(out);
      if (out.intensity > power) {
        power = out.intensity;
        at = out.range;
      }
    }
    const noise = config.range_sd_m > 0 || config.range_snr_sd_m > 0
      ? this.#gaussian(rangeStream)
      : 0;
    const speckle = config.intensity_noise > 0 ? this.#gaussian(intensity) : 0;
    out.range = NaN;
    out.intensity = 0;
    if (lost || !(power >= needed)) return;
    const snr = SNR_LEAST * power / this.#least;
    at += noise * Math.max(config.range_sd_m, config.range_snr_sd_m / Math.sqrt(snr));
    const step = config.range_resolution_m;
    if (step > 0) at = Math.round(at / step) * step;
    if (at > config.range_max_m) return;
    out.range = at < config.range_min_m ? -Infinity : at;
    out.intensity = this.#intensity(power, at, 1 + config.intensity_noise * speckle);
  }

  /** Fills `out` with the range and, as intensity, the power of what the fog sends back. */
  #veil(out: Return): void {
    const { fog } = this.#weather;
    out.intensity = 0;
    if (fog.power === 0) return;
    const spread = this.#gaussian(this.#fog), shift = this.#fog.uniform();
    out.intensity = fog.power * exp(0.3 * spread);
    out.range = fog.range * (0.8 + 0.4 * shift);
  }

  #intensity(power: number, range: number, speckle: number): number {
    const { intensity, intensity_gain: gain } = this.#config;
    if (intensity === "signal") return Math.max(0, Math.round(gain * power * speckle));
    const value = gain * power * range * range * speckle;
    // Diffuse surfaces to 100; retroreflectors share the rest.
    return Math.min(
      255,
      Math.max(0, Math.round(value <= gain ? value : gain + (value - gain) / 4)),
    );
  }

  /** A standard normal deviate, one of 2^16: half a draw would do, a whole keeps streams plain. */
  #gaussian(stream: RandomStream): number {
    return this.#deviates[stream.next() >>> 16]!;
  }
}
