/** Golden digests: what every scenario must give, seed by seed, on every machine. */
import { scenarioNames } from "../../harness/host/files.ts";
import { loadScenario } from "../../harness/host/load_scenario.ts";
import { runScenario } from "../../harness/run/run.ts";
import { digestsOf } from "./runs.ts";

/** Where they lie. */
export const GOLDEN = new URL("golden.json", import.meta.url);

/** Of one scenario. */
export interface Golden {
  /** The run's digest by seed: the scenario's `seeds`, else its `seed`. */
  runs: Record<string, string>;
  /** Of the first of those runs, the digest of each exact topic and how many bytes it hashed. */
  topics: Record<string, { bytes: number; digest: string }>;
}

/** All scenarios, in the order of their names. */
export function goldenNames(): string[] {
  return scenarioNames().sort();
}

/** Runs a scenario's seeds. */
export async function goldenOf(name: string): Promise<Golden> {
  const scenario = await loadScenario(name);
  const golden: Golden = { runs: {}, topics: {} };
  for (const [i, seed] of (scenario.seeds ?? [scenario.seed]).entries()) {
    const result = await runScenario(scenario, { seed });
    golden.runs[seed] = result.digest;
    if (i > 0) continue;
    const digests = digestsOf(result);
    for (const [topic, { exact, bytes }] of Object.entries(result.topics)) {
      if (exact) golden.topics[topic] = { bytes, digest: digests[topic]! };
    }
  }
  return golden;
}
