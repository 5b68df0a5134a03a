import assert from "#assert";
import fc from "fast-check";
import {
  beamGapAt,
  type BeamRows,
  beamRowsOf,
  flattenRows,
} from "../../../../core/cloud/lidar/beam_rows.ts";
import { BEAM_TABLES } from "../../../../core/models/beam_tables.ts";
import { RandomTree } from "../../../../core/math/random.ts";

const LEVEL = { origin: [0, 0, 0], axis: [0, 0, 1] };
const slopes = (model: string) =>
  BEAM_TABLES[model]!.altitudes.map((angle) => Math.tan(angle * Math.PI / 180))
    .sort((a, b) => a - b);

/** A cylinder of walls about the sensor, row by row. */
function walls(model: string, away: number, columns = 40): Float32Array {
  return Float32Array.from(
    slopes(model).flatMap((slope) =>
      Array.from({ length: columns }, (_, k) => {
        const turn = 2 * Math.PI * k / columns;
        return [away * Math.cos(turn), away * Math.sin(turn), away * slope];
      }).flat()
    ),
  );
}

const rowsOf = (xyz: Float32Array, view = LEVEL) => beamRowsOf(xyz, xyz.length / 3, view);

Deno.test("rows lie as far apart as the beams of the lidar, everywhere", () => {
  for (const model of ["vlp16", "os1_32", "os1_128"]) {
    const rows = rowsOf(walls(model, 6))!, all = slopes(model);
    for (let i = 1; i < all.length; i++) {
      const gap = all[i]! - all[i - 1]!, found = beamGapAt(rows, (all[i]! + all[i - 1]!) / 2);
      assert.ok(Math.abs(found - gap) < 0.0021, `${model} ${i}: ${found} for ${gap}`);
    }
    assert.equal(beamGapAt(rows, all[0]! - 0.01), 0);
    assert.equal(beamGapAt(rows, all.at(-1)! + 0.01), 0);
    assert.equal(beamGapAt(rows, 5), 0);
  }
});

Deno.test("a cloud of no rows has none: a few points, one row, none, none that is finite", () => {
  for (
    const xyz of [
      walls("vlp16", 5, 4),
      walls("vlp16", 5).subarray(0, 120),
      new Float32Array(0),
      new Float32Array(300).fill(NaN),
    ]
  ) assert.equal(rowsOf(xyz), undefined);
});

Deno.test("strewn points lie in no rows, however many they are", () => {
  const random = RandomTree.root(2).at("strewn");
  for (const points of [50, 500, 2000, 5000, 15_000, 30_000]) {
    const xyz = Float32Array.from({ length: 3 * points }, () => 8 * random.uniform() - 4);
    const { gaps = [] } = rowsOf(xyz) ?? {};
    // A step or two may be empty by chance: 0.02 m at most.
    assert.ok(gaps.every((gap) => gap < 0.005), `${points}`);
  }
});

Deno.test("surfaces with nothing between them are no rows", () => {
  // Floors 1 m apart: what is seen of them begins 0.07 above and below the level one.
  const random = RandomTree.root(4).at("floors"), place = () => 20 * random.uniform() - 10;
  const floors = [-2, -1, 0, 1, 2].flatMap((z) =>
    Array.from({ length: 60_000 }, () => [place(), place(), z])
  );
  const { gaps = [] } = rowsOf(Float32Array.from(floors.flat())) ?? {};
  assert.ok(gaps.every((gap) => gap < 0.005));
});

/** Heights over the sensor of a wall's rows, as flattening leaves them. */
function flattened(xyz: Float32Array, rows: BeamRows, most: number): number[] {
  const out = new Float32Array(xyz.length);
  flattenRows(out, xyz, xyz.length / 3, rows, { most });
  return Array.from({ length: xyz.length / 120 }, (_, row) => out[120 * row + 2]!);
}

Deno.test("flattened rows are as far apart as before, or as is allowed", () => {
  fc.assert(fc.property(
    fc.constantFrom("vlp16", "os1_32", "os1_128"),
    fc.double({ min: 0.7, max: 60, noNaN: true }),
    fc.double({ min: 0.05, max: 1, noNaN: true }),
    (model, away, most) => {
      const xyz = walls(model, away), all = slopes(model);
      const heights = flattened(xyz, rowsOf(xyz)!, most);
      for (let i = 1; i < all.length; i++) {
        const was = away * (all[i]! - all[i - 1]!), is = heights[i]! - heights[i - 1]!;
        // Slopes are told apart by thousandths, and beside a wide gap a step is part of it.
        const slack = Math.max(0.003 * away, 0.03 * most), ratio = is / Math.min(was, most);
        assert.ok(is <= Math.min(was, most) + slack && is > 0, `${model} ${i}: ${was} → ${is}`);
        assert.ok(ratio > 0.4 || was < 0.01 * away, `${model} ${i}: ${was} → ${is}`);
      }
    },
  ));
});

Deno.test("near rows stay where they are, and points beyond all rows as far from them", () => {
  const near = walls("vlp16", 1), rows = rowsOf(near)!;
  const out = new Float32Array(near.length);
  flattenRows(out, near, near.length / 3, rows, { most: 0.2 });
  for (let i = 0; i < near.length; i++) assert.ok(Math.abs(out[i]! - near[i]!) < 1e-5);
  const above = Float32Array.of(10, 0, 5, 10, 0, 6, 0, 0, 3, NaN, 0, 0);
  const moved = new Float32Array(12);
  flattenRows(moved, above, 4, rows, { most: 0.2 });
  assert.ok(Math.abs(moved[5]! - moved[2]! - 1) < 1e-4 && moved[2]! < 5);
  assert.deepEqual([...moved.subarray(6, 9)], [0, 0, 3]);
});

Deno.test("a sensor that leans has rows about its own axis", () => {
  const xyz = walls("vlp16", 8), lean = 0.4, [c, s] = [Math.cos(lean), Math.sin(lean)];
  const origin = [0.3, -0.2, 1.1], axis = [s, 0, c];
  const turned = (from: Float32Array) =>
    from.map((_, i) => {
      const [x, y, z] = from.subarray(i - i % 3, i - i % 3 + 3) as unknown as number[];
      return [c * x! + s * z!, y!, c * z! - s * x!][i % 3]! + origin[i % 3]!;
    });
  const level = new Float32Array(xyz.length), leaning = new Float32Array(xyz.length);
  flattenRows(level, xyz, xyz.length / 3, rowsOf(xyz)!, { most: 0.2 });
  const moved = turned(xyz), rows = rowsOf(moved, { origin, axis })!;
  flattenRows(leaning, moved, xyz.length / 3, rows, { most: 0.2 });
  // A row at the edge of a step of slopes may fall into the next.
  turned(level).forEach((value, i) => assert.ok(Math.abs(leaning[i]! - value) < 0.03, `${i}`));
});
