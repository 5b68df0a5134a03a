/** `sim --until-fail` and `sim --break-at T`: looking for a failure, and looking at one. */
import { type LoadOptions, loadScenario } from "../harness/host/load_scenario.ts";
import { wallSeconds } from "../harness/host/wall.ts";
import { repeatCommand } from "../harness/run/repeat.ts";
import type { RunResult } from "../harness/run/result.ts";
import { type RunOptions, runScenario } from "../harness/run/run.ts";
import { plainMessage, Tail } from "../harness/run/tail.ts";
import type { ExitCode } from "./command.ts";
import { showRun } from "./run_view.ts";
import { paint, paintVerdict } from "./terminal.ts";

/** What both take. */
export interface ModeOptions {
  readonly file: string;
  readonly set: LoadOptions["set"];
  readonly run: RunOptions;
  readonly json: boolean;
}

/** Runs seed after seed until one fails; that one's result is told. */
export async function untilFail(first: number, options: ModeOptions): Promise<ExitCode> {
  const { file, set, run, json } = options;
  for (let seed = first;; seed++) {
    const scenario = await loadScenario(file, { seed, set });
    const result = await runScenario(scenario, { ...run, seed, wall: wallSeconds });
    if (result.verdict !== "fail") {
      const { realtime_factor } = result;
      if (!json) {
        const speed = paint("dim", `${realtime_factor.toFixed(0)} ×`);
        console.log(`${paintVerdict(result.verdict)}  --seed ${seed}  ${speed}`);
      }
      continue;
    }
    if (json) console.log(JSON.stringify(result));
    else {
      console.log(`${scenario.name}\n\n${showRun(result)}`);
      const variant = { ...result.variant, ...set };
      const duration_s = run.durationNs === undefined ? undefined : run.durationNs / 1e9;
      console.log(`repeat: ${repeatCommand({ file, seed, variant, duration_s })}`);
    }
    return 1;
  }
}

/** Runs up to a time and tells what nodes say and what was on every stream just before. */
export async function breakAt(
  seconds: number,
  seed: number | undefined,
  options: ModeOptions,
): Promise<ExitCode> {
  const { file, set, run, json } = options;
  const tail = new Tail();
  const durationNs = Math.max(1, Math.round(seconds * 1e9));
  const scenario = await loadScenario(file, { seed, set });
  const result = await runScenario(scenario, { ...run, seed, durationNs, record: () => tail });
  console.log(json ? dump(result, tail, seconds) : view(result, tail, seconds));
  return 0;
}

function dump({ scenario, seed, nodes, checks, faults }: RunResult, tail: Tail, at: number) {
  const streams = plainMessage(tail.messages());
  return JSON.stringify({ scenario, seed, break_at_s: at, nodes, checks, faults, streams });
}

/** The newest message of each stream; `--json` has the whole second. */
function view({ scenario, seed, nodes, faults = [] }: RunResult, tail: Tail, at: number): string {
  const parts = [`${paint("bold", scenario)} seed ${seed} at ${at} s`];
  for (const { name, type, from_s, to_s } of faults) {
    if (to_s === null || to_s > at) parts.push(`  fault ${name} (${type}) since ${from_s} s`);
  }
  for (const [name, { diagnostics }] of Object.entries(nodes)) {
    parts.push(`\n${paint("bold", name)}`);
    for (const [part, status] of Object.entries(diagnostics)) {
      parts.push(`  ${part}: ${JSON.stringify(status)}`);
    }
  }
  for (const [topic, { messages }] of Object.entries(tail.messages())) {
    const last = messages.at(-1);
    parts.push(`\n${paint("bold", topic)}  ${messages.length} messages in the last second`);
    if (last) parts.push(`  ${last.at_s} s: ${JSON.stringify(plainMessage(last.message))}`);
  }
  return [...parts, "\n--json has the last second of every stream"].join("\n");
}
