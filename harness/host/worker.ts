/**
 * One worker of a sweep: takes jobs one after another. It says that it lives whenever simulated
 * time has moved on, so that a node that never returns is noticed.
 */
import { createRecorder } from "../../runtime/bag/mod.ts";
import type { Nanos } from "../../msgs/time.ts";
import { InputError } from "../errors.ts";
import { judgeAcross } from "../run/across.ts";
import { judgeScenario } from "../run/run.ts";
import type { RunResult } from "../run/result.ts";
import type { Scenario } from "../schema/scenario.ts";
import { runErrorOf } from "../sweep/record.ts";
import type { Answer, FromWorker, Job } from "./jobs.ts";
import { loadScenario, loadScenarioText } from "./load_scenario.ts";
import { RunPageFile } from "./reports.ts";
import { wallSeconds } from "./wall.ts";

/** How often it says that it lives, s. */
const ALIVE_S = 0.2;
/** A run that holds more than this leaks: nothing in Dryrun grows with time like that. */
const MEMORY_MB = 1024;

interface WorkerScope {
  onmessage: ((event: MessageEvent<Job>) => void) | null;
  postMessage(message: FromWorker): void;
}

const scope = self as unknown as WorkerScope;

/** Whether the run of this job has begun: what fails before was refused. */
let begun = false;

/** The last scenario that was parsed: a sweep runs one after another. */
let cached: { readonly key: string; readonly scenario: Scenario } | undefined;

async function scenarioOf(
  { file, seed, set, text }: Pick<Job & { do: "run" }, "file" | "seed" | "set" | "text">,
): Promise<Scenario> {
  if (text !== undefined) return await loadScenarioText(text, file, { seed, set });
  const key = JSON.stringify([file, set]);
  if (cached?.key === key && !isDrawn(cached.scenario)) return cached.scenario;
  const scenario = await loadScenario(file, { seed, set });
  cached = { key, scenario };
  return scenario;
}

function isDrawn({ sweep }: Scenario): boolean {
  return Object.values(sweep).some((axis) => "uniform" in axis);
}

async function run(job: Job & { do: "run" }): Promise<Answer> {
  begun = false;
  const scenario = await scenarioOf(job);
  begun = true;
  scope.postMessage({ is: "alive", at: 0 }); // and those of the scenario
  const { seed, durationNs, record, report, memoryMb = MEMORY_MB } = job;
  const page = report && new RunPageFile({ ...report, recording: record });
  let broken: RunResult | undefined;
  try {
    const { result, summaries } = await judgeScenario(scenario, {
      seed,
      durationNs,
      wall: wallSeconds,
      observe: page?.observe,
      debug: page !== undefined,
      ...record !== undefined && {
        record: (metadata) => createRecorder(record, { metadata }),
      },
      onSlice: watchful(memoryMb, Object.keys(scenario.nodes)),
      onBroken: (result) => broken = result,
    });
    await page?.write(result, report?.error);
    return { is: "ran", result, summaries: Object.fromEntries(summaries) };
  } catch (error) {
    const answer = failed(error);
    if (page === undefined || broken === undefined) return answer;
    await page.write(broken, answer.error);
    return { ...answer, reported: true };
  }
}

/** Says now and then that the run lives, and ends one that holds too much. */
function watchful(memoryMb: number, nodes: readonly string[]): (at: Nanos) => void {
  let last = wallSeconds();
  return (at) => {
    const now = wallSeconds();
    if (now - last < ALIVE_S) return;
    last = now;
    scope.postMessage({ is: "alive", at });
    const { heapUsed, external } = Deno.memoryUsage();
    if (heapUsed + external <= memoryMb * 2 ** 20) return;
    throw new InputError(
      `more than ${memoryMb} MB are held at ${(at / 1e9).toFixed(1)} s: ` +
        `one of the nodes leaks (${nodes.join(", ")})`,
    );
  };
}

async function describe({ file, variants }: Job & { do: "describe" }): Promise<Answer> {
  const scenario = await loadScenario(file);
  for (const set of variants) await loadScenario(file, { set });
  const { name, seed, seeds, tags, sweep, durationNs } = scenario;
  return { is: "described", info: { name, file, seed, seeds, tags, sweep, durationNs } };
}

async function answer(job: Job): Promise<Answer> {
  switch (job.do) {
    case "describe":
      return await describe(job);
    case "run":
      return await run(job);
    case "across": {
      const summaries = job.summaries.map((one) => new Map(Object.entries(one)));
      return { is: "across", results: judgeAcross(await loadScenario(job.file), summaries) };
    }
  }
}

function failed(failure: unknown): Answer & { is: "failed" } {
  const error = runErrorOf(failure);
  if (!(failure instanceof InputError)) return { is: "failed", error, problems: [error.text] };
  return { is: "failed", error, problems: failure.problems, refused: !begun };
}

scope.onmessage = async ({ data }) => {
  scope.postMessage({ is: "alive", at: 0 }); // its modules are there
  scope.postMessage(await answer(data).catch(failed));
};
