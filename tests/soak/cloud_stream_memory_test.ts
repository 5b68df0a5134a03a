/** A gigabyte of points through the filter, chunk by chunk, in flat memory. */
import assert from "#assert";
import { CloudFilter } from "../../core/cloud/filter.ts";
import { readKitti } from "../../core/cloud/stream/kitti.ts";

Deno.test("64 million points are streamed in flat memory", async () => {
  const points = 1 << 16, pieces = 1000;
  const numbers = Float32Array.from({ length: 4 * points }, (_, i) => (i * 7919) % 40 - 20);
  const piece = new Uint8Array(numbers.buffer);
  function* file(): Generator<Uint8Array> {
    for (let i = 0; i < pieces; i++) yield piece;
  }
  const filter = new CloudFilter();
  let kept = 0, seen = 0, least = Infinity, most = 0;
  for await (const chunk of readKitti(file())) {
    kept += filter.run(chunk, { maxRange: 15 }).count;
    seen += chunk.width;
    if (seen % 1e6 !== 0 || seen < 8e6) continue;
    const { heapUsed, external } = Deno.memoryUsage();
    least = Math.min(least, heapUsed + external);
    most = Math.max(most, heapUsed + external);
  }
  assert.equal(seen, points * pieces);
  assert.ok(kept > 0 && kept < seen);
  assert.ok(most - least < 64e6, `${((most - least) / 1e6).toFixed(0)} MB between least and most`);
});
