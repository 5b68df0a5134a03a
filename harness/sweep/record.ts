/**
 * What is kept of a run: a line of JSON. It holds nothing that depends on the machine or the
 * moment, so that shards put together are what one machine would have written.
 */
import type { Json } from "../contract.ts";
import { InputError } from "../errors.ts";
import type { CheckResult, FaultResult, RunResult } from "../run/result.ts";
import type { Variant } from "../schema/sweep.ts";
import type { SweepCase } from "./cases.ts";

/** Why a run came to no verdict. */
export interface RunError {
  /** Of the user's input (a module, a node that never returns), or of Dryrun itself. */
  readonly kind: "input" | "internal";
  readonly text: string;
  /** Of one that had to be ended: the simulated time up to which it is known to have run. */
  readonly at_s?: number;
}

/** What a run ended with. */
export function runErrorOf(error: unknown): RunError {
  if (error instanceof InputError) return { kind: "input", text: error.problems.join("\n") };
  const text = error instanceof Error ? error.stack ?? error.message : String(error);
  return { kind: "internal", text };
}

/** A run as a line of a results file. */
export interface RunRecord {
  readonly scenario: string;
  readonly file: string;
  readonly seed: number;
  /** Which variant of the sweep. */
  readonly k: number;
  readonly variant: Variant;
  /** Where it is not the scenario's. */
  readonly duration_s?: number | undefined;
  readonly verdict: "pass" | "fail" | "skipped" | "error";
  readonly error: RunError | null;
  readonly digest: string;
  readonly simulated_s: number;
  readonly checks: readonly CheckResult[];
  readonly faults: readonly FaultResult[];
  /** What checks need for verdicts over seeds. */
  readonly summaries: { readonly [check: string]: Json };
}

/** The record of a run that came to its end. */
export function recordOf(
  { scenario, file, seed, k, variant, duration_s }: SweepCase,
  result: RunResult,
  summaries: RunRecord["summaries"],
): RunRecord {
  const { verdict, digest, simulated_s, checks, faults = [] } = result;
  return {
    ...{ scenario, file, seed, k, variant: result.variant ?? variant, verdict, error: null },
    ...duration_s !== undefined && { duration_s },
    ...{ digest, simulated_s, checks, faults, summaries },
  };
}

/** The record of one that did not. */
export function failedRecord(
  { scenario, file, seed, k, variant, duration_s }: SweepCase,
  error: RunError,
): RunRecord {
  return {
    ...{ scenario, file, seed, k, variant, verdict: "error", error, digest: "", simulated_s: 0 },
    ...duration_s !== undefined && { duration_s },
    ...{ checks: [], faults: [], summaries: {} },
  };
}

/** By scenario, variant and seed: the order of every file and summary. */
export function sortRecords(records: readonly RunRecord[]): RunRecord[] {
  return records.toSorted((a, b) =>
    (a.scenario < b.scenario ? -1 : a.scenario > b.scenario ? 1 : 0) || a.k - b.k ||
    a.seed - b.seed
  );
}

/** What identifies a case on any machine. */
export function caseKey({ scenario, k, seed }: Pick<RunRecord, "scenario" | "k" | "seed">): string {
  return `${scenario} ${k} ${seed}`;
}

/** How the files of a run are named, without what they end in. */
export function fileNameOf({ scenario, k, seed }: Pick<RunRecord, "scenario" | "k" | "seed">) {
  return `${scenario}${k > 0 ? `_${k}` : ""}_seed_${seed}`;
}

/** A results file: a line a run, sorted. */
export function toLines(records: readonly RunRecord[]): string {
  return sortRecords(records).map((record) => `${JSON.stringify(record)}\n`).join("");
}

/**
 * Reads a results file.
 *
 * @param file how errors name it
 * @throws {InputError} a line that is no run, or a case twice
 */
export function fromLines(text: string, file: string): RunRecord[] {
  const seen = new Set<string>();
  return text.split("\n").flatMap((line, i) => {
    if (line.trim() === "") return [];
    const place = `${file}:${i + 1}`;
    const record = parsed(line);
    if (record === undefined) throw new InputError(`${place}: expected a run as one line of JSON`);
    if (seen.has(caseKey(record))) {
      throw new InputError(`${place}: ${record.scenario} seed ${record.seed} stands here twice`);
    }
    seen.add(caseKey(record));
    return [record];
  });
}

function parsed(line: string): RunRecord | undefined {
  try {
    const value = JSON.parse(line);
    const whole = typeof value?.scenario === "string" && typeof value.file === "string" &&
      Number.isSafeInteger(value.seed) && Number.isSafeInteger(value.k) &&
      typeof value.verdict === "string" && Array.isArray(value.checks) &&
      Array.isArray(value.faults) && typeof value.summaries === "object";
    return whole ? value : undefined;
  } catch {
    return undefined;
  }
}
