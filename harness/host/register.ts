/** Scenarios as tests of `deno test`: in a user's own repository, beside their other tests. */
import { parseSeeds } from "../schema/seeds.ts";
import type { RunResult } from "../run/result.ts";
import { overall } from "../run/result.ts";
import { judgeAcross } from "../run/across.ts";
import { judgeScenario, type Outcome } from "../run/run.ts";
import { loadScenario } from "./load_scenario.ts";
import { repeatCommand } from "../run/repeat.ts";

/** How to run a scenario as a test. */
export interface ScenarioTestOptions {
  /** Such as `"1..20"`; default: the scenario's. */
  readonly seeds?: string | readonly number[];
  /** Left out for now, as with any test. */
  readonly ignore?: boolean;
}

/**
 * Registers a scenario with `Deno.test`: one test a seed, and one of the verdicts over all seeds
 * where there are enough of them. Without `seeds`, one test runs the scenario's own.
 *
 * ```ts ignore
 * import { scenarioTest } from "@dryrun/dryrun/harness";
 *
 * scenarioTest("./scenarios/dock.yaml", { seeds: "1..20" });
 * ```
 *
 * @param name a name in scenarios/ or a path, relative to where `deno test` is called
 * @throws {InputError} the seeds are none; within the test: the scenario is wrong
 */
export function scenarioTest(name: string, options: ScenarioTestOptions = {}): void {
  const { seeds, ignore = false } = options;
  if (seeds === undefined) {
    Deno.test({
      name: `scenario ${name}`,
      ignore,
      fn: async () => {
        const scenario = await loadScenario(name);
        const own = scenario.seeds ?? [scenario.seed];
        const outcomes: Outcome[] = [];
        for (const one of own) outcomes.push(await runOnce(name, one));
        await requireAcross(name, outcomes);
      },
    });
    return;
  }
  const list = typeof seeds === "string" ? parseSeeds(seeds, `scenarioTest("${name}")`) : seeds;
  const outcomes: Outcome[] = [];
  for (const seed of list) {
    Deno.test({
      name: `scenario ${name} seed ${seed}`,
      ignore,
      fn: async () => void outcomes.push(await runOnce(name, seed)),
    });
  }
  Deno.test({
    name: `scenario ${name} over ${list.length} seeds`,
    ignore,
    fn: () => requireAcross(name, outcomes),
  });
}

/** Runs a seed. @throws {Error} it fails, with every failed check and the command to repeat it */
async function runOnce(name: string, seed: number): Promise<Outcome> {
  const outcome = await judgeScenario(await loadScenario(name, { seed }), { seed });
  const { result } = outcome;
  if (result.verdict !== "fail") return outcome;
  throw new Error(
    [...failures(result.checks), repeatCommand({ ...result, file: name })].join("\n"),
  );
}

async function requireAcross(name: string, outcomes: readonly Outcome[]): Promise<void> {
  const scenario = await loadScenario(name);
  const verdicts = judgeAcross(scenario, outcomes.map(({ summaries }) => summaries));
  if (overall(verdicts) === "fail") throw new Error(failures(verdicts).join("\n"));
}

function failures(checks: RunResult["checks"]): string[] {
  return checks.filter(({ verdict }) => verdict === "fail").map(
    ({ name, value, unit, limit, reason }) =>
      `${name}: ${value ?? "–"} ${unit}, limit ${limit} ${unit}${reason ? ` (${reason})` : ""}`,
  );
}
