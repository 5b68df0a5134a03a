import assert from "#assert";
import { MixedCounts } from "../../../nodes/mixed/diagnostics.ts";

Deno.test("a warning stands while messages are left out; every count has a line", () => {
  const counts = new MixedCounts();
  assert.deepEqual([counts.status(0).level, counts.status(0).message], [0, "ok"]);
  counts.refused["stamp far ahead"]++;
  counts.tasks.refused++;
  const first = counts.status(3);
  assert.deepEqual([first.level, first.message], [1, "2 messages left out"]);
  assert.equal(counts.status(3).level, 0, "no more since");
  const values = Object.fromEntries(first.values.map(({ key, value }) => [key, value]));
  assert.equal(values["rejected: stamp far ahead"], "1");
  assert.equal(values["filter began anew"], "3");
  assert.equal(first.values.length, 10);
});
