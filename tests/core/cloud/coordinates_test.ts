import assert from "#assert";
import fc from "fast-check";
import { coordinatesOf } from "../../../core/cloud/coordinates.ts";
import { clouds, xyzi } from "./clouds.ts";

Deno.test("coordinatesOf() reads any layout, rounded to float32", () => {
  let buffer = new Float32Array(0);
  fc.assert(fc.property(fc.boolean().chain(clouds), ({ cloud, points }) => {
    buffer = coordinatesOf(cloud, buffer);
    points.forEach((point, i) => {
      const want = point.slice(0, 3).map(Math.fround);
      assert.deepEqual([...buffer.subarray(3 * i, 3 * i + 3)], want);
    });
  }));
});

Deno.test("coordinatesOf() keeps a buffer that is long enough", () => {
  const first = coordinatesOf(xyzi([1, 2, 3, 4, 5, 6, 7, 8]));
  assert.equal(coordinatesOf(xyzi([9, 8, 7, 6]), first), first);
  assert.deepEqual([...first.subarray(0, 6)], [9, 8, 7, 5, 6, 7]);
});
