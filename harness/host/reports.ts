/** Pages about runs, as files. A run that passes never pays for one: what failed is run again. */
import { basename } from "#path";
import { Capture } from "../report/capture/capture.ts";
import { runPage } from "../report/html/run_page.ts";
import { repeatCommand } from "../run/repeat.ts";
import type { RunResult } from "../run/result.ts";
import { fileNameOf, type RunRecord } from "../sweep/record.ts";
import { writeText } from "./files.ts";
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

  /** Writes the page. @throws {InputError} it can't be written */
  async write(result: RunResult): Promise<void> {
    const { path, repeat, recording } = this.#target;
    const beside = recording === undefined ? undefined : basename(recording);
    const report = { result, capture: this.#capture, repeat, recording: beside };
    await writeText(path, runPage(report));
  }
}

/** Runs failed cases again, looking on and recording; the names of the files that are there then. */
export async function reportFailed(
  pool: Pool,
  records: readonly RunRecord[],
  folder: string,
): Promise<Set<string>> {
  const failed = records.filter(({ verdict }) => verdict === "fail").slice(0, PAGES_MAX);
  const files = new Set<string>();
  await Promise.all(failed.map(async (record, i) => {
    const { seed, file, variant: set, simulated_s } = record, name = fileNameOf(record);
    const mcap = i < RECORDINGS_MAX ? `${name}.mcap` : undefined, html = `${name}.html`;
    const answer = await pool.do({
      ...{ do: "run", file, seed, set, durationNs: Math.round(simulated_s * 1e9) },
      ...mcap !== undefined && { record: `${folder}/${mcap}` },
      report: { path: `${folder}/${html}`, repeat: repeatCommand(record) },
    });
    if (answer.is !== "ran") return;
    files.add(html);
    if (mcap !== undefined) files.add(mcap);
  }));
  return files;
}
