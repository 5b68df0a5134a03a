/** Runs a sweep on a pool of workers: every case once, results in no matter which order. */
import { Interrupted } from "../errors.ts";
import type { AcrossResult } from "../run/across.ts";
import type { RunResult } from "../run/result.ts";
import type { CheckResult } from "../run/result.ts";
import type { Json } from "../contract.ts";
import type { ScenarioInfo, SweepCase } from "../sweep/cases.ts";
import { failedRecord, recordOf, type RunRecord, sortRecords } from "../sweep/record.ts";
import type { Answer, Job } from "./jobs.ts";
import type { Pool } from "./pool.ts";

/** How a sweep is run. */
export interface SweepOptions {
  readonly pool: Pool;
  /** How many cases may be on their way at once; a few more than workers keep all busy. */
  readonly jobs: number;
  readonly signal: AbortSignal;
  readonly memoryMb?: number | undefined;
  /** Called as each case is done. */
  readonly onRecord?: ((record: RunRecord, result: RunResult | undefined) => void) | undefined;
  /** Called now and then with the simulated time of a case. */
  readonly onAlive?: ((of: SweepCase, at: number) => void) | undefined;
}

/**
 * Runs cases, which may be made as they are asked for. When the signal is raised, no more are
 * begun and what is done is returned.
 */
export async function runSweep(
  cases: Iterable<SweepCase>,
  { pool, jobs, signal, memoryMb, onRecord, onAlive }: SweepOptions,
): Promise<RunRecord[]> {
  const records: RunRecord[] = [];
  const source = cases[Symbol.iterator]();
  const stopped = new Promise<"stopped">((resolve) => {
    if (signal.aborted) resolve("stopped");
    signal.addEventListener("abort", () => resolve("stopped"), { once: true });
  });
  const lane = async () => {
    for (;;) {
      if (signal.aborted) return;
      const { value: one, done } = source.next();
      if (done) return;
      const { file, seed, variant: set, duration_s } = one;
      const durationNs = duration_s && Math.max(1, Math.round(duration_s * 1e9));
      const job: Job = { do: "run", file, seed, set, durationNs, memoryMb };
      const answer = await Promise.race([pool.do(job, (at) => onAlive?.(one, at)), stopped]);
      if (answer === "stopped") return;
      const { record, result } = judged(one, answer);
      records.push(record);
      onRecord?.(record, result);
    }
  };
  await Promise.all(Array.from({ length: jobs }, lane));
  return sortRecords(records);
}

function judged(
  one: SweepCase,
  answer: Answer,
): { record: RunRecord; result: RunResult | undefined } {
  if (answer.is === "ran") {
    return { record: recordOf(one, answer.result, answer.summaries), result: answer.result };
  }
  if (answer.is !== "failed") throw new Error(`a run was answered by ${answer.is}`);
  return { record: failedRecord(one, answer.error), result: undefined };
}

/** Scenarios as a worker describes them; those that are refused, with what is wrong. */
export async function describeAll(
  pool: Pool,
  files: readonly string[],
): Promise<{ infos: ScenarioInfo[]; refused: { file: string; problems: readonly string[] }[] }> {
  const answers = await Promise.all(
    files.map((file) => pool.do({ do: "describe", file, variants: [] })),
  );
  const infos: ScenarioInfo[] = [], refused: { file: string; problems: readonly string[] }[] = [];
  answers.forEach((answer, i) => {
    if (answer.is === "described") infos.push(answer.info);
    else if (answer.is === "failed") refused.push({ file: files[i]!, problems: answer.problems });
  });
  return { infos, refused };
}

/** Verdicts over the seeds of each scenario and variant that has enough of them. */
export async function judgeAll(
  pool: Pool,
  records: readonly RunRecord[],
  signal: AbortSignal,
): Promise<AcrossResult[]> {
  const groups = Map.groupBy(
    sortRecords(records).filter(({ verdict }) => verdict !== "error"),
    ({ scenario, k }) => `${scenario} ${k}`,
  );
  const results: AcrossResult[] = [];
  for (const own of groups.values()) {
    if (signal.aborted) throw new Interrupted();
    if (!own.some(({ summaries }) => Object.keys(summaries).length > 0)) continue;
    const summaries: { readonly [check: string]: Json }[] = own.map((record) => record.summaries);
    const answer = await pool.do({ do: "across", file: own[0]!.file, summaries });
    if (answer.is === "across") results.push(...answer.results);
    else if (answer.is === "failed") results.push(unjudged(own[0]!, answer.problems[0] ?? ""));
  }
  return results;
}

function unjudged({ scenario }: RunRecord, reason: string): AcrossResult {
  const none: CheckResult = {
    ...{ name: "across", verdict: "fail", value: null, unit: "", limit: "", reason },
  };
  return { scenario, ...none };
}
