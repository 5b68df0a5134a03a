import assert from "#assert";
import { coordinatesOf } from "../../../../core/cloud/coordinates.ts";
import { readKitti } from "../../../../core/cloud/stream/kitti.ts";

Deno.test("a .bin file is read in chunks of 1000 points", async () => {
  const numbers = Float32Array.from({ length: 4 * 2345 }, (_, i) => i / 8);
  const bytes = new Uint8Array(numbers.buffer);
  const pieces = Array.from({ length: 100 }, (_, i) => bytes.subarray(i * 379, (i + 1) * 379));
  const widths: number[] = [], first: number[] = [];
  for await (const chunk of readKitti(pieces)) {
    widths.push(chunk.width);
    first.push(coordinatesOf(chunk)[0]!);
    assert.deepEqual(chunk.fields.map(({ name }) => name), ["x", "y", "z", "intensity"]);
  }
  assert.deepEqual([widths, first], [[1000, 1000, 345], [0, 500, 1000]]);
});

Deno.test("a file that ends within a point is an error", async () => {
  await assert.rejects(async () => {
    for await (const chunk of readKitti([new Uint8Array(33)])) assert.equal(chunk.width, 2);
  }, { name: "CloudError", message: /1 bytes behind point 2, expected whole points of 16 bytes/ });
});
