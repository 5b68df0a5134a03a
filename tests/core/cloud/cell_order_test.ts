import assert from "#assert";
import fc from "fast-check";
import { CellSorter } from "../../../core/cloud/cell_order.ts";

const near = fc.double({ min: -3, max: 3, noNaN: true });
const any = fc.oneof(
  { weight: 9, arbitrary: near },
  { weight: 1, arbitrary: fc.constantFrom(NaN, Infinity, -Infinity, 1e9, -1e9, 1e30, -1e30) },
);
const points = fc.array(fc.tuple(any, any, any), { maxLength: 150, size: "max" });

Deno.test("cubes come by z, y, x, each once, with all of its points", () => {
  const sorter = new CellSorter();
  fc.assert(
    fc.property(points, (drawn) => {
      const xyz = Float32Array.from(drawn.flat());
      const cells = sorter.sort(xyz, drawn.length, 0.5);
      const finite = drawn.flatMap((p, i) => p.every(Number.isFinite) ? [i] : []);
      const all = [...cells.order.subarray(0, cells.points)];
      assert.deepEqual(all.toSorted((a, b) => a - b), finite);
      const floors = (i: number) => [0, 1, 2].map((k) => Math.floor(xyz[3 * i + k]! / 0.5) + 0);
      for (let cell = 0; cell < cells.count; cell++) {
        const members = cells.order.subarray(cells.starts[cell], cells.starts[cell + 1]);
        for (const i of members) assert.deepEqual(floors(i), floors(members[0]!));
        assert.deepEqual([...members], [...members].sort((a, b) => a - b));
        if (cell === 0) continue;
        const before = floors(cells.order[cells.starts[cell - 1]!]!), now = floors(members[0]!);
        const axis = [2, 1, 0].find((k) => before[k] !== now[k])!;
        assert.ok(before[axis]! < now[axis]!, "order of cubes");
      }
    }),
    { numRuns: 400 },
  );
});

Deno.test("neighbouring cubes keep their distance, up to two, however far outliers are", () => {
  const sorter = new CellSorter();
  fc.assert(fc.property(points, (drawn) => {
    const finite = drawn.filter((p) => p.every(Number.isFinite));
    const xyz = Float32Array.from(finite.flat());
    const cells = sorter.sort(xyz, finite.length, 0.5);
    const first = (cell: number) => cells.order[cells.starts[cell]!]!;
    const axes = [cells.x, cells.y, cells.z];
    for (let a = 0; a < cells.count; a++) {
      for (let b = 0; b < a; b++) {
        for (let k = 0; k < 3; k++) {
          const real = Math.floor(xyz[3 * first(a) + k]! / 0.5) -
            Math.floor(xyz[3 * first(b) + k]! / 0.5) + 0; // -0 is 0
          const kept = axes[k]![a]! - axes[k]![b]!;
          if (Math.abs(real) <= 2) assert.equal(kept, real);
          else assert.ok(Math.abs(kept) > 2 && Math.sign(kept) === Math.sign(real));
        }
      }
    }
  }));
});
