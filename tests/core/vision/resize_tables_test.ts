import assert from "#assert";
import fc from "fast-check";
import { axisTable } from "../../../core/vision/resize_tables.ts";

const side = fc.integer({ min: 1, max: 5000 });

Deno.test("axisTable(): indices lie in the source, weights make 1, places have half-pixel centres", () => {
  fc.assert(fc.property(side, side, fc.constantFrom("rows", "columns"), (source, result, axis) => {
    const table = axisTable(source, result, axis as "rows");
    for (let i = 0; i < result; i++) {
      const first = table.first[i]!, second = table.second[i]!, weight = table.weight[i]!;
      assert.ok(first >= 0 && second < source && second >= first && second <= first + 1);
      assert.equal(table.fixed[2 * i]! + table.fixed[2 * i + 1]!, 2048);
      assert.ok(weight >= 0 && weight <= 1);
      const place = Math.min(Math.max((i + 0.5) * source / result - 0.5, 0), source - 1);
      assert.ok(Math.abs(first + (second - first) * weight - place) < 1e-3);
      const fixed = first + (second - first) * table.fixed[2 * i + 1]! / 2048;
      assert.ok(Math.abs(fixed - place) < 1e-3);
    }
  }));
});

Deno.test("axisTable() beyond the edge: a column has one pixel, a row the same one twice", () => {
  const columns = axisTable(2, 8, "columns"), rows = axisTable(2, 8, "rows");
  assert.deepEqual([...columns.fixed.subarray(0, 2)], [2048, 0]);
  assert.deepEqual([...rows.fixed.subarray(0, 2)], [768, 1280]); // -0.375 of the way
  assert.deepEqual([rows.first[0], rows.second[0]], [0, 0]);
});
