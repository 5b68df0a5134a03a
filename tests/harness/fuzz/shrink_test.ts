import assert from "#assert";
import type { ScenarioData } from "../../../harness/fuzz/draw_scenario.ts";
import { shrink } from "../../../harness/fuzz/shrink.ts";
import { BASE } from "./planted.ts";

const names = ["a", "b", "c", "d", "e"];
const START: ScenarioData = {
  ...BASE,
  duration_s: 40,
  faults: Object.fromEntries(
    names.map((name) => [name, { type: "dropout", stream: "imu", at_s: 2, for_s: 8 }]),
  ),
};

/** Fails while b and d are there for 10 s or more. */
function judge({ faults, duration_s }: ScenarioData): Promise<string[]> {
  const kept = Object.keys(faults as object);
  const fails = kept.includes("b") && kept.includes("d") && (duration_s as number) >= 10;
  return Promise.resolve(fails ? ["finite"] : []);
}

Deno.test("shrink(): down to what the failure needs, and nothing else", async () => {
  const { data, runs } = await shrink(START, { judge, check: "finite" });
  assert.deepEqual(Object.keys(data.faults as object), ["b", "d"]);
  assert.equal(data.duration_s, 10);
  assert.deepEqual(Object.keys(data.checks as object), ["finite"]);
  assert.ok(runs < 200, String(runs));
  assert.deepEqual(await judge(data), ["finite"]);
});

Deno.test("shrink(): the same whatever the number of jobs, run for run", async () => {
  const one = await shrink(START, { judge, check: "finite", jobs: 1 });
  for (const jobs of [2, 3, 16]) {
    assert.deepEqual(await shrink(START, { judge, check: "finite", jobs }), one);
  }
});

Deno.test("shrink(): stops at its budget or when asked to, with the best so far", async () => {
  const few = await shrink(START, { judge, check: "finite", runs: 8 });
  assert.ok(few.runs <= 9, String(few.runs));
  assert.deepEqual(await judge(few.data), ["finite"]);
  const { data } = await shrink(START, { judge, check: "finite", signal: AbortSignal.abort() });
  assert.deepEqual(Object.keys(data.faults as object), names);
});

Deno.test("shrink(): a failure of another check, or a refusal, is no success", async () => {
  const other = ({ faults }: ScenarioData) =>
    Promise.resolve(Object.keys(faults as object).length === 5 ? ["finite"] : ["order"]);
  const { data } = await shrink(START, { judge: other, check: "finite" });
  assert.equal(Object.keys(data.faults as object).length, 5);
});
