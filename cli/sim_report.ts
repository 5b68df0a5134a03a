/** `sim --report DIR`: a page about the run, with index.html, and its last pictures as PNG. */
import { InputError, Interrupted } from "../harness/errors.ts";
import { writableFolder, writeBytes, writeText } from "../harness/host/files.ts";
import { bareResult } from "../harness/host/reports.ts";
import { Capture } from "../harness/report/capture/capture.ts";
import { indexPage } from "../harness/report/html/index_page.ts";
import { runPage } from "../harness/report/html/run_page.ts";
import { repeatCommand } from "../harness/run/repeat.ts";
import type { RunResult } from "../harness/run/result.ts";
import type { RunOptions } from "../harness/run/run.ts";
import type { Variant } from "../harness/schema/sweep.ts";
import {
  failedRecord,
  fileNameOf,
  recordOf,
  runErrorOf,
  type RunRecord,
} from "../harness/sweep/record.ts";
import { summarise } from "../harness/sweep/summary.ts";
import type { Arguments } from "./command.ts";
import { openRecording } from "./recording.ts";

/** How the run was asked for. */
export interface Asked {
  readonly scenario: string;
  readonly seed: number;
  readonly file: string;
  readonly set: Variant;
  readonly run: Pick<RunOptions, "durationNs" | "without">;
  /** Runs it again; absent: it can't be the same run twice, such as on ROS 2. */
  readonly again: ((options: RunOptions) => Promise<unknown>) | undefined;
}

/** What `--report` asks for. @throws {InputError} it can't go there */
export async function openSimReport(args: Arguments, given: string): Promise<SimReport> {
  for (const other of ["until-fail", "break-at"]) {
    if (args.on(other)) throw new InputError(`--report: not together with --${other}`);
  }
  return new SimReport(await writableFolder(given, "--report"));
}

/** A report in the making: hand `observe` and `onBroken` to the run, then write it. */
export class SimReport {
  readonly #folder: string;
  readonly #capture = new Capture();
  #broken: RunResult | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  get observe(): Capture["observe"] {
    return this.#capture.observe;
  }

  readonly onBroken = (result: RunResult): void => void (this.#broken = result);

  /**
   * A failed run is made again with a recording and with all that nodes have to say: one that
   * passes does not pay for it.
   */
  async write(result: RunResult, asked: Asked): Promise<void> {
    const variant = { ...result.variant, ...asked.set };
    const record = recordOf({ ...caseOf(asked), variant }, { ...result, variant }, {});
    const again = result.verdict === "fail" ? asked.again : undefined;
    await this.#pages(record, { result, asked, again });
  }

  /** Of a run that ended with an error, which is thrown on. */
  async failed(error: unknown, asked: Asked): Promise<never> {
    if (error instanceof Interrupted) throw error;
    const record = failedRecord(caseOf(asked), runErrorOf(error));
    const result = this.#broken ?? bareResult(record);
    await this.#pages(record, { result, asked, again: this.#broken && asked.again });
    throw error;
  }

  async #pages(
    record: RunRecord,
    { result, asked: { run: { without = [] } }, again }: {
      readonly result: RunResult;
      readonly asked: Asked;
      readonly again: Asked["again"];
    },
  ): Promise<void> {
    const folder = this.#folder, name = fileNameOf(record), files = new Set([`${name}.html`]);
    const recording = again === undefined ? undefined : `${name}.mcap`;
    let capture = this.#capture;
    if (again !== undefined && recording !== undefined) {
      capture = new Capture();
      const { start } = await openRecording(`${folder}/${recording}`, recording);
      const run = again({ record: start, observe: capture.observe, debug: true });
      await run.catch((error) => record.error === null ? Promise.reject(error) : undefined);
      files.add(recording);
    }
    const left = without.length > 0 ? ` --without ${without.join(",")}` : "";
    const repeat = `${repeatCommand(record)}${left}`, error = record.error ?? undefined;
    const report = { result, capture, repeat, recording, error };
    await writeText(`${folder}/${name}.html`, runPage(report));
    const records = [record], summary = summarise(records, []);
    await writeText(`${folder}/index.html`, indexPage({ records, summary, files }));
    for (const { name, data } of capture.pictures.files()) {
      await writeBytes(`${folder}/${name}`, data);
    }
  }
}

function caseOf({ scenario, seed, file, set, run: { durationNs } }: Asked) {
  const duration_s = durationNs === undefined ? undefined : durationNs / 1e9;
  return { index: 0, scenario, file, seed, k: 0, variant: set, duration_s };
}
