/**
 * Is the fusion node's covariance honest? Two ensembles of 400 runs of `consistency`, through the
 * node and its topics: a band of 99.9 % would fail an exact filter by chance, but not twice.
 */
import assert from "#assert";
import { loadScenario } from "../../harness/host/load_scenario.ts";
import { judgeAcross } from "../../harness/run/across.ts";
import { judgeScenario } from "../../harness/run/run.ts";

/** What must be judged: blocks of the state, and the sensors whose innovations are not pseudo. */
const PARTS = ["all", "p", "v", "theta", "omega"].map((block) => `nees/${block}`)
  .concat("nis_mag/mean", "nis_wheel/mean");

for (const first of [1, 1001]) {
  Deno.test(`consistency over seeds ${first}..${first + 399}`, async () => {
    const scenario = await loadScenario("consistency");
    const summaries = [];
    for (let seed = first; seed < first + 400; seed++) {
      const { result, summaries: found } = await judgeScenario(scenario, { seed, digests: false });
      assert.equal(result.verdict, "pass", `seed ${seed}`);
      summaries.push(found);
    }
    const verdicts = judgeAcross(scenario, summaries);
    for (const { name, value, unit } of verdicts) console.log(`  ${name}: ${value} ${unit}`);
    assert.deepEqual(verdicts.map(({ name }) => name).sort(), [...PARTS].sort());
    for (const { name, verdict, reason } of verdicts) {
      assert.equal(verdict, "pass", `${name}: ${reason}`);
    }
  });
}
