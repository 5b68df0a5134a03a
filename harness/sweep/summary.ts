/**
 * What many runs come to: of every scenario and variant how many passed, of every check its rate
 * and quantiles. The same records give the same bytes, whatever made them.
 */
import { wilsonInterval } from "../../core/evaluation/proportion.ts";
import { quantile } from "../../core/evaluation/statistics.ts";
import { sha256 } from "../../core/math/random/sha256.ts";
import type { AcrossResult } from "../run/across.ts";
import { type Variant, variantName } from "../schema/sweep.ts";
import { type RunRecord, sortRecords } from "./record.ts";

/** A share with its 95 % interval (Wilson). */
export interface Rate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** One check over all runs of a scenario's variant. */
export interface CheckSummary {
  readonly name: string;
  readonly unit: string;
  readonly limit: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Of those judged; null where none was. */
  readonly pass_rate: Rate | null;
  /** Of the values that are numbers; null where there is none. */
  readonly values: {
    readonly min: number;
    readonly p05: number;
    readonly median: number;
    readonly p95: number;
    readonly max: number;
    readonly mean: number;
  } | null;
}

/** One variant of a scenario. */
export interface ScenarioSummary {
  readonly scenario: string;
  readonly variant: string;
  readonly runs: number;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly errors: number;
  readonly pass_rate: Rate | null;
  /** The first that failed or came to no verdict. */
  readonly failed_seeds: readonly number[];
  /** SHA-256 of the runs' digests in the order of their seeds. */
  readonly digest: string;
  readonly checks: readonly CheckSummary[];
}

/** A whole sweep. */
export interface SweepSummary {
  readonly verdict: "pass" | "fail" | "skipped" | "error";
  readonly runs: number;
  readonly scenarios: readonly ScenarioSummary[];
  readonly across: readonly AcrossResult[];
}

const SEEDS_SHOWN = 20;

/** Summarises runs; `across` are the verdicts over their seeds. */
export function summarise(
  records: readonly RunRecord[],
  across: readonly AcrossResult[] = [],
): SweepSummary {
  const groups = Map.groupBy(sortRecords(records), ({ scenario, k }) => `${scenario} ${k}`);
  const scenarios = [...groups.values()].map(scenarioSummary);
  const any = (verdict: RunRecord["verdict"]) =>
    records.some((record) => record.verdict === verdict) ||
    across.some((result) => result.verdict === verdict);
  const verdict = (["error", "fail", "pass"] as const).find(any) ?? "skipped";
  return { verdict, runs: records.length, scenarios, across };
}

/** The values that a variant has in every run: drawn ones differ from seed to seed. */
function commonVariant(records: readonly RunRecord[]): Variant {
  const [first, ...rest] = records.map(({ variant }) => variant);
  const same = Object.entries(first ?? {})
    .filter(([path, value]) => rest.every((other) => other[path] === value));
  return records.length > 1 ? Object.fromEntries(same) : first ?? {};
}

function scenarioSummary(records: readonly RunRecord[]): ScenarioSummary {
  const count = (verdict: RunRecord["verdict"]) =>
    records.filter((record) => record.verdict === verdict).length;
  const passed = count("pass"), failed = count("fail"), errors = count("error");
  const bad = records.filter(({ verdict }) => verdict === "fail" || verdict === "error");
  const names = [...new Set(records.flatMap(({ checks }) => checks.map(({ name }) => name)))];
  return {
    scenario: records[0]!.scenario,
    variant: variantName(commonVariant(records)),
    runs: records.length,
    passed,
    failed,
    skipped: count("skipped"),
    errors,
    pass_rate: rateOf(passed, passed + failed + errors),
    failed_seeds: bad.slice(0, SEEDS_SHOWN).map(({ seed }) => seed),
    digest: digestOfAll(records),
    checks: names.map((name) => checkSummary(name, records)),
  };
}

function checkSummary(name: string, records: readonly RunRecord[]): CheckSummary {
  const results = records.flatMap(({ checks }) => checks.filter((check) => check.name === name));
  const count = (verdict: string) => results.filter((one) => one.verdict === verdict).length;
  const passed = count("pass"), failed = count("fail"), { unit, limit } = results.at(-1)!;
  const values = results.flatMap(({ value }) => value === null ? [] : [value]);
  const at = (fraction: number) => quantile(values, fraction);
  return {
    ...{ name, unit, limit, passed, failed, skipped: count("skipped") },
    pass_rate: rateOf(passed, passed + failed),
    values: values.length === 0 ? null : {
      ...{ min: at(0), p05: at(0.05), median: at(0.5), p95: at(0.95), max: at(1) },
      mean: values.reduce((sum, value) => sum + value, 0) / values.length,
    },
  };
}

function rateOf(successes: number, trials: number): Rate | null {
  if (trials === 0) return null;
  const { low, high } = wilsonInterval(successes, trials);
  return { value: successes / trials, low, high };
}

function digestOfAll(records: readonly RunRecord[]): string {
  const text = records.map(({ seed, digest }) => `${seed} ${digest}\n`).join("");
  const words = sha256(new TextEncoder().encode(text));
  return [...words].map((word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
}
