/**
 * The sensor model in TypeScript, in f32 and in the operations and order of `as/raycast/pixels.ts`:
 * `fround` rounds every operation on two f32 as f32 hardware does.
 */
import { DeviateStream } from "./deviates.ts";
import type { Developer, FixedPattern, NoiseSeeds, SensorModel } from "./pixels.ts";

const fround = Math.fround;

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
    const { gain, offset } = this.#pattern, top = this.#tone.length - 1;
    const shots = new DeviateStream(seeds.shot), darks = new DeviateStream(seeds.dark);
    const electrons = fround(model.electrons), dark = fround(model.darkElectrons);
    const deviation = fround(model.darkDeviation), step = fround(model.gain);
    for (let i = 0; i < this.bytes.length; i++) {
      const free = fround(fround(this.light[i]! * electrons) * gain[i]!);
      const mean = fround(fround(free + dark) + offset[i]!);
      const shot = fround(fround(Math.sqrt(mean > 0 ? mean : 0)) * shots.next());
      const noisy = fround(mean + model.shot * shot);
      const all = fround(noisy + fround(deviation * darks.next()));
      const number = Math.floor(fround(fround(model.black + fround(step * all)) + 0.5));
      this.bytes[i] = this.#tone[number > 0 ? (number < top ? number : top) : 0]!;
    }
  }
}
