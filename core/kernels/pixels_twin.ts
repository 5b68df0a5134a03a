/**
 * The sensor model in TypeScript, in f32 and in the operations and order of `as/raycast/pixels.ts`:
 * `fround` rounds every operation on two f32 as f32 hardware does.
 */
import {
  type Developer,
  deviates,
  type FixedPattern,
  type NoiseSeeds,
  type SensorModel,
} from "./pixels.ts";

const fround = Math.fround;

/** xoshiro128** (Blackman and Vigna): 16 bits at a time, low half first. */
class Halves {
  readonly #state: Uint32Array;
  #bits = 0;
  #half = false;

  constructor(words: Uint32Array) {
    this.#state = words.slice(0, 4);
    this.#state[3]! |= 1; // all zero is the one state that never leaves itself
  }

  next(): number {
    if (this.#half) {
      this.#half = false;
      return this.#bits >>> 16;
    }
    this.#half = true;
    return (this.#bits = this.#draw()) & 0xffff;
  }

  #draw(): number {
    const s = this.#state;
    const scrambled = Math.imul(s[1]!, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const t = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result >>> 0;
  }
}

/** The twin of `WasmDeveloper`. */
export class TwinDeveloper implements Developer {
  readonly light: Float32Array;
  readonly bytes: Uint8Array;
  readonly #pattern: FixedPattern;
  readonly #tone: Uint8Array;

  constructor(pattern: FixedPattern, tone: Uint8Array) {
    this.light = new Float32Array(pattern.gain.length);
    this.bytes = new Uint8Array(pattern.gain.length);
    this.#pattern = pattern;
    this.#tone = tone;
  }

  develop(model: SensorModel, seeds: NoiseSeeds): void {
    const { gain, offset } = this.#pattern, table = deviates(), top = this.#tone.length - 1;
    const shots = new Halves(seeds.shot), darks = new Halves(seeds.dark);
    const electrons = fround(model.electrons), dark = fround(model.darkElectrons);
    const deviation = fround(model.darkDeviation), step = fround(model.gain);
    for (let i = 0; i < this.bytes.length; i++) {
      const free = fround(fround(this.light[i]! * electrons) * gain[i]!);
      const mean = fround(fround(free + dark) + offset[i]!);
      const shot = fround(fround(Math.sqrt(mean > 0 ? mean : 0)) * table[shots.next()]!);
      const noisy = fround(mean + model.shot * shot);
      const all = fround(noisy + fround(deviation * table[darks.next()]!));
      const number = Math.floor(fround(fround(model.black + fround(step * all)) + 0.5));
      this.bytes[i] = this.#tone[number > 0 ? (number < top ? number : top) : 0]!;
    }
  }
}
