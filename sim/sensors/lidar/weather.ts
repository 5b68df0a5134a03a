/**
 * Rain and fog. Both dim what comes back by exp(−2 α R). Rain: α = 0.01 r^0.6 per metre at a rate r
 * (mm/h; Goodin et al. 2019), and single drops that send back enough to be taken for the target:
 * Marshall and Palmer's drop sizes N(D) = 8000 exp(−4.1 r^−0.21 D) per m³ and mm, each in a random
 * place of the beam's cone (LISA, Kilic et al. 2021). Fog: α = ln 20 / V for a meteorological
 * optical range V, and a soft target: what the fog itself sends back peaks close to the sensor
 * (Hahner et al. 2021).
 */
import type { RandomStream } from "../../../core/math/random.ts";
import { exp, log, pow } from "../../../core/math/scalar.ts";

/** Weather of a lidar. */
export interface WeatherConfig {
  readonly rain_mm_h: number;
  readonly fog_visibility_m?: number | undefined;
  readonly divergence_mrad: number;
}

/** Smallest drop that counts, mm, and what a drop's front sends back: ((n − 1) / (n + 1))². */
const DROP_MIN_MM = 0.05;
const DROP_REFLECTIVITY = 0.02;
/** No drop is larger, mm. */
const DROP_MAX_MM = 6;
/** Share of the fog's extinction that goes straight back, per steradian times 4π: ISO fog. */
const FOG_BACKSCATTER = 0.046;
/** Length of a pulse, m, and where the receiver begins to see the beam fully, m. */
const PULSE_M = 1.5;
const OVERLAP_M = 1;

/** The air between a lidar and its targets. */
export class Weather {
  /** Extinction, 1/m. */
  readonly extinction: number;
  readonly #rate: number;
  readonly #perMm: number;
  readonly #perCubicMetre: number;
  readonly #halfAngle: number;
  readonly #fog: { readonly power: number; readonly range: number };

  constructor({ rain_mm_h: rate, fog_visibility_m: visibility, divergence_mrad }: WeatherConfig) {
    const fog = visibility === undefined ? 0 : log(20) / visibility;
    this.#rate = rate;
    this.#halfAngle = divergence_mrad / 2000;
    this.#perMm = rate > 0 ? 4.1 * pow(rate, -0.21) : 0;
    this.#perCubicMetre = rate > 0 ? 8000 / this.#perMm * exp(-this.#perMm * DROP_MIN_MM) : 0;
    this.extinction = fog + (rate > 0 ? 0.01 * pow(rate, 0.6) : 0);
    this.#fog = softTarget(fog, this.extinction);
  }

  /** Whether there is anything but clear air. */
  get clear(): boolean {
    return this.extinction === 0;
  }

  /** What of a power gets there and back over a range, m. */
  transmission(range: number): number {
    return this.extinction === 0 ? 1 : exp(-2 * this.extinction * range);
  }

  /** The strongest of what the fog sends back, in units of reflectivity / m², and where. */
  get fog(): { readonly power: number; readonly range: number } {
    return this.#fog;
  }

  /**
   * The strongest drop before a range, m: its power goes into `out[0]`, its range into `out[1]`; 0
   * where there is none. Drops beyond which even the largest sends back less than `least` don't
   * count. Draws a number of deviates that depends on the weather alone.
   */
  drop(stream: RandomStream, range: number, least: number, out: Float64Array): void {
    out[0] = out[1] = 0;
    if (this.#rate === 0) return;
    const far = this.#farthest(least), tan = this.#halfAngle;
    const volume = Math.PI / 3 * tan * tan * far * far * far;
    let expected = this.#perCubicMetre * volume - exponential(stream);
    while (expected > 0) {
      // Uniform in the cone: the cube of the distance is.
      const place = far * pow(stream.uniform(), 1 / 3);
      const size = DROP_MIN_MM + exponential(stream) / this.#perMm;
      expected -= exponential(stream);
      if (place >= range) continue;
      const power = this.#dropPower(place, Math.min(size, DROP_MAX_MM));
      if (power > out[0]!) {
        out[0] = power;
        out[1] = place;
      }
    }
  }

  #dropPower(range: number, sizeMm: number): number {
    const share = sizeMm / 1000 / (2 * this.#halfAngle * range);
    return DROP_REFLECTIVITY * Math.min(1, share * share) * this.transmission(range) /
      (range * range);
  }

  /** Where the largest drop sends back `least`: (ρ D² / (θ² least))^¼, light lost left out. */
  #farthest(least: number): number {
    const share = DROP_MAX_MM / 1000 / (2 * this.#halfAngle);
    return Math.sqrt(Math.sqrt(DROP_REFLECTIVITY * share * share / least));
  }
}

function exponential(stream: RandomStream): number {
  return -log(1 - stream.uniform());
}

/** The largest response of fog: the pulse slid over β exp(−2 α R) / R², once the beam is seen. */
function softTarget(fog: number, extinction: number): { power: number; range: number } {
  let power = 0, range = 0;
  if (fog === 0) return { power, range };
  for (let centre = OVERLAP_M; centre < 30; centre += 0.05) {
    let sum = 0;
    for (let i = 0; i < 30; i++) {
      const at = centre + ((i + 0.5) / 30 - 0.5) * PULSE_M;
      if (at > OVERLAP_M) sum += exp(-2 * extinction * at) / (at * at) * PULSE_M / 30;
    }
    if (FOG_BACKSCATTER * fog * sum > power) {
      power = FOG_BACKSCATTER * fog * sum;
      range = centre;
    }
  }
  return { power, range };
}
