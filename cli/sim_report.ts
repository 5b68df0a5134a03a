/** `sim --report DIR`: a page about the run, with index.html, and its last pictures as PNG. */
import { InputError } from "../harness/errors.ts";
import { writableFolder, writeBytes, writeText } from "../harness/host/files.ts";
import { Capture } from "../harness/report/capture/capture.ts";
import { indexPage } from "../harness/report/html/index_page.ts";
import { runPage } from "../harness/report/html/run_page.ts";
import { repeatCommand } from "../harness/run/repeat.ts";
import type { RunResult } from "../harness/run/result.ts";
import type { RunOptions } from "../harness/run/run.ts";
import type { Variant } from "../harness/schema/sweep.ts";
import { fileNameOf, recordOf } from "../harness/sweep/record.ts";
import { summarise } from "../harness/sweep/summary.ts";
import type { Arguments } from "./command.ts";
import { openRecording } from "./recording.ts";

/** How the run was asked for. */
export interface Asked {
  readonly file: string;
  readonly set: Variant;
  readonly run: Pick<RunOptions, "durationNs" | "without">;
  /** Runs it again; absent: it can't be the same run twice, such as on ROS 2. */
  readonly again: ((record: RunOptions["record"]) => Promise<unknown>) | undefined;
}

/** A report in the making: hand `observe` to the run, then write it. */
export interface SimReport {
  readonly observe: Capture["observe"];
  write(result: RunResult, asked: Asked): Promise<void>;
}

/** What `--report` asks for; undefined without it. @throws {InputError} it can't go there */
export async function openSimReport(args: Arguments): Promise<SimReport | undefined> {
  const given = args.text("report");
  if (given === undefined) return undefined;
  for (const other of ["until-fail", "break-at"]) {
    if (args.on(other)) throw new InputError(`--report: not together with --${other}`);
  }
  const folder = await writableFolder(given, "--report"), capture = new Capture();
  return {
    observe: capture.observe,
    write: async (result, asked) => await write(folder, capture, { result, asked }),
  };
}

/** A failed run is made again with a recording: one that passes does not pay for it. */
async function write(
  folder: string,
  capture: Capture,
  { result, asked }: { result: RunResult; asked: Asked },
): Promise<void> {
  const { file, set, run: { durationNs, without = [] }, again } = asked;
  const one = { index: 0, scenario: result.scenario, file, seed: result.seed ?? 1, k: 0 };
  const duration_s = durationNs === undefined ? undefined : durationNs / 1e9;
  const variant = { ...result.variant, ...set };
  const record = recordOf({ ...one, variant, duration_s }, { ...result, variant }, {});
  const name = fileNameOf(record), files = new Set([`${name}.html`]);
  const recording = result.verdict === "fail" && again !== undefined ? `${name}.mcap` : undefined;
  if (recording !== undefined) {
    await again?.((await openRecording(`${folder}/${recording}`, recording)).start);
    files.add(recording);
  }
  const left = without.length > 0 ? ` --without ${without.join(",")}` : "";
  const repeat = `${repeatCommand(record)}${left}`;
  await writeText(`${folder}/${name}.html`, runPage({ result, capture, repeat, recording }));
  const records = [record];
  await writeText(
    `${folder}/index.html`,
    indexPage({ records, summary: summarise(records, []), files }),
  );
  for (const { name, data } of capture.pictures.files()) {
    await writeBytes(`${folder}/${name}`, data);
  }
}
