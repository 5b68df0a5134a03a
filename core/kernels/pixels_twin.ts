/** The sensor model in TypeScript, in the operations and order of `as/raycast/pixels.ts`. */
import {
  type Developer,
  deviates,
  type FixedPattern,
  type NoiseSeeds,
  type SensorModel,
} from "./pixels.ts";

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
    for (let i = 0; i < this.bytes.length; i++) {
      const mean = this.light[i]! * model.electrons * gain[i]! + model.darkElectrons + offset[i]!;
      const all = mean + model.shot * Math.sqrt(mean > 0 ? mean : 0) * table[shots.next()]! +
        model.darkDeviation * table[darks.next()]!;
      const number = Math.floor(model.black + model.gain * all + 0.5);
      this.bytes[i] = this.#tone[number > 0 ? (number < top ? number : top) : 0]!;
    }
  }
}
