/**
 * Shrinking: a scenario that fails is replaced by a simpler one that fails the same check, again
 * and again, until none does or the runs that were allowed are used up (delta debugging, Zeller
 * and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", IEEE TSE 28(2), 2002).
 */
import type { ScenarioData } from "./draw_scenario.ts";
import { simpler } from "./simpler.ts";

/** What a run of a scenario fails: checks by name, or `error`. Empty: nothing; undefined: refused. */
export type Judge = (data: ScenarioData) => Promise<readonly string[] | undefined>;

/** How to shrink. */
export interface ShrinkOptions {
  readonly judge: Judge;
  /** The check that must go on failing. */
  readonly check: string;
  /** Runs that may be used; default 400. */
  readonly runs?: number;
  /** Candidates that are judged at once; the result does not depend on it. Default 1. */
  readonly jobs?: number;
  readonly signal?: AbortSignal | undefined;
  /** Called whenever something simpler was found. */
  readonly onSimpler?: ((data: ScenarioData, runs: number) => void) | undefined;
}

/** The simplest that was found, and how many runs it took. */
export interface Shrunk {
  readonly data: ScenarioData;
  readonly runs: number;
}

/** Shrinks a scenario that fails `check`. */
export async function shrink(data: ScenarioData, options: ShrinkOptions): Promise<Shrunk> {
  const { judge, check, runs: allowed = 400, jobs = 1, signal, onSimpler } = options;
  const fails = async (candidate: ScenarioData) =>
    (await judge(candidate))?.includes(check) ?? false;
  let best = onlyCheck(data, check), runs = 1;
  if (!await fails(best)) best = data;
  const tried = new Set<string>();
  search: for (;;) {
    const fresh = [...simpler(best)].filter((candidate) => !tried.has(JSON.stringify(candidate)));
    for (let at = 0; at < fresh.length; at += jobs) {
      if (signal?.aborted || runs >= allowed) break search;
      const batch = fresh.slice(at, at + jobs);
      const found = (await Promise.all(batch.map(fails))).indexOf(true);
      // Those behind the first that fails count as never tried: one by one they would not be.
      for (const candidate of batch.slice(0, found < 0 ? jobs : found)) {
        tried.add(JSON.stringify(candidate));
      }
      runs += found < 0 ? batch.length : found + 1;
      if (found < 0) continue;
      best = batch[found]!;
      onSimpler?.(best, runs);
      continue search;
    }
    break;
  }
  return { data: best, runs };
}

/** Without the checks that are not looked at. */
function onlyCheck(data: ScenarioData, check: string): ScenarioData {
  const checks = data.checks as ScenarioData | undefined;
  const name = check.split("/")[0]!;
  if (checks === undefined || !(name in checks)) return data;
  return { ...data, checks: { [name]: checks[name] } };
}
