/**
 * From light to pixel values: the linear sensor model of EMVA 1288 (release 3.1). An amount of
 * light frees electrons; their number scatters as √ of its mean (shot noise); noise of the
 * electronics adds to it; a gain makes digital numbers, rounded and clipped; a curve makes bytes.
 *
 *     μ_y = K (μ_d + R e),  σ_y² = K² σ_d² + K² (μ_e + μ_d) + 1/12   (electrons e, gain K)
 */
import { pow } from "../math/scalar.ts";
import { DEVIATES, deviates } from "./deviates.ts";
import { type Kernel, newKernel, Room } from "./raycast/kernel.ts";

/** The numbers of a sensor. */
export interface SensorModel {
  /** Electrons that an amount of light of 1 frees in a pixel over the exposure. */
  readonly electrons: number;
  /** Mean electrons without light, and the deviation of the noise that needs none. */
  readonly darkElectrons: number;
  readonly darkDeviation: number;
  /** Digital numbers an electron. */
  readonly gain: number;
  /** Digital number of no electron. */
  readonly black: number;
  /** The largest digital number; 2^bits − 1. */
  readonly top: number;
  /** 1, or 0 to leave out shot noise. */
  readonly shot: 0 | 1;
}

/** Four words of each kind of noise for one picture. */
export interface NoiseSeeds {
  readonly shot: Uint32Array;
  readonly dark: Uint32Array;
}

/** The bytes of digital numbers 0 … `top`, black at `black`: linear, or sRGB's curve. */
export function toneCurve(
  curve: "srgb" | "linear",
  { black, top }: { black: number; top: number },
): Uint8Array {
  return Uint8Array.from({ length: top + 1 }, (_, number) => {
    const linear = Math.min(1, Math.max(0, (number - black) / (top - black)));
    if (curve === "linear") return Math.round(255 * linear);
    return Math.round(
      255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * pow(linear, 1 / 2.4) - 0.055),
    );
  });
}

/** Develops pictures of one size. */
export interface Developer {
  /** Light of each value of the picture; to be filled before a call. */
  readonly light: Float32Array;
  /** The picture. */
  readonly bytes: Uint8Array;
  /** Fills `bytes` from `light`. */
  develop(model: SensorModel, seeds: NoiseSeeds): void;
}

/** The fixed pattern of a sensor: gain and offset (electrons) of each value of a picture. */
export interface FixedPattern {
  readonly gain: Float32Array;
  readonly offset: Float32Array;
}

/** The compiled {@linkcode Developer}. */
export class WasmDeveloper implements Developer {
  readonly light: Float32Array;
  readonly bytes: Uint8Array;
  readonly #kernel: Kernel;
  readonly #at: { light: number; gain: number; offset: number; bytes: number };

  constructor(pattern: FixedPattern, tone: Uint8Array) {
    const count = pattern.gain.length;
    const kernel = this.#kernel = newKernel();
    const room = new Room(kernel);
    const at = this.#at = {
      light: room.take(4 * count),
      gain: room.take(4 * count),
      offset: room.take(4 * count),
      bytes: room.take(count),
    };
    const deviatesAt = room.take(4 * DEVIATES), toneAt = room.take(tone.length);
    const buffer = room.open();
    this.light = new Float32Array(buffer, at.light, count);
    this.bytes = new Uint8Array(buffer, at.bytes, count);
    new Float32Array(buffer, at.gain, count).set(pattern.gain);
    new Float32Array(buffer, at.offset, count).set(pattern.offset);
    new Float32Array(buffer, deviatesAt, DEVIATES).set(deviates());
    new Uint8Array(buffer, toneAt, tone.length).set(tone);
    kernel.pixelTables(deviatesAt, toneAt, tone.length - 1);
  }

  develop(model: SensorModel, { shot, dark }: NoiseSeeds): void {
    const { light, gain, offset, bytes } = this.#at;
    this.#kernel.seedShot(shot[0]!, shot[1]!, shot[2]!, shot[3]!);
    this.#kernel.seedDark(dark[0]!, dark[1]!, dark[2]!, dark[3]!);
    this.#kernel.develop(
      this.bytes.length,
      light,
      gain,
      offset,
      bytes,
      model.electrons,
      model.darkElectrons,
      model.darkDeviation,
      model.gain,
      model.black,
      model.shot,
    );
  }
}
