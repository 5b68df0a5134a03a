/** Judges what fuzzing draws on a pool of workers, and keeps what it finds. */
import type { Finding } from "../fuzz/fuzz.ts";
import { scenarioYaml } from "../fuzz/fuzz.ts";
import type { ScenarioData } from "../fuzz/draw_scenario.ts";
import type { Judge } from "../fuzz/shrink.ts";
import { findScenario, moduleFrom, writeText } from "./files.ts";
import type { Pool } from "./pool.ts";

/** A judge whose runs are made by workers; `file` is what modules and files are relative to. */
export function poolJudge(pool: Pool, file: string): Judge {
  return async (data) => {
    const { seed } = data as { seed?: number };
    const text = scenarioYaml(data, []);
    const answer = await pool.do({ do: "run", file, seed: seed ?? 1, set: {}, text });
    if (answer.is === "ran") {
      const { checks } = answer.result;
      return checks.filter(({ verdict }) => verdict === "fail").map(({ name }) => name);
    }
    return answer.is === "failed" && answer.refused ? undefined : ["error"];
  };
}

/** Writes a finding beside others, as a scenario that fails; returns its path. */
export async function writeFinding(
  { check, seed, data, runs }: Finding,
  { base, folder }: { base: string; folder: string },
): Promise<string> {
  const name = `${String(data.name)}_${check}_seed_${seed}`.replace(/[^a-z0-9_]+/g, "_");
  const path = `${folder}/${name}.yaml`;
  const moved = withModules(
    { ...data, name },
    (named) => moduleFrom(named, findScenario(base).path, path),
  );
  const about = [
    `Fails ${check}. Found by: deno task scenarios fuzz ${base} --seeds ${seed}`,
    `and made this small in ${runs} runs. Repeat: deno task sim ${path}`,
  ];
  await writeText(path, scenarioYaml(moved, about));
  return path;
}

/** Modules of nodes and checks, named from another folder. */
function withModules(data: ScenarioData, rename: (named: string) => string): ScenarioData {
  const out = { ...data };
  for (const [section, key] of [["nodes", "node"], ["checks", "type"]] as const) {
    const entries = Object.entries((data[section] ?? {}) as Record<string, ScenarioData>);
    out[section] = Object.fromEntries(entries.map(([name, entry]) => {
      const named = entry[key];
      const own = typeof named === "string" && /^\.{1,2}\//.test(named);
      return [name, own ? { ...entry, [key]: rename(named) } : entry];
    }));
  }
  return out;
}
