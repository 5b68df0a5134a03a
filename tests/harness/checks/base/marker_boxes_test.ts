import assert from "#assert";
import fc from "fast-check";
import { pointsIn } from "../../../../harness/checks/base/marker_boxes.ts";
import type { MarkerArray } from "../../../../msgs/types.ts";
import { markers } from "../labelled_sweeps.ts";

const POINTS = Float32Array.of(0, 0, 0, 1, 0, 0, 2, 0, 0, 0.7, 0.7, 0, NaN, 0, 0);

/** What each box holds, ascending. */
function held(array: MarkerArray, xyz: Float32Array, count: number): number[][] {
  return pointsIn(array, xyz, count).map((points) => [...points].sort((a, b) => a - b));
}

Deno.test("pointsIn() lists what each box holds, faces included", () => {
  const array = markers(0, [[0, 0, 0, 1, 0, 0], [1.5, -1, -1, 3, 1, 1], [5, 5, 5, 6, 6, 6]]);
  assert.deepEqual(held(array, POINTS, 5), [[0, 1], [2], []]);
  assert.deepEqual(held(array, POINTS, 2), [[0, 1], [], []]);
});

Deno.test("pointsIn() turns with the box, and takes cubes that are added only", () => {
  const [clear, cube] = markers(0, [[-2, -0.1, -1, 2, 0.1, 1]]).markers;
  const turned = (degrees: number) => {
    const half = degrees * Math.PI / 360;
    const orientation = { x: 0, y: 0, z: Math.sin(half), w: Math.cos(half) };
    return { ...cube!, pose: { ...cube!.pose, orientation } };
  };
  assert.deepEqual(held({ markers: [turned(45)] }, POINTS, 5), [[0, 3]]);
  assert.deepEqual(held({ markers: [turned(90)] }, POINTS, 5), [[0]]);
  const text = { ...cube!, type: 9 }, gone = { ...cube!, action: 2 };
  assert.deepEqual(held({ markers: [clear!, text, gone] }, POINTS, 5), []);
  const nowhere = { ...cube!.pose, position: { x: NaN, y: 0, z: 0 } };
  assert.deepEqual(held({ markers: [{ ...cube!, pose: nowhere }] }, POINTS, 5), [[]]);
});

Deno.test("pointsIn() finds what asking each box about each point finds", () => {
  // Some of the points are beyond all slabs but the last.
  const at = fc.oneof(fc.double({ min: -4, max: 4, noNaN: true }), fc.constantFrom(-80, 80, NaN));
  const point = fc.tuple(at, at, at), side = fc.double({ min: 0.01, max: 9, noNaN: true });
  const yaw = fc.oneof(fc.constant(0), fc.double({ min: -3, max: 3, noNaN: true }));
  const box = fc.record({ middle: point, sides: fc.tuple(side, side, side), yaw });
  const cases = fc.record({
    points: fc.array(point, { minLength: 10, maxLength: 40 }),
    boxes: fc.array(box, { minLength: 1, maxLength: 6 }),
  });
  const [, cube] = markers(0, [[0, 0, 0, 1, 1, 1]]).markers;
  let inside = 0, outside = 0;
  fc.assert(fc.property(cases, ({ points, boxes }) => {
    const array = boxes.map(({ middle: [x, y, z], sides, yaw }) => ({
      ...cube!,
      pose: {
        position: { x, y, z },
        orientation: { w: Math.cos(yaw / 2), x: 0, y: 0, z: Math.sin(yaw / 2) },
      },
      scale: { x: sides[0], y: sides[1], z: sides[2] },
    }));
    const found = held({ markers: array }, Float32Array.from(points.flat()), points.length);
    boxes.forEach(({ middle, sides, yaw }, n) => {
      const c = Math.cos(yaw), s = Math.sin(yaw);
      points.forEach((point, i) => {
        const [x, y, z] = point.map((value, axis) => Math.fround(value) - middle[axis]!);
        const own = [c * x! + s * y!, c * y! - s * x!, z!];
        const over = Math.max(...own.map((value, axis) => Math.abs(value) - sides[axis]! / 2));
        if (Math.abs(over - 1e-3) < 1e-9) return;
        assert.equal(found[n]!.includes(i), over < 1e-3);
        if (over < 1e-3) inside++;
        else outside++;
      });
    });
  }));
  assert.ok(inside > 50 && outside > 50, `${inside} inside, ${outside} outside`);
});
