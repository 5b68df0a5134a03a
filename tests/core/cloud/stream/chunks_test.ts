import assert from "#assert";
import fc from "fast-check";
import { CloudFilter } from "../../../../core/cloud/filter.ts";
import { chunksFrom, chunksOf } from "../../../../core/cloud/stream/chunks.ts";
import { clouds, options } from "../clouds.ts";

Deno.test("a cloud filtered in chunks is the cloud filtered at once", () => {
  const whole = new CloudFilter(), parts = new CloudFilter();
  fc.assert(
    fc.property(
      ...[fc.boolean().chain(clouds), options, fc.integer({ min: 1, max: 70 })] as const,
      ({ cloud }, o, chunk) => {
        const { data, count, dropped } = whole.run(cloud, o);
        const results = [...chunksOf(cloud, chunk)].map((part) => parts.run(part, o));
        assert.deepEqual(results.flatMap((r) => [...r.data]), [...data]);
        assert.equal(results.reduce((sum, r) => sum + r.count, 0), count);
        for (const reason of ["notFinite", "far", "dim"] as const) {
          const sum = results.reduce((total, r) => total + r.dropped[reason], 0);
          assert.equal(sum, dropped[reason]);
        }
      },
    ),
  );
});

Deno.test("chunks of a cloud lie in its own bytes; those of a stream are clouds too", async () => {
  await fc.assert(fc.asyncProperty(clouds(false), async ({ cloud }) => {
    for (const chunk of chunksOf(cloud, 7)) assert.equal(chunk.data.buffer, cloud.data.buffer);
    const streamed = [];
    for await (const part of chunksFrom([cloud.data], cloud, { chunk: 7 })) streamed.push(part);
    assert.deepEqual(streamed, [...chunksOf(cloud, 7)]);
  }));
});
