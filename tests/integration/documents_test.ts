/** What documents say exists: flags of the CI workflow, faults, scenarios of each fault. */
import assert from "#assert";
import { parse } from "yaml";
import { command as scenarios } from "../../cli/scenarios.ts";
import { command as fuzz } from "../../cli/scenarios_fuzz.ts";
import { command as merge } from "../../cli/scenarios_merge.ts";
import { readScenarioData } from "../../harness/host/load_scenario.ts";
import { scenarioNames } from "../../harness/host/files.ts";
import { FAULTS } from "../../sim/mod.ts";

interface Workflow {
  readonly jobs: Record<string, { readonly steps: { readonly run?: string }[] }>;
}

Deno.test("docs/ci: every command of the workflow exists, with its flags", async () => {
  const { jobs } = parse(await Deno.readTextFile("docs/ci/scenarios.yml")) as Workflow;
  const runs = Object.values(jobs).flatMap(({ steps }) => steps.flatMap(({ run }) => run ?? []));
  const called = runs.filter((run) => run.includes("task scenarios"));
  assert.equal(called.length, 3);
  for (const run of called) {
    const { usage } = /scenarios merge/.test(run)
      ? merge
      : /scenarios fuzz/.test(run)
      ? fuzz
      : scenarios;
    const flags = [...run.replace(/^npx --\S+/, "").matchAll(/ \(?--([a-z-]+)/g)].map(([, flag]) =>
      flag!
    );
    assert.ok(flags.length >= 2, run);
    for (const flag of flags) assert.ok(flag in usage.flags, `--${flag} in: ${run}`);
  }
  assert.ok(runs.some((run) => run.includes("install --frozen")));
});

Deno.test("docs/faults.md lists every fault, and a scenario has each kind by itself", async () => {
  const text = await Deno.readTextFile("docs/faults.md");
  const table = text.split("\n").flatMap((line) => /^\| `([a-z_]+)` +\|/.exec(line)?.[1] ?? []);
  assert.deepEqual(table.sort(), Object.keys(FAULTS).sort());
  const alone = new Set<string>();
  for (const name of scenarioNames().filter((name) => name.startsWith("fault_"))) {
    const { faults } = await readScenarioData(name) as { faults: Record<string, { type: string }> };
    const types = Object.values(faults).map(({ type }) => type);
    assert.deepEqual(types, [name.replace("fault_", "")], name);
    alone.add(types[0]!);
  }
  assert.deepEqual([...alone].sort(), Object.keys(FAULTS).sort());
});
