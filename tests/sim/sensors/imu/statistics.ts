/** Judgements of samples that hold but for one chance in a million. */
import assert from "#assert";
import { chi2Quantile, normalQuantile } from "../../../../core/math/chi2.ts";

/** Of one bound to be missed by chance. */
const RISK = 1e-6;

/** Asserts that independent normal deviates have that mean and deviation. */
export function isNormal(
  samples: readonly number[],
  { mean, sd }: { mean: number; sd: number },
  what: string,
): void {
  const n = samples.length;
  const average = samples.reduce((sum, x) => sum + x, 0) / n;
  const limit = -normalQuantile(RISK / 2) * sd / Math.sqrt(n);
  assert.ok(Math.abs(average - mean) < limit, `${what}: mean ${average}, not ${mean} ± ${limit}`);
  hasVariance(samples.map((x) => x - mean), sd * sd, what);
}

/** Asserts that independent normal deviates of mean 0 have that variance. */
export function hasVariance(samples: readonly number[], variance: number, what: string): void {
  const n = samples.length;
  const ratio = samples.reduce((sum, x) => sum + x * x, 0) / n / variance;
  const low = chi2Quantile(RISK / 2, n) / n, high = chi2Quantile(1 - RISK / 2, n) / n;
  assert.ok(ratio > low && ratio < high, `${what}: variance ${ratio} of it, [${low}, ${high}]`);
}

/** Asserts that something happened `count` of `of` times with that probability, each by itself. */
export function happens(count: number, of: number, probability: number, what: string): void {
  const sd = Math.sqrt(of * probability * (1 - probability));
  const limit = -normalQuantile(RISK / 2) * sd + 1;
  assert.ok(Math.abs(count - of * probability) < limit, `${what}: ${count} of ${of}`);
}
