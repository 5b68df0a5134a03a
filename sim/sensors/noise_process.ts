/** The processes of `linear_process.ts` as three independent channels with a stream of their own. */
import type { RandomStream } from "../../core/math/random.ts";
import type { Numbers } from "../../core/math/vec3.ts";
import { type LinearSystem, sampleSystem } from "./linear_process.ts";

/** Three channels of one linear system. Every sample draws the same number of deviates. */
export class NoiseProcess {
  readonly #order: number;
  readonly #transition: Float64Array;
  readonly #noise: Float64Array;
  readonly #density: Float64Array;
  readonly #stream: RandomStream;
  readonly #c: Float64Array;
  /** State of channel i at i · order. */
  readonly #state: Float64Array;
  readonly #next: Float64Array;
  readonly #draws: Float64Array;
  /** Mean of each channel over the last interval. */
  readonly mean: Float64Array = new Float64Array(3);
  /** Value of each channel at its end. */
  readonly end: Float64Array = new Float64Array(3);

  /**
   * @param density of the driving noise, a number a channel
   * @param start standard deviations of the states at the start, per unit density
   */
  constructor(
    system: LinearSystem,
    options: { seconds: number; density: Numbers; start: Numbers; stream: RandomStream },
  ) {
    const sampled = sampleSystem(system, options.seconds);
    const n = this.#order = sampled.order;
    this.#transition = sampled.transition;
    this.#noise = sampled.noise;
    this.#density = Float64Array.from(options.density);
    this.#stream = options.stream;
    this.#c = Float64Array.from(system.c);
    this.#state = new Float64Array(3 * n);
    this.#next = new Float64Array(n + 1);
    this.#draws = new Float64Array(n + 1);
    for (let i = 0; i < 3; i++) {
      for (let k = 0; k < n; k++) {
        this.#state[i * n + k] = this.#stream.gaussian() * options.start[k]! * this.#density[i]!;
      }
    }
  }

  /** Adds to the state what a constant input `u` (3) has long since brought it to. */
  settle(u: Numbers): void {
    for (let i = 0; i < 3; i++) this.#state[i * this.#order]! += u[i]!;
  }

  /** One interval; `input` (9, absent: none) holds three channels at each of three nodes. */
  sample(input?: Float64Array): void {
    const n = this.#order, width = n + 3;
    const transition = this.#transition, noise = this.#noise, next = this.#next;
    const state = this.#state, draws = this.#draws;
    for (let i = 0; i < 3; i++) {
      for (let k = 0; k <= n; k++) draws[k] = this.#stream.gaussian() * this.#density[i]!;
      for (let row = 0; row <= n; row++) {
        let sum = 0;
        for (let k = 0; k < n; k++) sum += transition[row * width + k]! * state[i * n + k]!;
        if (input !== undefined) {
          sum += transition[row * width + n]! * input[i]! +
            transition[row * width + n + 1]! * input[3 + i]! +
            transition[row * width + n + 2]! * input[6 + i]!;
        }
        for (let k = 0; k <= row; k++) sum += noise[row * (n + 1) + k]! * draws[k]!;
        next[row] = sum;
      }
      let end = 0;
      for (let k = 0; k < n; k++) {
        state[i * n + k] = next[k]!;
        end += this.#c[k]! * next[k]!;
      }
      this.end[i] = end;
      this.mean[i] = next[n]!;
    }
  }

  /** Variance of a mean, per unit density squared, of a process that is stationary from the start. */
  stationaryVariance(start: Numbers): number {
    const n = this.#order;
    let sum = 0;
    for (let k = 0; k < n; k++) {
      const part = this.#transition[n * (n + 3) + k]! * start[k]!;
      sum += part * part;
    }
    for (let k = 0; k <= n; k++) {
      const part = this.#noise[n * (n + 1) + k]!;
      sum += part * part;
    }
    return sum;
  }
}
