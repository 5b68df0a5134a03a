/** Pages about runs, as files. A run that passes never pays for one: what failed is run again. */
import { basename } from "#path";
import { Capture } from "../report/capture/capture.ts";
import { runPage } from "../report/html/run_page.ts";
import { repeatCommand } from "../run/repeat.ts";
import type { RunResult } from "../run/result.ts";
import { fileNameOf, type RunError, type RunRecord } from "../sweep/record.ts";
import { copyFile, writeText } from "./files.ts";
import type { Pool } from "./pool.ts";

/** Failed runs that get a page, and those of them that get a recording too. */
const PAGES_MAX = 100, RECORDINGS_MAX = 10;

/** Where a page goes and what stands on it. */
export interface RunPageTarget {
  readonly path: string;
  /** The command that runs it again. */
  readonly repeat: string;
  /** A recording that lies beside it. */
  readonly recording?: string | undefined;
  /** Of the run as it was, where debug topics were switched on for the page. */
  readonly digest?: string | undefined;
}

/** A page in the making: hand `observe` to the run, then write it. */
export class RunPageFile {
  readonly #capture = new Capture();
  readonly #target: RunPageTarget;

  constructor(target: RunPageTarget) {
    this.#target = target;
  }

  /** What looks on at the run. */
  get observe(): Capture["observe"] {
    return this.#capture.observe;
  }

  /** Writes the page; `error`: what the run ended with. @throws {InputError} it can't be written */
  async write(result: RunResult, error?: RunError): Promise<void> {
    const { path, repeat, recording, digest = result.digest } = this.#target;
    const beside = recording === undefined ? undefined : basename(recording);
    const shown = { ...result, digest };
    const report = { result: shown, capture: this.#capture, repeat, recording: beside, error };
    await writeText(path, runPage(report));
  }
}

/**
 * Runs what failed again, looking on and recording; the names of the files that are there then. A
 * run that had to be ended, because a node never returned, is run up to shortly before.
 */
export async function reportFailed(
  pool: Pool,
  records: readonly RunRecord[],
  folder: string,
): Promise<Set<string>> {
  const failed = records.filter(({ verdict }) => verdict === "fail" || verdict === "error");
  const files = new Set<string>();
  await Promise.all(
    failed.slice(0, PAGES_MAX).map(async (record, i) => {
      const { seed, file, variant: set, error } = record, name = fileNameOf(record);
      const mcap = i < RECORDINGS_MAX ? `${name}.mcap` : undefined, html = `${name}.html`;
      const repeat = repeatCommand(record), { digest } = record;
      const report = { path: `${folder}/${html}`, repeat, ...error === null && { digest } };
      const lengthS = error === null ? record.simulated_s : error.at_s ?? record.duration_s;
      const ended = error?.at_s !== undefined;
      const answer = isHopeless(error) ? undefined : await pool.do({
        ...{ do: "run", file, seed, set },
        durationNs: lengthS === undefined ? undefined : Math.round(lengthS * 1e9),
        ...mcap !== undefined && { record: `${folder}/${mcap}` },
        report: { ...report, ...ended && { error: error! } },
      });
      const written = answer?.is === "ran" || answer?.is === "failed" && answer.reported === true;
      if (written && mcap !== undefined) files.add(mcap);
      if (!written && error === null) return;
      if (!written) await new RunPageFile(report).write(bareResult(record), error!);
      files.add(html);
    }),
  );
  return files;
}

/** It had to be ended before it began: once more it would only take the same time. */
function isHopeless(error: RunRecord["error"]): boolean {
  return error !== null && error.at_s === undefined && /^nothing happened for/.test(error.text);
}

/**
 * Copies pages and recordings of failed runs from the folders in which other machines left them to
 * one; the names of the files that are there then.
 */
export async function collectFailed(
  records: readonly RunRecord[],
  from: readonly string[],
  to: string,
): Promise<Set<string>> {
  const files = new Set<string>();
  const failed = records.filter(({ verdict }) => verdict === "fail" || verdict === "error");
  for (
    const name of failed.flatMap((one) => [`${fileNameOf(one)}.html`, `${fileNameOf(one)}.mcap`])
  ) {
    for (const folder of from) {
      if (!await copyFile(`${folder}/${name}`, `${to}/${name}`)) continue;
      files.add(name);
      break;
    }
  }
  return files;
}

/** What is known of a run of which nothing was seen. */
export function bareResult(
  { scenario, seed, variant, faults }: Pick<RunRecord, "scenario" | "seed" | "variant" | "faults">,
): RunResult {
  return {
    ...{ scenario, seed, variant, verdict: "skipped", digest: "", topics: {}, checks: [], faults },
    ...{ nodes: {}, warnings: [], simulated_s: 0, wall_s: 0, realtime_factor: 0 },
  };
}
