import assert from "#assert";
import { z } from "zod";
import type { Check, Json } from "../../../harness/contract.ts";
import { judgeAcross } from "../../../harness/run/across.ts";
import type { CheckEntry, Scenario } from "../../../harness/schema/scenario.ts";
import { scenarioOf } from "../fixtures.ts";

const verdict = { verdict: "pass", value: 1, unit: "m", limit: "<= 2" } as const;

/** A check whose verdict over seeds is what it was asked with. */
function witness(asked: unknown[], parts: (string | undefined)[]): CheckEntry {
  const config = z.object({ max: z.number() });
  const check: Check<{ max: number }, null> = {
    config,
    topics: () => [],
    init: () => null,
    see() {},
    verdict: () => verdict,
    across(config, summaries) {
      asked.push([config, summaries]);
      return parts.map((part) => ({ ...verdict, ...(part !== undefined && { part }) }));
    },
  };
  return { type: "witness", check, config: { max: 2 } };
}

async function scenarioWith(checks: Record<string, CheckEntry>): Promise<Scenario> {
  return { ...await scenarioOf(), checks };
}

const runs = (count: number, ...names: string[]) =>
  Array.from({ length: count }, (_, i) => new Map<string, Json>(names.map((name) => [name, i])));

Deno.test("judgeAcross() asks with the check's configuration and all summaries, in order", async () => {
  const asked: unknown[] = [];
  const scenario = await scenarioWith({ nees: witness(asked, ["position", "all"]) });
  const results = judgeAcross(scenario, runs(20, "nees", "other"));
  assert.deepEqual(asked, [[{ max: 2 }, Array.from({ length: 20 }, (_, i) => i)]]);
  assert.deepEqual(results, [
    { scenario: "small", name: "nees/position", ...verdict },
    { scenario: "small", name: "nees/all", ...verdict },
  ]);
});

Deno.test("judgeAcross() names a verdict without a part as the check", async () => {
  const scenario = await scenarioWith({ nis: witness([], [undefined]) });
  assert.deepEqual(judgeAcross(scenario, runs(20, "nis")).map(({ name }) => name), ["nis"]);
});

Deno.test("judgeAcross() under 20 runs skips, says why, and asks nothing", async () => {
  const asked: unknown[] = [];
  const scenario = await scenarioWith({ nees: witness(asked, ["all"]) });
  // Only 19 of 30 runs have a summary of it: the others did not judge it.
  const [only, ...rest] = judgeAcross(scenario, [...runs(19, "nees"), ...runs(11, "other")]);
  assert.deepEqual(rest, []);
  assert.deepEqual(only, {
    scenario: "small",
    name: "nees",
    ...{ verdict: "skipped", value: null, unit: "", limit: "" },
    reason: "19 runs; a verdict over seeds needs 20",
  });
  assert.deepEqual(asked, []);
});

Deno.test("judgeAcross() leaves out checks of single runs", async () => {
  const scenario = await scenarioOf();
  assert.deepEqual(judgeAcross(scenario, runs(30, "odom_rate", "imu_rate")), []);
});
