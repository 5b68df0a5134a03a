/** The verdicts of an ensemble of runs on a filter's consistency, epoch by epoch. */
import { type Band, chi2MeanBand } from "../../../core/evaluation/consistency.ts";
import type { Verdict } from "../../contract.ts";
import { broken, type Limit, short, skipped, within } from "./verdict.ts";

/** Under this many runs an ensemble says nothing. */
export const RUNS_MIN = 20;

/** One run: normalised squares by block and epoch, or why there are none. */
export interface EpochSummary {
  readonly epochs?: Readonly<Record<string, readonly (number | null)[]>>;
  readonly obstacle?: string;
  readonly problem?: string;
}

/** What an ensemble is judged by. */
export interface EpochRule {
  /** Degrees of freedom by block. */
  readonly dimensions: Readonly<Record<string, number>>;
  /** Of the two-sided χ² band of an epoch's mean. */
  readonly probability: number;
  /** The least share of epochs inside their band. */
  readonly share: number;
  readonly step_s: number;
}

/** Mean over runs at one epoch, and how many runs had it. */
interface Epoch {
  readonly index: number;
  readonly count: number;
  readonly mean: number;
}

/** One verdict a block: the share of epochs whose mean over runs lies in its χ² band. */
export function judgeEpochs(runs: readonly EpochSummary[], rule: EpochRule): Verdict[] {
  return Object.entries(rule.dimensions).map(([block, dimension]) => {
    const { low, high } = chi2MeanBand(dimension, Math.max(runs.length, 1), rule.probability);
    const limit = { min: rule.share, unit: `of epochs with ANEES in ${span({ low, high })}` };
    return { ...judgeBlock(runs, rule, { block, dimension, limit }), part: block };
  });
}

function judgeBlock(
  runs: readonly EpochSummary[],
  rule: EpochRule,
  { block, dimension, limit }: { block: string; dimension: number; limit: Limit },
): Verdict {
  const absent = unusable(runs, limit);
  if (absent) return absent;
  const means = epochMeans(runs, block);
  if (means.length === 0) return broken(limit, `no epoch is in ${RUNS_MIN} runs`);
  const outside = means.filter(({ mean, count }) => {
    const { low, high } = chi2MeanBand(dimension, count, rule.probability);
    return !(mean >= low && mean <= high);
  });
  const share = 1 - outside.length / means.length;
  return within(share, limit, describe(outside, means, { dimension, step_s: rule.step_s }));
}

/** Too few runs, runs that could not be judged, or runs that broke. */
export function unusable(
  runs: readonly { readonly obstacle?: string; readonly problem?: string }[],
  limit: Limit,
): Verdict | undefined {
  if (runs.length < RUNS_MIN) {
    return skipped(limit, `${runs.length} runs; an ensemble needs ${RUNS_MIN}`);
  }
  const blocked = runs.find(({ obstacle }) => obstacle != null);
  if (blocked) return skipped(limit, blocked.obstacle!);
  const broke = runs.filter(({ problem }) => problem != null);
  if (broke.length > 0) {
    return broken(limit, `${broke.length} of ${runs.length} runs broke: ${broke[0]!.problem}`);
  }
}

function epochMeans(runs: readonly EpochSummary[], block: string): Epoch[] {
  const length = Math.max(...runs.map(({ epochs }) => epochs?.[block]?.length ?? 0));
  const means: Epoch[] = [];
  for (let index = 0; index < length; index++) {
    const values = runs.map(({ epochs }) => epochs?.[block]?.[index] ?? null)
      .filter((value) => value !== null);
    if (values.length < RUNS_MIN) continue;
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    means.push({ index, count: values.length, mean });
  }
  return means;
}

function describe(
  outside: readonly Epoch[],
  all: readonly Epoch[],
  { dimension, step_s }: { dimension: number; step_s: number },
): string {
  const overall = all.reduce((sum, { mean }) => sum + mean, 0) / all.length;
  const far = ({ mean }: Epoch) => Math.max(mean / dimension, dimension / mean);
  const worst = outside.reduce((a, b) => far(b) > far(a) ? b : a, outside[0] ?? all[0]!);
  const side = overall > dimension ? "too little" : "too much";
  return `${outside.length} of ${all.length} epochs are outside; the mean NEES is ` +
    `${short(overall)} for ${dimension} states: the covariance claims ${side} error; worst at ` +
    `${short(worst.index * step_s)} s: ${short(worst.mean)}`;
}

function span({ low, high }: Band): string {
  return `${short(low)} to ${short(high)}`;
}
