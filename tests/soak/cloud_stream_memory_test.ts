/** A gigabyte of points through the filter, chunk by chunk, in flat memory. */
import assert from "#assert";
import { CloudFilter } from "../../core/cloud/filter.ts";
import type { CloudChunk } from "../../core/cloud/stream/chunks.ts";
import { readKitti } from "../../core/cloud/stream/kitti.ts";
import { bytesKept } from "./memory.ts";

const POINTS = 1 << 16, PIECES = 1000, TOTAL = POINTS * PIECES;

/** Bytes more kept at the end of the file than after its first sixteenth; the most on the way. */
async function growth(take: (chunk: CloudChunk) => void): Promise<{ end: number; most: number }> {
  const numbers = Float32Array.from({ length: 4 * POINTS }, (_, i) => (i * 7919) % 40 - 20);
  const piece = new Uint8Array(numbers.buffer);
  function* file(): Generator<Uint8Array> {
    for (let i = 0; i < PIECES; i++) yield piece;
  }
  let seen = 0, first = NaN, end = NaN, most = 0;
  for await (const chunk of readKitti(file())) {
    take(chunk);
    seen += chunk.width;
    if (seen % (TOTAL / 64) !== 0 || seen < TOTAL / 16) continue;
    end = bytesKept();
    if (Number.isNaN(first)) first = end;
    most = Math.max(most, end - first);
  }
  assert.equal(seen, TOTAL);
  return { end: end - first, most };
}

Deno.test("64 million points are streamed in flat memory", async () => {
  const filter = new CloudFilter();
  let kept = 0;
  const { end, most } = await growth((chunk) => {
    kept += filter.run(chunk, { maxRange: 15 }).count;
  });
  assert.ok(kept > 0 && kept < TOTAL);
  assert.ok(end < 2e6, `${(end / 1e6).toFixed(1)} MB more at the end`);
  assert.ok(most < 4e6, `${(most / 1e6).toFixed(1)} MB more on the way`);
});

Deno.test("one chunk in a hundred that stays is seen", async () => {
  const stays: Uint8Array[] = [];
  let k = 0;
  const { end } = await growth((chunk) => {
    if (k++ % 100 === 0) stays.push(chunk.data.slice());
  });
  assert.ok(end > 2e6, `${(end / 1e6).toFixed(1)} MB more at the end`);
});
