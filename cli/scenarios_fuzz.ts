/** `scenarios fuzz`: random robots, motions and faults until something fails, then made small. */
import { InputError } from "../harness/errors.ts";
import type { ScenarioData } from "../harness/fuzz/draw_scenario.ts";
import { fuzz } from "../harness/fuzz/fuzz.ts";
import { userPath, writableFolder } from "../harness/host/files.ts";
import { poolJudge, writeFinding } from "../harness/host/fuzz.ts";
import { readScenarioData } from "../harness/host/load_scenario.ts";
import { Pool } from "../harness/host/pool.ts";
import { interruption } from "../harness/host/signals.ts";
import { cores, wallSeconds } from "../harness/host/wall.ts";
import { parseSeeds } from "../harness/schema/seeds.ts";
import type { Arguments, Command, ExitCode } from "./command.ts";
import { ProgressBar } from "./terminal.ts";

/** The scenario whose nodes and checks are tried when none is named. */
const BASE = "any_robot";

/** The command. */
export const command: Command = {
  usage: {
    positionals: "[SCENARIO]",
    positionalsMax: 1,
    about: "Tries a scenario's nodes and checks (default: any_robot) with robots, motions and " +
      "faults at random; what fails is shrunk to a minimal scenario.",
    flags: {
      seeds: { value: "1..200", about: "seeds to draw from (default: 1..200)" },
      jobs: { value: "N", about: "workers (default: one a core)" },
      failures: { value: "N", about: "failures of different checks to look for (default: 1)" },
      shrink: { value: "N", about: "runs that shrinking one may use (default: 400)" },
      watchdog: { value: "S", about: "end a run that says nothing for so long (default: 60)" },
      out: { value: "DIR", about: "where to write the scenarios (default: here)" },
      json: { about: "print what was found as one JSON object" },
    },
  },

  async run(args: Arguments): Promise<ExitCode> {
    const base = args.positionals[0] ?? BASE;
    const data = await readScenarioData(base);
    if (typeof data !== "object" || data === null) throw new InputError(`${base}: no scenario`);
    const seeds = parseSeeds(args.text("seeds") ?? "1..200", "--seeds");
    const jobs = args.number("jobs", { min: 1, integer: true }) ?? cores();
    const out = args.text("out");
    const folder = out === undefined ? userPath(".") : await writableFolder(out, "--out");
    const json = args.on("json");
    const pool = new Pool({ jobs, watchdogS: args.number("watchdog", { min: 0.1 }) ?? 60 });
    const { signal, stop } = interruption();
    const bar = new ProgressBar("fuzz", json);
    let done = 0;
    const watched = new Promise<undefined>((resolve) =>
      signal.addEventListener("abort", () => resolve(undefined), { once: true })
    );
    try {
      const judge = poolJudge(pool, base);
      const result = await fuzz(data as ScenarioData, {
        judge: (one) => Promise.race([judge(one), watched]),
        ...{
          seeds,
          jobs,
          signal,
          failures: args.number("failures", { min: 1, integer: true }) ?? 1,
        },
        shrinkRuns: args.number("shrink", { min: 1, integer: true }) ?? 400,
        onSeed: () => bar.show(++done / seeds.length, wallSeconds(), `${done} of ${seeds.length}`),
        onSimpler: (one, runs) =>
          bar.show(1, wallSeconds(), `shrinking: ${runs} runs, ${faultCount(one)} faults left`),
      });
      bar.clear();
      const written: string[] = [];
      for (const finding of result.findings) {
        written.push(await writeFinding(finding, { base, folder }));
      }
      if (json) console.log(JSON.stringify({ ...result, files: written }));
      else {
        result.findings.forEach(({ check, seed, data, runs }, i) => {
          console.log(
            `seed ${seed} fails ${check}; in ${runs} runs made ${faultCount(data)} faults`,
          );
          console.log(`        deno task sim ${written[i]}`);
        });
        const refused = result.refused > 0 ? `, ${result.refused} of them could not be run` : "";
        console.log(`${result.seeds} seeds${refused}: ${result.findings.length} failures found`);
      }
      if (signal.aborted) return 130;
      return result.findings.length > 0 ? 1 : 0;
    } finally {
      bar.clear();
      pool.close();
      stop();
    }
  },
};

function faultCount({ faults }: ScenarioData): number {
  return Object.keys(faults ?? {}).length;
}
