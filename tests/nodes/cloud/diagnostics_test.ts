import assert from "#assert";
import { CloudCounts } from "../../../nodes/cloud/diagnostics.ts";

Deno.test("counters add up; a status warns while clouds are lost, not for ever", () => {
  const counts = new CloudCounts();
  const filtered = { data: new Uint8Array(0), count: 7, dropped: { notFinite: 1, far: 2, dim: 3 } };
  counts.add(filtered);
  counts.add(filtered);
  assert.deepEqual([counts.kept, counts.dropped], [14, { notFinite: 2, far: 4, dim: 6 }]);
  assert.equal(counts.status(0).level, 0);
  counts.bad = 1;
  const status = counts.status(5);
  assert.deepEqual([status.level, status.message], [1, "1 clouds left out"]);
  assert.equal(status.values.find(({ key }) => key.includes("replaced"))!.value, "5");
  assert.equal(counts.status(5).level, 0);
});
