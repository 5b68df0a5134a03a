import assert from "#assert";
import fc from "fast-check";
import { VoxelGrid } from "../../../core/cloud/voxel_grid.ts";

const number = fc.double({ min: -3, max: 3, noNaN: true });
const points = fc.array(fc.tuple(number, number, number), { maxLength: 200, size: "max" });

Deno.test("a voxel grid has the mean of each cube's points, in order of their first", () => {
  const sides = [0.5, 1, 0.25];
  const grids = sides.map((side) => new VoxelGrid(side));
  fc.assert(fc.property(points, fc.nat(2), (drawn, which) => {
    const xyz = Float32Array.from(drawn.flat()), cubes = new Map<string, number[]>();
    for (let i = 0; i < drawn.length; i++) {
      const name = [0, 1, 2].map((k) => Math.floor(xyz[3 * i + k]! / sides[which]!)).join();
      cubes.set(name, [...cubes.get(name) ?? [], i]);
    }
    const result = grids[which]!.run(xyz, drawn.length);
    assert.deepEqual([result.count, result.dropped], [cubes.size, 0]);
    [...cubes.values()].forEach((members, cube) => {
      assert.equal(result.weights[cube], members.length);
      for (let k = 0; k < 3; k++) {
        const mean = members.reduce((sum, i) => sum + xyz[3 * i + k]!, 0) / members.length;
        assert.equal(result.points[3 * cube + k]! + 0, Math.fround(mean) + 0); // -0 is 0
      }
    });
  }));
});

Deno.test("points that are not finite or beyond all cubes are dropped and counted", () => {
  const xyz = Float32Array.of(NaN, 0, 0, 0, Infinity, 0, 1e30, 0, 0, 1, 1, 1, 0, 0, -3e9);
  const { count, dropped, points } = new VoxelGrid(1).run(xyz, 5);
  assert.deepEqual([count, dropped, ...points.subarray(0, 3)], [1, 4, 1, 1, 1]);
});

Deno.test("a voxel's side is positive", () => {
  for (const side of [0, -1, NaN, 1e-320]) assert.throws(() => new VoxelGrid(side), RangeError);
});
