import assert from "#assert";
import fc from "fast-check";
import { svd3 } from "../../../core/evaluation/svd3.ts";

const at = (m: ArrayLike<number>, row: number, column: number) => m[3 * row + column]!;

function product(a: ArrayLike<number>, b: ArrayLike<number>, transposed: boolean): number[] {
  return Array.from({ length: 9 }, (_, i) => {
    const [row, column] = [Math.floor(i / 3), i % 3];
    let sum = 0;
    for (let k = 0; k < 3; k++) {
      sum += at(a, row, k) * (transposed ? at(b, column, k) : at(b, k, column));
    }
    return sum;
  });
}

function requireFactors(a: ArrayLike<number>): void {
  const { u, d, v } = svd3(a);
  const scale = Math.max(d[0]!, 1e-300);
  const ud = u.map((value, i) => value * d[i % 3]!);
  product(ud, v, true).forEach((value, i) => assert.ok(Math.abs(value - a[i]!) <= 1e-14 * scale));
  for (const basis of [u, v]) {
    product(basis, basis, true).forEach((value, i) =>
      assert.ok(
        Math.abs(value - (i % 4 === 0 ? 1 : 0)) < 1e-13,
        `${Array.from(a)}: ${Array.from(basis)}`,
      )
    );
  }
  assert.ok(d[0]! >= d[1]! && d[1]! >= d[2]! && d[2]! >= 0);
}

Deno.test("svd3() factors random matrices, of any rank", () => {
  const entry = fc.oneof(fc.double({ min: -1e3, max: 1e3, noNaN: true }), fc.constant(0));
  const matrix = fc.array(entry, { minLength: 9, maxLength: 9 });
  fc.assert(fc.property(matrix, requireFactors), { numRuns: 500 });
  const vector = fc.array(fc.double({ min: -9, max: 9, noNaN: true }), {
    minLength: 3,
    maxLength: 3,
  });
  const rankOne = fc.tuple(vector, vector)
    .map(([a, b]) => Array.from({ length: 9 }, (_, i) => a[Math.floor(i / 3)]! * b[i % 3]!));
  fc.assert(fc.property(rankOne, requireFactors), { numRuns: 300 });
});

Deno.test("svd3() knows diagonal, zero and planar matrices", () => {
  assert.deepEqual([...svd3([0, 0, 0, 0, 3, 0, 0, 0, -5]).d], [5, 3, 0]);
  assert.deepEqual([...svd3(new Float64Array(9)).d], [0, 0, 0]);
  for (const a of [new Float64Array(9), [1, 2, 0, 3, 4, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1, 1, 1]]) {
    requireFactors(a);
  }
});

Deno.test("svd3() refuses what is not finite", () => {
  assert.throws(() => svd3([NaN, 0, 0, 0, 1, 0, 0, 0, 1]), RangeError);
});
