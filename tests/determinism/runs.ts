/** Runs of the shipped scenarios, as they are or edited: for the tests of the contract. */
import { parse, stringify } from "yaml";
import { CATALOGUE } from "../../harness/catalogue.ts";
import { findScenario, insideFolder, readText } from "../../harness/host/files.ts";
import { type RunOptions, runScenario } from "../../harness/run/run.ts";
import type { RunResult } from "../../harness/run/result.ts";
import type { Catalogue } from "../../harness/schema/catalogue.ts";
import { parseScenario, type Scenario } from "../../harness/schema/scenario.ts";

/** A scenario as its YAML says it. */
export interface Written {
  name: string;
  sensors: Record<string, Record<string, unknown>>;
  nodes: Record<string, Record<string, unknown>>;
  checks: Record<string, Record<string, unknown>>;
  faults?: Record<string, Record<string, unknown>>;
  [key: string]: unknown;
}

/** The same scenario after an edit of its data. */
export async function edited(
  name: string,
  edit: (written: Written) => Written | void,
  catalogue: Catalogue = CATALOGUE,
): Promise<Scenario> {
  const { path } = findScenario(name);
  const written: Written = parse(await readText(path));
  return parseScenario(stringify(edit(written) ?? written), {
    file: path,
    catalogue,
    read: async (file) => readText(await insideFolder(path, file), file),
  });
}

/** Runs the first seconds of a scenario. */
export function run(
  scenario: Scenario,
  seconds: number,
  options: Omit<RunOptions, "durationNs"> = {},
): Promise<RunResult> {
  return runScenario(scenario, { ...options, durationNs: seconds * 1e9 });
}

/** Digests of a run's topics, by topic. */
export function digestsOf({ topics }: RunResult): Record<string, string> {
  return Object.fromEntries(
    Object.entries(topics).map(([topic, { digest }]) => [topic, digest]),
  );
}

/** The first topic and second whose bytes differ, in words; undefined: none. */
export function firstDifference(a: RunResult, b: RunResult): string | undefined {
  let first: { topic: string; second: number } | undefined;
  for (const [topic, { seconds }] of Object.entries(a.topics)) {
    const others = b.topics[topic]?.seconds ?? [];
    for (let s = 0; s < Math.max(seconds.length, others.length); s++) {
      if (seconds[s] === others[s]) continue;
      if (first === undefined || s < first.second) first = { topic, second: s };
      break;
    }
  }
  return first && `${first.topic} differs first in second ${first.second}`;
}
