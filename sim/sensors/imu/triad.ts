/**
 * Three axes of a gyroscope or an accelerometer. What it puts out is
 *
 *     clip(quantise(filter(M u + n) + b₀ + b_w + b_m)),   M = I + scale + misalignment,
 *
 * u the true rate or specific force, n white noise, b₀ the turn-on bias, b_w a random walk, b_m a
 * Gauss–Markov bias. With `sampling: mean` each of them is its exact mean over the interval (for
 * b_w that is Farrenkopf's form, Crassidis and Markley 2003 eq. 147), so that the Allan deviation
 * of the output is that of the continuous process, whatever the rate.
 */
import type { RandomTree } from "../../../core/math/random.ts";
import type { Numbers } from "../../../core/math/vec3.ts";
import {
  gaussMarkov,
  lowPass,
  RANDOM_WALK,
  stationaryLowPass,
  WEIGHTS,
} from "../linear_process.ts";
import { NoiseProcess } from "../noise_process.ts";

/** Numbers for x, y and z. */
export type PerAxis = [number, number, number];

/** Three axes, in rad/s or m/s². */
export interface TriadConfig {
  /** White noise, unit/√Hz. */
  readonly noiseDensity: PerAxis;
  /** Random walk of the bias, unit/s/√Hz. */
  readonly randomWalk: PerAxis;
  /** Gauss–Markov bias: standard deviation, unit, and correlation time, s. */
  readonly gaussMarkov: PerAxis;
  readonly gaussMarkovTime: number;
  /** Turn-on bias: fixed part and the deviation of a part drawn once a run, unit. */
  readonly bias: PerAxis;
  readonly biasDeviation: PerAxis;
  /** Relative scale error: fixed and drawn. */
  readonly scaleError: PerAxis;
  readonly scaleErrorDeviation: PerAxis;
  /** Added to the identity: off-diagonal sensitivity, row-major; the deviation of a drawn part. */
  readonly misalignment: Numbers;
  readonly misalignmentDeviation: number;
  /** Saturation at ± this, unit; Infinity: none. */
  readonly range: number;
  /** Size of the least significant bit, unit; 0: none. */
  readonly resolution: number;
  /** −3 dB point of the low-pass, Hz; Infinity: none. */
  readonly bandwidth: number;
  readonly filterOrder: 1 | 2;
}

/** How a triad is sampled. */
export interface TriadSampling {
  /** Length of an interval, s. */
  readonly seconds: number;
  /** The mean over the interval, or the value at its end. */
  readonly mean: boolean;
}

/** The state of three axes over a run. */
export class Triad {
  readonly #config: TriadConfig;
  readonly #mean: boolean;
  /** Sensitivity, 3 × 3. */
  readonly #matrix: Float64Array;
  readonly #bias: Float64Array;
  readonly #filter: NoiseProcess | undefined;
  readonly #whiteDeviation: Float64Array;
  readonly #isWhite: boolean;
  /** The largest step of the converter within the range; a rounding error doesn't lose it. */
  readonly #lastStep: number;
  readonly #white;
  readonly #slow: NoiseProcess[] = [];
  readonly #input = new Float64Array(9);
  readonly #averaged = new Float64Array(3);
  /** Variance of each axis of a sample that a reader can't foresee, unit². */
  readonly variance: Float64Array;

