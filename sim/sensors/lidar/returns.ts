/**
 * From what a beam met to what the lidar says: power P = ρ cos θ exp(−2 α R) / R² against the least
 * that is detected, noise along the ray, intensity in the device's own scale. A beam that nothing
 * came back from stays one (REP 117). Each effect draws from a stream of its own, once a beam.
 */
import { deviates } from "../../../core/kernels/deviates.ts";
import type { RandomStream, RandomTree } from "../../../core/math/random.ts";
import { exp } from "../../../core/math/scalar.ts";
import type { LidarConfig } from "./config.ts";
import type { Turn } from "./messages.ts";
import { Weather } from "./weather.ts";

/** SNR of the least power that is detected. */
const SNR_LEAST = 12;

/** Firings that are drawn for at once: their words stay in the processor's cache. */
const CHUNK = 1024;

/** What the beams of a turn met, by firing. */
export interface Met {
  /** Metres from where the beam begins; ∞: nothing. */
  readonly way: Float64Array;
  /** Reflectivity times cosine of incidence. */
  readonly reflected: Float64Array;
  /** How much a measured range is longer than the way, metres. */
  readonly offset: number;
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
  /** Words of a chunk for the range's noise, the detection and the intensity's noise. */
  readonly #words = [0, 1, 2].map(() => new Uint32Array(CHUNK)) as [
    Uint32Array,
    Uint32Array,
    Uint32Array,
  ];
  /** The strongest echo of the firing that is looked at: its power and its range. */
  #power = 0;
  #at = 0;

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
   * What comes of a turn: ranges in metres, NaN where nothing came back and −∞ where something is
   * nearer than can be measured; intensities in the device's scale.
   */
  receive(met: Met, out: Turn): void {
    const { detection_spread, range_sd_m, range_snr_sd_m, intensity_noise } = this.#config;
    const { detection, range, intensity } = this.#streams, firings = out.ranges.length;
    const [noise, needs, speckle] = this.#words;
    for (let first = 0; first < firings; first += CHUNK) {
      const count = Math.min(CHUNK, firings - first);
      if (detection_spread > 0) detection.fill(needs.subarray(0, count));
      if (range_sd_m > 0 || range_snr_sd_m > 0) range.fill(noise.subarray(0, count));
      if (intensity_noise > 0) intensity.fill(speckle.subarray(0, count));
      this.#chunk(met, out, first, count);
    }
  }

  #chunk({ way, reflected, offset }: Met, out: Turn, first: number, count: number): void {
    const config = this.#config, clear = this.#weather.clear;
    const { loss, range_sd_m, range_snr_sd_m, range_min_m, range_max_m } = config;
    const { intensity_noise, intensity_gain: gain, range_resolution_m: step } = config;
    const least = this.#least, needed = this.#neededPower(), table = this.#deviates;
    const [noise, needs, speckle] = this.#words, noisy = range_sd_m > 0 || range_snr_sd_m > 0;
    const spread = config.detection_spread > 0, signal = config.intensity === "signal";
    const { ranges, intensities, weather } = out;
    // Most that comes back is far above what any deviate asks for.
    const enough = spread ? least * needed[needed.length - 1]! : least;
    for (let i = 0; i < count; i++) {
      const firing = first + i;
      const lost = loss > 0 && this.#streams.loss.uniform() < loss;
      let at = way[firing]! + offset, power = 0;
      if (at < Infinity) {
        power = reflected[firing]! * (clear ? 1 : this.#weather.transmission(at)) / (at * at);
      }
      if (!clear) {
        this.#strongest(at, power);
        if (weather !== undefined) weather[firing] = at === this.#at ? 0 : 1;
        power = this.#power;
        at = this.#at;
      }
      ranges[firing] = NaN;
      intensities[firing] = 0;
      if (lost || !(power >= enough || spread && power >= least * needed[needs[i]! >>> 16]!)) {
        continue;
      }
      if (noisy) {
        const sd = range_snr_sd_m / Math.sqrt(SNR_LEAST * power / least);
        at += table[noise[i]! >>> 16]! * (sd > range_sd_m ? sd : range_sd_m);
      }
      if (step > 0) at = rounded(at / step) * step;
      if (at > range_max_m) continue;
      ranges[firing] = at < range_min_m ? -Infinity : at;
      const factor = intensity_noise > 0 ? 1 + intensity_noise * table[speckle[i]! >>> 16]! : 1;
      intensities[firing] = signal
        ? Math.max(0, rounded(gain * power * factor))
        : reflectivityOf(gain * power * at * at * factor, gain);
    }
  }

  /** The power that is needed over the least, for each of 2^16 deviates. */
  #neededPower(): Float64Array {
    const { detection_spread } = this.#config;
    let found = neededPowers.get(detection_spread);
    if (found === undefined) {
      const all = detection_spread > 0 ? this.#deviates : new Float32Array(0);
      found = Float64Array.from(all, (deviate) => exp(detection_spread * deviate));
      neededPowers.set(detection_spread, found);
    }
    return found;
  }

  /** The strongest of a target's echo, a drop's and the fog's. */
  #strongest(range: number, power: number): void {
    this.#power = power;
    this.#at = range;
    this.#weather.drop(this.#drops, range, this.#least, this.#drop);
    if (this.#drop[0]! > this.#power) {
      this.#power = this.#drop[0]!;
      this.#at = this.#drop[1]!;
    }
    const { fog } = this.#weather;
    if (fog.power === 0) return;
    const spread = this.#gaussian(this.#fog), shift = this.#fog.uniform();
    const veil = fog.power * exp(0.3 * spread);
    if (veil > this.#power) {
      this.#power = veil;
      this.#at = fog.range * (0.8 + 0.4 * shift);
    }
  }

  /** A standard normal deviate, one of 2^16: half a draw would do, a whole keeps streams plain. */
  #gaussian(stream: RandomStream): number {
    return this.#deviates[stream.next() >>> 16]!;
  }
}

/** Tables of {@linkcode Receiver}s by their spread; they are the same for all that share it. */
const neededPowers = new Map<number, Float64Array>();

/** To the next whole number. Math.round branches on the fraction, which nothing can predict. */
function rounded(value: number): number {
  return Math.floor(value + 0.5);
}

/** An intensity that doesn't depend on range: diffuse to `gain`, retroreflectors share the rest. */
function reflectivityOf(value: number, gain: number): number {
  const shown = rounded(value <= gain ? value : gain + (value - gain) / 4);
  return shown > 0 ? (shown < 255 ? shown : 255) : 0;
}
