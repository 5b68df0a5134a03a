/** The sensor behind the lens: from light to bytes, with the noise of EMVA 1288. */
import { DeviateStream } from "../../../core/kernels/deviates.ts";
import { type Developer, toneCurve, WasmDeveloper } from "../../../core/kernels/pixels.ts";
import type { RandomStream, RandomTree } from "../../../core/math/random.ts";
import type { CameraConfig } from "./config.ts";

/** One camera's sensor. Every picture draws four words of each noise, whether it is on or not. */
export class Pixels {
  readonly #config: CameraConfig;
  readonly #shot: RandomStream;
  readonly #dark: RandomStream;
  readonly #prnu: RandomStream;
  readonly #dsnu: RandomStream;
  readonly #seeds = { shot: new Uint32Array(4), dark: new Uint32Array(4) };
  #developer: Developer | undefined;

  constructor(config: CameraConfig, rng: RandomTree) {
    this.#config = config;
    this.#shot = rng.at("shot");
    this.#dark = rng.at("dark");
    this.#prnu = rng.at("prnu");
    this.#dsnu = rng.at("dsnu");
  }

  /** Where the light of a picture is to be put. */
  developer(): Developer {
    return this.#developer ??= new WasmDeveloper(
      this.#pattern(),
      toneCurve(this.#config.tone, {
        black: this.#black,
        top: this.#top,
      }),
    );
  }

  get #top(): number {
    return (1 << this.#config.noise.bits) - 1;
  }

  get #black(): number {
    return this.#config.noise.black_level;
  }

  #pattern() {
    const { width, height, noise } = this.#config, count = 3 * width * height;
    const gain = new Float32Array(count), offset = new Float32Array(count);
    const draw = (out: Float32Array, stream: RandomStream) =>
      new DeviateStream(Uint32Array.from({ length: 4 }, () => stream.next())).fill(out);
    draw(gain, this.#prnu);
    draw(offset, this.#dsnu);
    for (let i = 0; i < count; i++) {
      gain[i] = Math.max(0, 1 + noise.prnu * gain[i]!);
      offset[i] = noise.dsnu_e * offset[i]!;
    }
    return { gain, offset };
  }

  /** A picture is lost: its noise passes by. */
  skip(): void {
    for (let i = 0; i < 4; i++) {
      this.#seeds.shot[i] = this.#shot.next();
      this.#seeds.dark[i] = this.#dark.next();
    }
  }

  /** The bytes of the picture whose light was put in; valid until the next. */
  develop(): Uint8Array {
    this.skip();
    const { noise, exposure_ms } = this.#config, developer = this.developer();
    const darkElectrons = noise.dark_current_e_s * exposure_ms / 1000;
    developer.develop({
      electrons: noise.white_e_ms * exposure_ms,
      darkElectrons,
      darkDeviation: noise.read_noise_e,
      gain: (this.#top - this.#black) / noise.full_well_e,
      black: this.#black,
      top: this.#top,
      shot: noise.shot ? 1 : 0,
    }, this.#seeds);
    return developer.bytes;
  }
}