  /** @param rng at `gyro` or `accel` */
  constructor(config: TriadConfig, sampling: TriadSampling, rng: RandomTree) {
    this.#config = config;
    this.#mean = sampling.mean;
    this.#matrix = sensitivity(config, rng);
    this.#bias = drawn(config.bias, config.biasDeviation, rng, "turn_on");
    const { seconds } = sampling;
    this.variance = new Float64Array(3);
    this.#white = rng.at("white");
    this.#isWhite = config.noiseDensity.some((value) => value > 0);
    this.#whiteDeviation = new Float64Array(3);
    const { noiseDensity, bandwidth, filterOrder, range, resolution } = config;
    this.#lastStep = Math.floor(range / resolution * (1 + 1e-12));
    if (bandwidth < Infinity) {
      const start = stationaryLowPass(filterOrder, bandwidth);
      this.#filter = new NoiseProcess(lowPass(filterOrder, bandwidth), {
        seconds,
        density: noiseDensity,
        start,
        stream: this.#white,
      });
      const variance = sampling.mean
        ? this.#filter.stationaryVariance(start)
        : start[0]! * start[0]!;
      for (let i = 0; i < 3; i++) this.variance[i] = variance * square(noiseDensity[i]!);
    } else {
      for (let i = 0; i < 3; i++) {
        this.#whiteDeviation[i] = noiseDensity[i]! / Math.sqrt(seconds);
        this.variance[i] = square(this.#whiteDeviation[i]!);
      }
    }
    for (let i = 0; i < 3; i++) this.variance[i]! += square(resolution) / 12;
    this.#addSlow(sampling, rng);
  }

  #addSlow({ seconds }: TriadSampling, rng: RandomTree): void {
    const { randomWalk, gaussMarkov: deviation, gaussMarkovTime: time } = this.#config;
    if (randomWalk.some((value) => value > 0)) {
      const stream = rng.at("random_walk");
      const options = { seconds, density: randomWalk, start: [0], stream };
      this.#slow.push(new NoiseProcess(RANDOM_WALK, options));
    }
    if (deviation.some((value) => value > 0)) {
      // Stationary deviation s is driven by the density s √(2/T).
      const density = deviation.map((value) => value * Math.sqrt(2 / time));
      const stream = rng.at("gauss_markov");
      const options = { seconds, density, start: [Math.sqrt(time / 2)], stream };
      this.#slow.push(new NoiseProcess(gaussMarkov(time), options));
    }
  }

  /** What a steady true input before the run has settled the filter to. */
  settle(truth: Numbers): void {
    const input = this.#input;
    this.#applyMatrix(truth, 0, input);
    this.#filter?.settle(input);
  }

  /**
   * One sample.
   *
   * @param truth at three Gauss–Legendre nodes of the interval; unfiltered and instant: at its end
   * @param out the three values
   * @param added what the low-pass does not see: its gain is in it already
   */
  sample(truth: Numbers, out: Float64Array, added?: Numbers): void {
    const input = this.#input, filter = this.#filter;
    if (filter !== undefined) {
      for (let node = 0; node < 9; node += 3) this.#applyMatrix(truth, node, input);
      filter.sample(input);
      const filtered = this.#mean ? filter.mean : filter.end;
      for (let i = 0; i < 3; i++) out[i] = filtered[i]!;
    } else {
      this.#unfiltered(truth, out);
    }
    for (let i = 0; i < 3; i++) out[i]! += this.#bias[i]!;
    if (added !== undefined) { for (let i = 0; i < 3; i++) out[i]! += added[i]!; }
    for (const wander of this.#slow) {
      wander.sample();
      const value = this.#mean ? wander.mean : wander.end;
      for (let i = 0; i < 3; i++) out[i]! += value[i]!;
    }
    this.#convert(out);
  }

  #unfiltered(truth: Numbers, out: Float64Array): void {
    const input = this.#input, mean = this.#averaged;
    if (this.#mean) {
      for (let i = 0; i < 3; i++) {
        mean[i] = WEIGHTS[0] * truth[i]! + WEIGHTS[1] * truth[3 + i]! + WEIGHTS[2] * truth[6 + i]!;
      }
      this.#applyMatrix(mean, 0, input);
    } else {
      this.#applyMatrix(truth, 0, input);
    }
    // All axes draw or none, so that silencing one leaves the others as they are.
    for (let i = 0; i < 3; i++) {
      out[i] = input[i]! + (this.#isWhite ? this.#whiteDeviation[i]! * this.#white.gaussian() : 0);
    }
  }

  /** input[at…] = M · truth[at…]. */
  #applyMatrix(truth: Numbers, at: number, input: Float64Array): void {
    const m = this.#matrix, x = truth[at]!, y = truth[at + 1]!, z = truth[at + 2]!;
    input[at] = m[0]! * x + m[1]! * y + m[2]! * z;
    input[at + 1] = m[3]! * x + m[4]! * y + m[5]! * z;
    input[at + 2] = m[6]! * x + m[7]! * y + m[8]! * z;
  }

  /** The converter: the nearest of the steps that lie within the range. */
  #convert(out: Float64Array): void {
    const { range, resolution } = this.#config, last = this.#lastStep;
    for (let i = 0; i < 3; i++) {
      const value = out[i]!;
      out[i] = resolution > 0
        ? clip(Math.round(value / resolution), last) * resolution
        : clip(value, range);
    }
  }
}

function clip(x: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, x));
}

function square(x: number): number {
  return x * x;
}

/** Fixed values plus, from the stream of that name, normal deviates. */
function drawn(fixed: Numbers, deviation: Numbers, rng: RandomTree, name: string): Float64Array {
  const stream = rng.at(name);
  return Float64Array.from(fixed, (value, i) => value + deviation[i]! * stream.gaussian());
}

function sensitivity(config: TriadConfig, rng: RandomTree): Float64Array {
  const scale = drawn(config.scaleError, config.scaleErrorDeviation, rng, "scale");
  const deviations = new Array<number>(9).fill(config.misalignmentDeviation);
  const matrix = drawn(config.misalignment, deviations, rng, "misalignment");
  for (let i = 0; i < 3; i++) matrix[4 * i] = config.misalignment[4 * i]! + 1 + scale[i]!;
  return matrix;
}
