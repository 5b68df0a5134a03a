/**
 * A sweep against an earlier one, case by case: whether verdicts or values have become worse by
 * more than chance. Cases that only one of the two has are counted and left out.
 */
import { bootstrapMean } from "../../core/evaluation/paired/bootstrap.ts";
import { mcnemar } from "../../core/evaluation/paired/mcnemar.ts";
import { RandomTree } from "../../core/math/random.ts";
import { caseKey, type RunRecord, sortRecords } from "./record.ts";

/** Chance of a false alarm, of each test. */
export const SIGNIFICANCE = 0.01;
/** Fewer pairs than this say nothing about a mean. */
const PAIRS_MIN = 8;

/** A check of a scenario (or its verdict as a whole), before and now. */
export interface Change {
  readonly scenario: string;
  /** `verdict`: of the run. */
  readonly check: string;
  readonly pairs: number;
  /** Pairs that passed and fail now, and the other way round. */
  readonly lost: number;
  readonly gained: number;
  /** McNemar's exact probability of such a split by chance. */
  readonly p: number;
  readonly unit: string;
  /** Mean of after − before and its 99 % interval; null: too few numbers. */
  readonly difference:
    | { readonly mean: number; readonly low: number; readonly high: number }
    | null;
  readonly change: "worse" | "better" | "none";
}

/** All changes, and the cases that could not be paired. */
export interface Comparison {
  readonly verdict: "pass" | "fail";
  readonly changes: readonly Change[];
  readonly paired: number;
  readonly only_before: number;
  readonly only_now: number;
}

/** Compares; `fail` where anything is significantly worse. */
export function compare(
  now: readonly RunRecord[],
  before: readonly RunRecord[],
): Comparison {
  const old = new Map(before.map((record) => [caseKey(record), record]));
  const pairs = sortRecords(now).flatMap((record) => {
    const was = old.get(caseKey(record));
    return was === undefined ? [] : [{ was, is: record }];
  });
  const changes = [...Map.groupBy(pairs, ({ is }) => is.scenario)].flatMap(([scenario, own]) => {
    const names = [...new Set(own.flatMap(({ is }) => is.checks.map(({ name }) => name)))];
    return [
      verdictChange(scenario, own),
      ...names.flatMap((name) => checkChange(scenario, name, own)),
    ];
  });
  const verdict = changes.some(({ change }) => change === "worse") ? "fail" : "pass";
  const paired = pairs.length;
  return {
    ...{ verdict, changes, paired },
    ...{ only_before: before.length - paired, only_now: now.length - paired },
  };
}

interface Pair {
  readonly was: RunRecord;
  readonly is: RunRecord;
}

/** An error is no pass. */
const passes = (verdict: string) => verdict === "pass";
const fails = (verdict: string) => verdict === "fail" || verdict === "error";

function verdictChange(scenario: string, pairs: readonly Pair[]): Change {
  const split = splitOf(pairs.map(({ was, is }) => [was.verdict, is.verdict]));
  const base = { scenario, check: "verdict", pairs: pairs.length, unit: "", difference: null };
  return { ...base, ...split, change: changeOf(split, 0) };
}

function checkChange(scenario: string, name: string, pairs: readonly Pair[]): Change[] {
  const both = pairs.flatMap(({ was, is }) => {
    const old = was.checks.find((check) => check.name === name);
    const now = is.checks.find((check) => check.name === name);
    return old && now ? [{ old, now }] : [];
  });
  if (both.length === 0) return [];
  const split = splitOf(both.map(({ old, now }) => [old.verdict, now.verdict]));
  const { unit, limit } = both[0]!.now;
  const differences = both.flatMap(({ old, now }) =>
    old.value === null || now.value === null ? [] : [now.value - old.value]
  );
  const difference = differenceOf(differences, `${scenario}/${name}`);
  const worse = difference === null ? 0 : worseBy(difference, limit);
  const base = { scenario, check: name, pairs: both.length, unit, difference };
  return [{ ...base, ...split, change: changeOf(split, worse) }];
}

function splitOf(verdicts: readonly (readonly [string, string])[]) {
  const lost = verdicts.filter(([was, is]) => passes(was) && fails(is)).length;
  const gained = verdicts.filter(([was, is]) => fails(was) && passes(is)).length;
  return { lost, gained, p: mcnemar(lost, gained) };
}

function differenceOf(differences: readonly number[], path: string): Change["difference"] {
  if (differences.length < PAIRS_MIN || !differences.every(Number.isFinite)) return null;
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const stream = RandomTree.root(1).at(`against/${path}`);
  return { mean, ...bootstrapMean(differences, stream, { level: 1 - SIGNIFICANCE }) };
}

/** 1: significantly towards the limit or beyond, −1: away from it, 0: neither. */
function worseBy({ low, high }: { low: number; high: number }, limit: string): number {
  const direction = limit.startsWith("<=") ? 1 : limit.startsWith(">=") ? -1 : 0;
  if (low > 0) return direction;
  return high < 0 ? -direction : 0;
}

function changeOf(
  { lost, gained, p }: { lost: number; gained: number; p: number },
  worse: number,
): Change["change"] {
  const split = p < SIGNIFICANCE ? Math.sign(lost - gained) : 0;
  if (split > 0 || worse > 0) return "worse";
  return split < 0 || worse < 0 ? "better" : "none";
}
