import assert from "#assert";
import { pixelLayoutOf } from "../../../core/vision/image.ts";
import { isKernelSize, resizeKernel } from "../../../core/vision/resize_kernel.ts";
import { axisTable } from "../../../core/vision/resize_tables.ts";
import { type ResizeRun, resizeTwin } from "../../../core/vision/resize_twin.ts";
import { image } from "./images.ts";

function runOf(width: number, height: number, encoding: string): ResizeRun {
  const source = image(width, height, encoding, 3);
  return {
    ...{ image: source, pixel: pixelLayoutOf(source), fixed: true },
    ...{ columns: axisTable(width, 224, "columns"), rows: axisTable(height, 224, "rows") },
    ...{ scale: Float32Array.of(1, 2, 3), offset: Float32Array.of(-1, 0, 1) },
  };
}

Deno.test("isKernelSize(): columns by fours, up to 1024", () => {
  assert.ok(isKernelSize(224, 224) && isKernelSize(1024, 1024) && isKernelSize(4, 1));
  assert.ok(!isKernelSize(222, 224) && !isKernelSize(1028, 4) && !isKernelSize(4, 1025));
});

Deno.test("resizeKernel() is the twin, also after its memory has grown", () => {
  for (const [width, height, encoding] of [[640, 480, "rgb8"], [2500, 2000, "bgr8"]] as const) {
    const run = runOf(width, height, encoding);
    const kernel = new Float32Array(3 * 224 * 224), twin = new Float32Array(3 * 224 * 224);
    resizeKernel(run, kernel);
    resizeTwin(run, twin);
    assert.deepEqual(kernel, twin);
  }
});
