/**
 * How far an overlapping Allan variance may be from its expectation. After Greenhall and Riley
 * (Uncertainty of stability variances based on finite differences, PTTI 2003): with z the second
 * difference of the phase over τ and R its autocovariance, the estimate (mean of M squares z²) / 2τ²
 * has the expectation R(0)/2τ² and, z being Gaussian, the relative variance
 * 2/M² · Σᵢⱼ R(tᵢ − tⱼ)²/R(0)², hence M²/Σᵢⱼ(R/R(0))² degrees of freedom. R comes from the phase's
 * generalised covariance s, s″ = −(the rate's autocovariance), apart from `core/math/allan.ts`.
 */
import { chi2Quantile } from "../../../../core/math/chi2.ts";
import type { RateNoise } from "../../../../core/math/allan.ts";

/** A generalised covariance of the phase: rate units squared times s², of a lag in s. */
function phaseCovariance(noise: RateNoise, lag: number): number {
  const { white = 0, randomWalk = 0, gaussMarkov } = noise;
  const t = Math.abs(lag);
  let s = -(white ** 2) * t / 2 + randomWalk ** 2 * t ** 3 / 12;
  if (gaussMarkov !== undefined) {
    const { sd, correlationS } = gaussMarkov;
    // −sd² T² (e^−u + u − 1); the −1, which no difference sees, keeps digits.
    s -= (sd * correlationS) ** 2 * (Math.expm1(-t / correlationS) + t / correlationS);
  }
  return s;
}

function total(noises: readonly RateNoise[], lag: number): number {
  return noises.reduce((sum, noise) => sum + phaseCovariance(noise, lag), 0);
}

/** Autocovariance at a lag of the phase's second difference over `tau`. */
function differenceCovariance(noises: readonly RateNoise[], tau: number, lag: number): number {
  return 6 * total(noises, lag) -
    4 * (total(noises, lag + tau) + total(noises, lag - tau)) +
    total(noises, lag + 2 * tau) + total(noises, lag - 2 * tau);
}

/** An expectation and how well it is met. */
export interface AllanExpectation {
  /** Of the Allan variance, the rate's unit squared. */
  readonly variance: number;
  /** Degrees of freedom of the overlapping estimate from a series of that length. */
  readonly dof: number;
}

/** What the overlapping estimate over `factor` of `count` samples of the sum of noises gives. */
export function allanExpectation(
  noises: readonly RateNoise[],
  { intervalS, factor, count }: { intervalS: number; factor: number; count: number },
): AllanExpectation {
  const tau = factor * intervalS, terms = count + 1 - 2 * factor;
  const zero = differenceCovariance(noises, tau, 0);
  let sum = terms;
  for (let k = 1, step = 1; k < terms; k += step) {
    // From 2τ on it is 0 or, for Gauss–Markov noise, small and smooth: one lag stands for some.
    if (k >= 2 * factor) step = Math.ceil(factor / 8);
    const correlation = differenceCovariance(noises, tau, k * intervalS) / zero;
    sum += 2 * step * (terms - k) * correlation * correlation;
  }
  return { variance: zero / (2 * tau * tau), dof: terms * terms / sum };
}

/** Two-sided bounds of a variance over its expectation: outside with probability `risk`. */
export function varianceBounds(dof: number, risk: number): [number, number] {
  return [chi2Quantile(risk / 2, dof) / dof, chi2Quantile(1 - risk / 2, dof) / dof];
}
