/** Several runs of what promises no bytes: each check's spread and worst value. */
import type { Verdict } from "../contract.ts";
import type { CheckResult } from "../run/result.ts";
import type { HilResult } from "./result.ts";

/** One check over all runs. */
export interface Spread {
  readonly name: string;
  readonly unit: string;
  readonly limit: string;
  /** Least and greatest value; null: no run had one. */
  readonly min: number | null;
  readonly max: number | null;
  readonly mean: number | null;
  /** The value that is nearest to the wrong side of the limit. */
  readonly worst: number | null;
  /** Runs by verdict. */
  readonly pass: number;
  readonly fail: number;
  readonly skipped: number;
}

/** What `hil --repeat N --json` prints: the worst run, and what all of them say together. */
export interface RepeatedResult extends HilResult {
  /** Of each run, in their order. */
  readonly repeats: readonly {
    readonly verdict: Verdict["verdict"];
    readonly checks: readonly CheckResult[];
  }[];
  readonly spread: readonly Spread[];
}

/** Joins the results of at least one run; one that failed fails all. */
export function repeated(results: readonly HilResult[]): RepeatedResult {
  const worst = results.find(({ verdict }) => verdict === "fail") ?? results[0]!;
  return {
    ...worst,
    repeats: results.map(({ verdict, checks }) => ({ verdict, checks })),
    spread: worst.checks.map(({ name }) =>
      spreadOf(results.map(({ checks }) => checks.find((one) => one.name === name)!))
    ),
  };
}

function spreadOf(checks: readonly CheckResult[]): Spread {
  const { name, unit, limit } = checks.find(({ verdict }) => verdict !== "skipped") ?? checks[0]!;
  const values = checks.flatMap(({ value }) => value ?? []);
  const count = (wanted: Verdict["verdict"]) =>
    checks.filter(({ verdict }) => verdict === wanted).length;
  const none = values.length === 0;
  return {
    ...{ name, unit, limit },
    min: none ? null : Math.min(...values),
    max: none ? null : Math.max(...values),
    mean: none ? null : values.reduce((sum, value) => sum + value, 0) / values.length,
    worst: none ? null : worstOf(values, limit),
    ...{ pass: count("pass"), fail: count("fail"), skipped: count("skipped") },
  };
}

/** By the limit's own words: "<= a", ">= a", "a to b". */
function worstOf(values: readonly number[], limit: string): number {
  const [, low, high] = /^(\S+) to (\S+)$/.exec(limit) ?? [];
  if (low !== undefined) {
    const middle = (Number(low) + Number(high)) / 2;
    return values.reduce((a, b) => Math.abs(b - middle) > Math.abs(a - middle) ? b : a);
  }
  return limit.startsWith(">=") ? Math.min(...values) : Math.max(...values);
}
