import assert from "#assert";
import * as canvas from "../../../harness/report/canvas.ts";

const HEADER = { stamp: { sec: 1, nanosec: 0 }, frame_id: "f" };
const image = (encoding: string, width: number, step: number, data: Uint8Array) => ({
  header: HEADER,
  height: 2,
  width,
  encoding,
  is_bigendian: 0,
  step,
  data,
});
const at = (
  { width, data }: canvas.Canvas,
  x: number,
  y: number,
) => [...data.subarray(3 * (y * width + x), 3 * (y * width + x) + 3)];

Deno.test("canvas: padding of rows is left out", () => {
  const data = Uint8Array.of(1, 2, 3, 4, 5, 6, 99, 7, 8, 9, 10, 11, 12, 99);
  assert.deepEqual([...canvas.canvasOf(image("rgb8", 2, 7, data)).data], [
    ...[1, 2, 3, 4, 5, 6],
    ...[7, 8, 9, 10, 11, 12],
  ]);
});

Deno.test("canvas: near is bright, nothing is black; labels differ", () => {
  const depths = new Uint8Array(Float32Array.of(1, 3, NaN, 100).buffer);
  const plot = canvas.plotDepth(image("32FC1", 2, 8, depths));
  assert.deepEqual([at(plot, 0, 0)[0], at(plot, 1, 0)[0], at(plot, 0, 1)[0]], [255, 128, 0]);
  const labels = canvas.plotLabels(image("8UC1", 2, 2, Uint8Array.of(0, 1, 2, 1)));
  assert.deepEqual(at(labels, 0, 0), [0, 0, 0]);
  assert.deepEqual(at(labels, 1, 0), at(labels, 1, 1));
  assert.notDeepEqual(at(labels, 1, 0), at(labels, 0, 1));
});

Deno.test("canvas: a box's frame is on its edge pixels, cut at the picture's", () => {
  const plain = { width: 12, height: 10, data: new Uint8Array(360) };
  const center = { position: { x: 5, y: 5 }, theta: 0 };
  canvas.frameBox(plain, { center, size_x: 6, size_y: 4 }, [9, 9, 9]);
  assert.deepEqual([at(plain, 2, 3), at(plain, 7, 6)], [[9, 9, 9], [9, 9, 9]]);
  assert.deepEqual([at(plain, 1, 3), at(plain, 8, 6), at(plain, 2, 7)], [[0, 0, 0], [0, 0, 0], [
    0,
    0,
    0,
  ]]);
  canvas.frameBox(plain, { center, size_x: 99, size_y: 99 }, [9, 9, 9]);
});

Deno.test("canvas: a point ahead is to the right, one to the left is above; NaN is nowhere", () => {
  const points = Float32Array.of(10, 0, 0, 0, 10, 0, NaN, 0, 0);
  const fields = ["x", "y", "z"].map((name, i) => ({ name, offset: 4 * i, datatype: 7, count: 1 }));
  const cloud = {
    ...{ header: HEADER, height: 1, width: 3, fields, is_bigendian: false, is_dense: false },
    ...{ point_step: 12, row_step: 36, data: new Uint8Array(points.buffer) },
  };
  const plot = canvas.plotCloud(cloud)!;
  const drawn: number[][] = [];
  for (let y = 0; y < plot.height; y++) {
    for (let x = 0; x < plot.width; x++) if (Math.max(...at(plot, x, y)) > 60) drawn.push([x, y]);
  }
  assert.deepEqual(drawn, [[400, 200], [600, 400]]);
  const flat = { ...cloud, fields: fields.filter(({ name }) => name !== "z") };
  assert.equal(canvas.plotCloud(flat), undefined, "it says nothing of where its points are");
});
