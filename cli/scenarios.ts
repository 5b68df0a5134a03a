/** `scenarios`: runs scenarios over seeds; verdicts over all seeds come at the end. */
import { InputError } from "../harness/errors.ts";
import { scenarioNames } from "../harness/host/files.ts";
import { loadScenario } from "../harness/host/load_scenario.ts";
import { interruption } from "../harness/host/signals.ts";
import { wallSeconds } from "../harness/host/wall.ts";
import { type AcrossResult, judgeAcross } from "../harness/run/across.ts";
import { overall, type RunResult } from "../harness/run/result.ts";
import { judgeScenario, type Outcome } from "../harness/run/run.ts";
import { parseSeeds } from "../harness/schema/seeds.ts";
import type { Scenario } from "../harness/schema/scenario.ts";
import type { Arguments, Command, ExitCode } from "./command.ts";
import { showChecks } from "./run_view.ts";
import { digits, paint, paintVerdict } from "./terminal.ts";
import { watchRun } from "./watch.ts";

/** Names that later commands will use: no scenario can have them. */
const RESERVED = ["merge", "fuzz"];

/** The command. */
export const command: Command = {
  usage: {
    positionals: "[NAME…]",
    positionalsMax: Infinity,
    about: "Runs scenarios (names in scenarios/ or paths; default: all in scenarios/) over seeds.",
    flags: {
      seeds: { value: "1..20", about: "seeds of each scenario (default: the scenario's own)" },
      json: { about: "print all results as one JSON object" },
    },
  },

  async run(args: Arguments): Promise<ExitCode> {
    const names = args.positionals.length > 0 ? args.positionals : scenarioNames();
    const reserved = names.find((name) => RESERVED.includes(name));
    if (reserved) throw new InputError(`"${reserved}" is a reserved name, not a scenario`);
    const text = args.text("seeds");
    const seeds = text === undefined ? undefined : parseSeeds(text, "--seeds");
    // All are checked before the first runs: a slip in the last costs no time.
    const scenarios = await Promise.all(names.map((name) => loadScenario(name)));
    const json = args.on("json");
    const { signal, stop } = interruption();
    try {
      const runs: RunResult[] = [];
      const across: AcrossResult[] = [];
      for (const scenario of scenarios) {
        const outcomes = await runSeeds(scenario, seeds ?? seedsOf(scenario), { signal, json });
        runs.push(...outcomes.map(({ result }) => result));
        const verdicts = judgeAcross(scenario, outcomes.map(({ summaries }) => summaries));
        across.push(...verdicts);
        const told = verdicts.filter(({ verdict }) => verdict !== "skipped");
        if (!json && told.length > 0) console.log(`${showChecks(told)}\n`);
      }
      const verdict = overall([...runs, ...across]);
      if (json) console.log(JSON.stringify({ verdict, runs, across }));
      else console.log(closing(verdict, runs));
      return verdict === "fail" ? 1 : 0;
    } finally {
      stop();
    }
  },
};

function seedsOf({ seeds, seed }: Scenario): readonly number[] {
  return seeds ?? [seed];
}

async function runSeeds(
  scenario: Scenario,
  seeds: readonly number[],
  { signal, json }: { signal: AbortSignal; json: boolean },
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  const totalNs = scenario.durationNs * seeds.length;
  const watch = watchRun({ title: scenario.name, totalNs, quiet: json });
  for (const [i, seed] of seeds.entries()) {
    const before = i * scenario.durationNs;
    const onSlice = (at: number) => watch.onSlice(before + at);
    const outcome = await judgeScenario(scenario, { seed, signal, wall: wallSeconds, onSlice });
    outcomes.push(outcome);
    if (!json) {
      watch.clear();
      console.log(line(outcome.result));
    }
  }
  watch.clear();
  return outcomes;
}

/** One line a run; a failed one with its reasons and how to repeat it. */
function line({ scenario, seed, verdict, checks, digest, realtime_factor }: RunResult): string {
  const head = `${paintVerdict(verdict, verdict.padEnd(7))} ${scenario} --seed ${seed}  ` +
    paint("dim", `${digest.slice(0, 16)}  ${realtime_factor.toFixed(0)} ×`);
  const failed = checks.filter((check) => check.verdict === "fail").map((
    { name, value, unit, limit, reason },
  ) =>
    `        ${name}: ${value === null ? "" : `${digits(value)} ${unit}, `}` +
    `limit ${limit} ${unit}${reason ? ` (${reason})` : ""}`
  );
  return [head, ...failed].join("\n");
}

function closing(verdict: string, runs: readonly RunResult[]): string {
  const failed = runs.filter((run) => run.verdict === "fail");
  const lines = [`${paintVerdict(verdict)}: ${runs.length} runs, ${failed.length} failed`];
  const first = failed[0];
  if (first) lines.push(`repeat the first: deno task sim ${first.scenario} --seed ${first.seed}`);
  return lines.join("\n");
}
