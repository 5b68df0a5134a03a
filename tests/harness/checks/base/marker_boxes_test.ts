import assert from "#assert";
import { pointsIn } from "../../../../harness/checks/base/marker_boxes.ts";
import { markers } from "../labelled_sweeps.ts";

const POINTS = Float32Array.of(0, 0, 0, 1, 0, 0, 2, 0, 0, 0.7, 0.7, 0, NaN, 0, 0);

Deno.test("pointsIn() lists what each box holds, faces included", () => {
  const array = markers(0, [[0, 0, 0, 1, 0, 0], [1.5, -1, -1, 3, 1, 1], [5, 5, 5, 6, 6, 6]]);
  assert.deepEqual(pointsIn(array, POINTS, 5), [[0, 1], [2], []]);
  assert.deepEqual(pointsIn(array, POINTS, 2), [[0, 1], [], []]);
});

Deno.test("pointsIn() turns with the box, and takes cubes that are added only", () => {
  const [clear, cube] = markers(0, [[-2, -0.1, -1, 2, 0.1, 1]]).markers;
  const turned = (degrees: number) => {
    const half = degrees * Math.PI / 360;
    const orientation = { x: 0, y: 0, z: Math.sin(half), w: Math.cos(half) };
    return { ...cube!, pose: { ...cube!.pose, orientation } };
  };
  assert.deepEqual(pointsIn({ markers: [turned(45)] }, POINTS, 5), [[0, 3]]);
  assert.deepEqual(pointsIn({ markers: [turned(90)] }, POINTS, 5), [[0]]);
  const text = { ...cube!, type: 9 }, gone = { ...cube!, action: 2 };
  assert.deepEqual(pointsIn({ markers: [clear!, text, gone] }, POINTS, 5), []);
  const nowhere = { ...cube!.pose, position: { x: NaN, y: 0, z: 0 } };
  assert.deepEqual(pointsIn({ markers: [{ ...cube!, pose: nowhere }] }, POINTS, 5), [[]]);
});
