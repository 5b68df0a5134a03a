/** A first-order low-pass, for samples that need not come evenly. */
import type { Numbers } from "./vec3.ts";

/**
 * y += a (x − y) with a = dt / (dt + τ), τ = 1 / (2π f): the backward Euler step of τ y' = x − y. It
 * is stable at any interval, and passes what is constant unchanged.
 *
 * @example
 * ```ts
 * import { LowPass } from "./low_pass.ts";
 * const filter = new LowPass(1, 5); // one value, 5 Hz
 * filter.step([1], 0.01); // the first sample as it is
 * filter.step([0], 0.01)[0]; // 0.7608: a step decays with τ = 32 ms
 * ```
 */
export class LowPass {
  /** Hz; may change between samples. */
  cutoffHz: number;
  readonly #state: Float64Array;
  #begun = false;

  /** For samples of `size` values. @throws {RangeError} a cutoff that is not positive */
  constructor(size: number, cutoffHz: number) {
    if (!(cutoffHz > 0)) throw new RangeError(`A cutoff of ${cutoffHz} Hz must be > 0`);
    this.cutoffHz = cutoffHz;
    this.#state = new Float64Array(size);
  }

  /** The next sample is taken as it is. */
  reset(): void {
    this.#begun = false;
  }

  /** One sample, `dtS` seconds after the last; the result is valid until the next. */
  step(sample: Numbers, dtS: number): Float64Array {
    const state = this.#state;
    const gain = this.#begun ? dtS / (dtS + 1 / (2 * Math.PI * this.cutoffHz)) : 1;
    for (let i = 0; i < state.length; i++) state[i] = state[i]! + gain * (sample[i]! - state[i]!);
    this.#begun = true;
    return state;
  }
}
