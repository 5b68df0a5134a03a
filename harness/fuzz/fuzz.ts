/** Fuzzing: scenario after scenario at random, until one fails; that one is made small. */
import { stringify } from "yaml";
import { drawScenario, type ScenarioData } from "./draw_scenario.ts";
import { type Judge, shrink, type Shrunk } from "./shrink.ts";

/** How to fuzz. */
export interface FuzzOptions {
  readonly judge: Judge;
  readonly seeds: Iterable<number>;
  readonly jobs?: number;
  /** Failures of different checks that are looked for; default 1. */
  readonly failures?: number;
  /** Runs that shrinking one may use. */
  readonly shrinkRuns?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called as each seed is done. */
  readonly onSeed?: ((seed: number, failed: readonly string[] | undefined) => void) | undefined;
  readonly onSimpler?: ((data: ScenarioData, runs: number) => void) | undefined;
}

/** A failure and the smallest scenario that was found to have it. */
export interface Finding extends Shrunk {
  readonly check: string;
  readonly seed: number;
}

/** What came of it. */
export interface FuzzResult {
  /** Seeds that were run. */
  readonly seeds: number;
  /** Draws that could not be run, such as a way that a car can't drive. */
  readonly refused: number;
  readonly findings: readonly Finding[];
}

/** Draws and judges scenarios around a base until enough failures are found. */
export async function fuzz(base: ScenarioData, options: FuzzOptions): Promise<FuzzResult> {
  const { judge, jobs = 1, failures = 1, shrinkRuns, signal, onSeed, onSimpler } = options;
  const findings: Finding[] = [];
  let seeds = 0, refused = 0;
  const source = options.seeds[Symbol.iterator]();
  while (findings.length < failures && !signal?.aborted) {
    const batch = take(source, jobs);
    if (batch.length === 0) break;
    const cases = batch.map((seed) => ({ seed, data: drawScenario(base, seed) }));
    const judged = await Promise.all(cases.map(({ data }) => judge(data)));
    // In the order of the seeds, so that the number of jobs changes nothing.
    for (const [i, failed] of judged.entries()) {
      const { seed, data } = cases[i]!;
      seeds++;
      if (failed === undefined) refused++;
      onSeed?.(seed, failed);
      const check = failed?.find((name) => findings.every((finding) => finding.check !== name));
      if (check === undefined) continue;
      const more = { ...shrinkRuns !== undefined && { runs: shrinkRuns }, jobs, signal, onSimpler };
      findings.push({ check, seed, ...await shrink(data, { judge, check, ...more }) });
      if (findings.length >= failures) break;
    }
  }
  return { seeds, refused, findings };
}

function take(source: Iterator<number>, count: number): number[] {
  const out: number[] = [];
  while (out.length < count) {
    const { value, done } = source.next();
    if (done) break;
    out.push(value);
  }
  return out;
}

/** A scenario as a file, ready to be committed: what it is about stands in front. */
export function scenarioYaml(data: ScenarioData, about: readonly string[]): string {
  const comment = about.map((line) => `# ${line}\n`).join("");
  return `${comment}${stringify(data, { lineWidth: 96, aliasDuplicateObjects: false })}`;
}
