import assert from "#assert";
import { drawScenario, type ScenarioData } from "../../../harness/fuzz/draw_scenario.ts";
import { simpler } from "../../../harness/fuzz/simpler.ts";
import { BASE } from "./planted.ts";

const size = (data: ScenarioData) => JSON.stringify(data).length;

Deno.test("simpler(): in one way each; nodes and checks stay", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const data = drawScenario(BASE, seed), copy = structuredClone(data);
    for (const candidate of simpler(data)) {
      assert.notDeepEqual(candidate, data);
      assert.deepEqual([candidate.nodes, candidate.checks], [data.nodes, data.checks]);
      const changed = Object.keys({ ...data, ...candidate }).filter((key) =>
        JSON.stringify(candidate[key]) !== JSON.stringify(data[key])
      );
      assert.ok(changed.length <= 2, changed.join(" "));
    }
    assert.deepEqual(data, copy, "what is given stays as it is");
  }
});

Deno.test("simpler(): always taking the first ends, with next to nothing left", () => {
  let data = drawScenario(BASE, 7), steps = 0;
  for (;;) {
    const [next] = simpler(data);
    if (next === undefined) break;
    data = next;
    assert.ok(++steps < 100, "it goes round in circles");
  }
  assert.deepEqual(data.faults, {});
  assert.equal(data.duration_s, 1);
  assert.ok(size(data) < size(BASE) + 60, JSON.stringify(data));
});

Deno.test("simpler(): faults that begin after a shorter end go with it", () => {
  const fault = (at_s: number) => ({ type: "dropout", stream: "imu", at_s });
  const data = { ...BASE, duration_s: 20, faults: { early: fault(1), late: fault(15) } };
  const halved = [...simpler(data)].find(({ duration_s }) => duration_s === 10)!;
  assert.deepEqual(Object.keys(halved.faults as object), ["early"]);
});
