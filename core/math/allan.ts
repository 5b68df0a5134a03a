/**
 * The Allan deviation of a sampled rate or phase (IEEE 952-1997 annex C; Riley, NIST SP 1065,
 * sections 5.2.2 and 5.2.4), and what noise of known strength should give.
 */
import { exp } from "./scalar.ts";
import type { Numbers } from "./vec3.ts";

/** How to take the deviation of a series. */
export interface AllanOptions {
  /** Time between two samples, s. */
  readonly intervalS: number;
  /** "rate" (default): what a gyro or accelerometer says; "phase": its integral. */
  readonly data?: "rate" | "phase";
  /** Use every pair of neighbouring averages (default), or only those side by side. */
  readonly overlapping?: boolean;
  /** Averaging times in samples; default 1, 2, 4, … up to a third of the series. */
  readonly factors?: readonly number[];
}

/** One point of the curve. */
export interface AllanPoint {
  /** Averaging time, s. */
  readonly tauS: number;
  /** Allan deviation, in the unit of the rate. */
  readonly deviation: number;
  /** How many differences it is the mean of. */
  readonly terms: number;
}

/**
 * The Allan deviation of `samples` at each averaging time.
 *
 * @throws {RangeError} where the interval isn't positive or a factor doesn't fit the series
 */
export function allanDeviation(samples: Numbers, options: AllanOptions): AllanPoint[] {
  const { intervalS, data = "rate", overlapping = true } = options;
  if (!(intervalS > 0)) throw new RangeError(`Interval ${intervalS} s must be > 0`);
  const phase = data === "phase" ? samples : integrate(samples, intervalS);
  return (options.factors ?? octaves(phase.length)).map((factor) => {
    if (!(Number.isInteger(factor) && factor >= 1 && 2 * factor < phase.length)) {
      throw new RangeError(`Factor ${factor} doesn't fit ${phase.length} points of phase`);
    }
    return point(phase, factor, intervalS, overlapping ? 1 : factor);
  });
}

function octaves(points: number): number[] {
  const factors: number[] = [];
  for (let m = 1; 3 * m < points; m *= 2) factors.push(m);
  return factors;
}

/** The mean is taken off first: no Allan deviation depends on it, and the sum stays small. */
function integrate(rate: Numbers, intervalS: number): Float64Array {
  let mean = 0;
  for (let i = 0; i < rate.length; i++) mean += rate[i]! / rate.length;
  const phase = new Float64Array(rate.length + 1);
  for (let i = 0; i < rate.length; i++) phase[i + 1] = phase[i]! + (rate[i]! - mean) * intervalS;
  return phase;
}

function point(phase: Numbers, m: number, intervalS: number, stride: number): AllanPoint {
  let sum = 0, terms = 0;
  for (let i = 0; i + 2 * m < phase.length; i += stride) {
    const difference = phase[i + 2 * m]! - 2 * phase[i + m]! + phase[i]!;
    sum += difference * difference;
    terms++;
  }
  const tauS = m * intervalS;
  return { tauS, deviation: Math.sqrt(sum / (2 * terms)) / tauS, terms };
}

/** Strengths of independent noises in a rate, in units of its own, U. */
export interface RateNoise {
  /** White noise density N, U/√Hz. */
  readonly white?: number;
  /** Random walk K, U/s/√Hz. */
  readonly randomWalk?: number;
  /** First-order Gauss–Markov: stationary deviation U, correlation time s. */
  readonly gaussMarkov?: { readonly sd: number; readonly correlationS: number };
}

/** The Allan deviation that such noise has at averaging time `tauS` (s), in the rate's unit. */
export function expectedAllanDeviation(noise: RateNoise, tauS: number): number {
  const { white = 0, randomWalk = 0, gaussMarkov } = noise;
  let variance = white * white / tauS + randomWalk * randomWalk * tauS / 3;
  if (gaussMarkov !== undefined) {
    const { sd, correlationS } = gaussMarkov;
    const x = tauS / correlationS;
    const decay = exp(-x);
    // 2 sd²/x · (1 − (3 − 4 e⁻ˣ + e⁻²ˣ) / 2x); its series where the terms cancel
    const rest = x < 1e-3
      ? x / 3 * x - x * x * x / 4
      : 1 - (3 - 4 * decay + decay * decay) / (2 * x);
    variance += 2 * sd * sd / x * rest;
  }
  return Math.sqrt(variance);
}
