import assert from "#assert";
import { readSummary } from "../../../../runtime/bag/mcap/summary.ts";
import { memorySource } from "../../../../runtime/bag/source.ts";
import { sampleMcap } from "../samples.ts";
import { LAYOUTS, mcapOf } from "./layouts.ts";

const BYTES = sampleMcap(40, { metadata: { seed: "3" } });

Deno.test("readSummary() finds channels, chunks, spans and metadata", async () => {
  const { table, damage } = await readSummary(memorySource("m", BYTES));
  assert.equal(damage, undefined);
  assert.equal(table?.stretches.length, 4);
  const chatter = table?.channels.get(1);
  assert.deepEqual([chatter?.topic, chatter?.count], ["/chatter", 30]);
  assert.deepEqual([chatter?.first, chatter?.last], [1_000_000_000n, 4_800_000_000n]);
  const clock = table?.channels.get(2);
  assert.deepEqual([clock?.first, clock?.last], [1_300_000_000n, 4_900_000_000n]);
  assert.equal(table?.metadata?.["seed"], "3");
});

Deno.test("readSummary() gives no table where it would not be all", async () => {
  for (const [name, layout] of Object.entries(LAYOUTS)) {
    const result = await readSummary(memorySource("m", await mcapOf([1n, 2n], layout)));
    assert.equal(result.table !== undefined, layout.chunks && layout.summary, name);
    assert.equal(result.damage, undefined, name);
  }
});

Deno.test("readSummary() says what is damaged", async () => {
  const wrong = BYTES.slice();
  wrong[wrong.length - 60]! ^= 1;
  const { table, damage } = await readSummary(memorySource("m", wrong));
  assert.equal(table, undefined);
  assert.match(damage ?? "", /CRC/);
  const cut = await readSummary(memorySource("m", BYTES.subarray(0, BYTES.length - 1)));
  assert.notEqual(cut.damage, undefined);
});
