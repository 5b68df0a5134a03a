/** Verdicts over many seeds of one scenario: what a single run can't tell, such as NEES. */
import type { Json } from "../contract.ts";
import type { Scenario } from "../schema/scenario.ts";
import type { CheckResult } from "./result.ts";

/** Under this many runs no verdict over seeds is asked for. */
export const ACROSS_MIN = 20;

/** A verdict over the seeds of a scenario. */
export interface AcrossResult extends CheckResult {
  /** Of whose seeds. */
  readonly scenario: string;
}

/**
 * Asks each check that can for verdicts over all runs of its scenario.
 *
 * @param summaries one map a run, by the check's name
 */
export function judgeAcross(
  scenario: Scenario,
  summaries: readonly ReadonlyMap<string, Json>[],
): AcrossResult[] {
  const out: AcrossResult[] = [];
  for (const [name, { check, config }] of Object.entries(scenario.checks)) {
    if (!check.across) continue;
    const given = summaries.flatMap((run) => run.has(name) ? [run.get(name)!] : []);
    if (given.length < ACROSS_MIN) {
      const reason = `${given.length} runs; a verdict over seeds needs ${ACROSS_MIN}`;
      const skipped = { verdict: "skipped", value: null, unit: "", limit: "", reason } as const;
      out.push({ scenario: scenario.name, name, ...skipped });
      continue;
    }
    for (const { part, ...verdict } of check.across(config, given)) {
      const full = part === undefined ? name : `${name}/${part}`;
      out.push({ scenario: scenario.name, name: full, ...verdict });
    }
  }
  return out;
}
