/** `scenarios merge`: results of several machines become one summary, as if one had run all. */
import { InputError } from "../harness/errors.ts";
import { readResults, userPath } from "../harness/host/files.ts";
import { Pool } from "../harness/host/pool.ts";
import { interruption } from "../harness/host/signals.ts";
import { judgeAll } from "../harness/host/sweep.ts";
import { compare } from "../harness/sweep/compare.ts";
import { fromLines, sortRecords, toLines } from "../harness/sweep/record.ts";
import { summarise } from "../harness/sweep/summary.ts";
import type { Arguments, Command, ExitCode } from "./command.ts";
import { exitCodeOf, openOutputs, OUTPUT_FLAGS } from "./sweep_outputs.ts";
import { showComparison, showSummary } from "./sweep_view.ts";

/** The command. */
export const command: Command = {
  usage: {
    positionals: "FILE…",
    positionalsMax: Infinity,
    about: "Puts results files (--results) together and judges them over all seeds.",
    flags: OUTPUT_FLAGS,
  },

  async run(args: Arguments): Promise<ExitCode> {
    if (args.positionals.length === 0) throw new InputError("merge: expected results files");
    const texts = await Promise.all(args.positionals.map(async (file) => {
      const text = await readResults(file);
      return toLines(fromLines(text, file)); // each is sound by itself
    }));
    const records = sortRecords(fromLines(texts.join(""), "all together"));
    const against = args.text("against");
    const before = against && fromLines(await readResults(against), against);
    const outputs = await openOutputs(args);
    const { signal, stop } = interruption();
    const pool = new Pool({ jobs: 1, watchdogS: 60 });
    try {
      const across = await judgeAll(pool, records, signal);
      const summary = summarise(records, across);
      const comparison = before ? compare(records, before) : undefined;
      if (args.on("json")) {
        console.log(JSON.stringify({ verdict: summary.verdict, across, summary, comparison }));
      } else {
        console.log(showSummary(summary, records));
        if (comparison) console.log(`\n${showComparison(comparison)}`);
      }
      const pages = args.positionals.map((file) => userPath(`${file}/..`));
      await outputs.write({ records, summary, comparison, pages });
      return exitCodeOf(summary, records, comparison);
    } finally {
      pool.close();
      stop();
    }
  },
};
