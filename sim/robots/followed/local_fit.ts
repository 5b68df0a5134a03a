/**
 * Value, rate and acceleration of samples at a time: a cubic through those near it, by least squares
 * with tricube weights (loess: Cleveland 1979), so that no sample comes or goes with a jump. Noise of
 * the samples becomes noise of the acceleration, less of it the longer the window is; motion faster
 * than the window is lost.
 */
import { solve } from "../../../core/math/matrix.ts";

/** Coefficients of a cubic. */
const TERMS = 4;
/** A sample at the window's very end still counts a little: a cubic needs four. */
const LEAST_WEIGHT = 1e-6;

/** Fits cubics through columns of numbers over common times. */
export class LocalFit {
  readonly #columns: number;
  readonly #normal = new Float64Array(TERMS * TERMS);
  readonly #right: Float64Array;
  readonly #powers = new Float64Array(TERMS);

  /** @param columns numbers a sample */
  constructor(columns: number) {
    this.#columns = columns;
    this.#right = new Float64Array(TERMS * columns);
  }

  /**
   * Fills `value`, `rate` and `acceleration` (`columns` numbers each) at t = 0.
   *
   * @param times s, relative to the moment that is asked for: at least one, all different
   * @param samples one row of `columns` numbers a time
   * @param half s, where weights end; wider where a sample would have next to none
   */
  at(
    times: readonly number[],
    samples: Float64Array,
    half: number,
    out: { value: Float64Array; rate: Float64Array; acceleration: Float64Array },
  ): void {
    const columns = this.#columns, terms = Math.min(TERMS, times.length);
    const widest = times.reduce((most, t) => Math.max(most, Math.abs(t)), 0);
    // In units of the window, so that powers of small times don't spoil the normal equations.
    const scale = times.length > TERMS ? Math.max(half, widest) : 2 * Math.max(half, widest);
    this.#sum(times, samples, { terms, scale });
    solve(this.#normal, this.#right, terms, columns);
    for (let c = 0; c < columns; c++) {
      const term = (k: number) => k < terms ? this.#right[k * columns + c]! : 0;
      out.value[c] = term(0);
      out.rate[c] = term(1) / scale;
      out.acceleration[c] = 2 * term(2) / (scale * scale);
    }
  }

  /** The normal equations. */
  #sum(
    times: readonly number[],
    samples: Float64Array,
    { terms, scale }: { terms: number; scale: number },
  ): void {
    const columns = this.#columns, powers = this.#powers;
    this.#normal.fill(0);
    this.#right.fill(0);
    times.forEach((t, row) => {
      const near = 1 - Math.abs(t / scale) * (t / scale) * (t / scale);
      const weight = Math.max(near * near * near, LEAST_WEIGHT);
      powers[0] = 1;
      for (let k = 1; k < terms; k++) powers[k] = powers[k - 1]! * t / scale;
      for (let i = 0; i < terms; i++) {
        for (let j = 0; j < terms; j++) {
          this.#normal[i * terms + j]! += weight * powers[i]! * powers[j]!;
        }
        for (let c = 0; c < columns; c++) {
          this.#right[i * columns + c]! += weight * powers[i]! * samples[row * columns + c]!;
        }
      }
    });
  }
}
