import assert from "#assert";
import { pixelLayoutOf } from "../../../core/vision/image.ts";
import { axisTable } from "../../../core/vision/resize_tables.ts";
import { resizeTwin } from "../../../core/vision/resize_twin.ts";

function resized(data: number[], width: number, columns: number, fixed: boolean): number[] {
  const height = data.length / width;
  const image = { width, height, encoding: "mono8", step: width, data: Uint8Array.from(data) };
  const out = new Float32Array(3 * columns);
  resizeTwin({
    ...{ image, pixel: pixelLayoutOf(image), fixed },
    ...{ columns: axisTable(width, columns, "columns"), rows: axisTable(height, 1, "rows") },
    ...{ scale: Float32Array.of(1, 2, 1), offset: Float32Array.of(0, 0, -5) },
  }, out);
  return [...out];
}

Deno.test("resizeTwin() blends neighbours, then scales and offsets each channel", () => {
  assert.deepEqual(resized([10, 20, 30, 40], 4, 2, false), [15, 35, 30, 70, 10, 30]);
  assert.deepEqual(resized([10, 21, 30, 40], 4, 2, false).slice(0, 2), [15.5, 35]);
  assert.deepEqual(resized([10, 21, 30, 40], 4, 2, true).slice(0, 2), [16, 35]); // half goes up
  assert.deepEqual(resized([0, 10, 100, 110], 2, 2, true).slice(0, 2), [50, 60]);
});
