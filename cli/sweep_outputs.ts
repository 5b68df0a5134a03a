/** What a sweep writes beside the terminal: results, summary, JUnit, report folder, GitHub. */
import { writableFolder, writablePath, writeText } from "../harness/host/files.ts";
import { githubStep } from "../harness/host/github.ts";
import { Pool } from "../harness/host/pool.ts";
import { collectFailed, reportFailed } from "../harness/host/reports.ts";
import { annotations, markdown } from "../harness/report/github.ts";
import { indexPage } from "../harness/report/html/index_page.ts";
import { junitXml } from "../harness/report/junit.ts";
import type { Comparison } from "../harness/sweep/compare.ts";
import { type RunRecord, toLines } from "../harness/sweep/record.ts";
import type { SweepSummary } from "../harness/sweep/summary.ts";
import type { Arguments, ExitCode, Flag } from "./command.ts";

/** Flags of every command that ends in a sweep's results. */
export const OUTPUT_FLAGS: Readonly<Record<string, Flag>> = {
  results: { value: "F.jsonl", about: "write a line of JSON a run: for merge and --against" },
  summary: { value: "F.json", about: "write the summary: the same bytes for the same runs" },
  against: { value: "F.jsonl", about: "compare with earlier results; 1 if significantly worse" },
  junit: { value: "F.xml", about: "write JUnit XML" },
  report: {
    value: "DIR",
    about: "write index.html, and a page and a recording of each failed run",
  },
  json: { about: "print all results as one JSON object" },
};

/** A finished sweep. */
export interface Finished {
  readonly records: readonly RunRecord[];
  readonly summary: SweepSummary;
  readonly comparison: Comparison | undefined;
  /** To run failed cases again, or the folders where pages lie: the runs were made elsewhere. */
  readonly pages: Pool | readonly string[];
}

/** Finds out where everything goes, before anything is run. @throws {InputError} it can't go there */
export async function openOutputs(args: Arguments) {
  const path = async (flag: string) => {
    const given = args.text(flag);
    return given === undefined ? undefined : await writablePath(given, `--${flag}`);
  };
  const [results, summaryPath, junit] = [
    await path("results"),
    await path("summary"),
    await path("junit"),
  ];
  const report = args.text("report");
  const folder = report === undefined ? undefined : await writableFolder(report, "--report");
  return {
    async write({ records, summary, comparison, pages }: Finished): Promise<void> {
      const summaryText = `${JSON.stringify(summary, undefined, 1)}\n`;
      if (results !== undefined) await writeText(results, toLines(records));
      if (summaryPath !== undefined) await writeText(summaryPath, summaryText);
      if (junit !== undefined) await writeText(junit, junitXml(records));
      await githubStep(annotations(records), markdown(summary, comparison));
      if (folder === undefined) return;
      await writeText(`${folder}/results.jsonl`, toLines(records));
      await writeText(`${folder}/summary.json`, summaryText);
      await writeText(`${folder}/summary.md`, markdown(summary, comparison));
      const files = pages instanceof Pool
        ? await reportFailed(pages, records, folder)
        : await collectFailed(records, pages, folder);
      await writeText(`${folder}/index.html`, indexPage({ records, summary, files }));
    },
  };
}

/** 0 passed, 1 a check failed or something got worse, 2 a user's part broke, 3 Dryrun itself did. */
export function exitCodeOf(
  { verdict }: SweepSummary,
  records: readonly RunRecord[],
  comparison: Comparison | undefined,
): ExitCode {
  if (records.some(({ error }) => error?.kind === "internal")) return 3;
  if (records.some(({ error }) => error?.kind === "input")) return 2;
  return verdict === "fail" || comparison?.verdict === "fail" ? 1 : 0;
}
