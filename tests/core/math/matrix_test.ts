import assert from "#assert";
import fc from "fast-check";
import * as math from "mathjs";
import * as matrix from "../../../core/math/matrix.ts";
import { distance } from "./arbitrary_rotation.ts";

const entry = fc.double({ min: -10, max: 10, noNaN: true });
const size = fc.integer({ min: 1, max: 7 });

/** A flat n × m matrix of moderate numbers. */
function flat(n: number, m: number): fc.Arbitrary<number[]> {
  return fc.array(entry, { minLength: n * m, maxLength: n * m });
}

function nested(a: ArrayLike<number>, n: number, m: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from(a).slice(i * m, (i + 1) * m));
}

function flattened(a: math.MathType): number[] {
  return (math.matrix(a as number[][]).toArray() as number[][]).flat();
}

/** A symmetric positive definite matrix: a aᵀ + I. */
const definite = size.chain((n) => flat(n, n).map((a) => ({ n, a: positive(a, n) })));

function positive(a: number[], n: number): number[] {
  const square = math.multiply(nested(a, n, n), math.transpose(nested(a, n, n)));
  return flattened(math.add(square, math.identity(n)) as math.MathType);
}

Deno.test("matrix: products and transposes are those of mathjs", () => {
  const three = fc.tuple(size, size, size).chain(([n, k, m]) =>
    fc.tuple(fc.constant([n, k, m]), flat(n, k), flat(k, m))
  );
  fc.assert(fc.property(three, ([[n, k, m], a, b]) => {
    const out = new Float64Array(n! * m!), turned = new Float64Array(k! * m!);
    const want = flattened(math.multiply(nested(a, n!, k!), nested(b, k!, m!)));
    matrix.multiply(out, a, b, n!, k!, m!);
    assert.ok(distance(out, want) < 1e-11);
    matrix.transpose(turned, b, k!, m!);
    assert.deepEqual(Array.from(turned), flattened(math.transpose(nested(b, k!, m!))));
    matrix.multiplyTransposed(out, a, turned, n!, k!, m!);
    assert.ok(distance(out, want) < 1e-11);
  }));
});

Deno.test("matrix: sandwich() is a s aᵀ, symmetrize() the mean with the transpose", () => {
  const two = fc.tuple(size, size).chain(([n, k]) =>
    fc.tuple(fc.constant([n, k]), flat(n, k), flat(k, k))
  );
  fc.assert(fc.property(two, ([[n, k], a, s]) => {
    const out = new Float64Array(n! * n!), left = nested(a, n!, k!);
    matrix.sandwich(out, a, s, n!, k!, new Float64Array(n! * k!));
    const want = math.multiply(left, math.multiply(nested(s, k!, k!), math.transpose(left)));
    assert.ok(distance(out, flattened(want)) < 1e-9);
    const half = math.divide(math.add(want, math.transpose(want)), 2) as math.MathType;
    matrix.symmetrize(out, n!);
    assert.ok(distance(out, flattened(half)) < 1e-9);
  }));
});

Deno.test("matrix: identity() and block()", () => {
  const out = new Float64Array(9).fill(7), part = new Float64Array(4);
  matrix.identity(out, 3);
  assert.deepEqual(Array.from(out), [1, 0, 0, 0, 1, 0, 0, 0, 1]);
  matrix.block(part, [0, 1, 2, 3, 4, 5, 6, 7, 8], 3, [1, 0, 2, 2]);
  assert.deepEqual(Array.from(part), [3, 4, 6, 7]);
});

Deno.test("matrix: solve() is mathjs's, and knows a singular matrix", () => {
  fc.assert(fc.property(definite, fc.integer({ min: 1, max: 3 }), ({ n, a }, columns) => {
    const skewed = a.map((each, i) => each * (1 + (i % 3))); // no longer symmetric
    const right = Array.from({ length: n * columns }, (_, i) => (i * 7) % 5 - 2);
    fc.pre(Math.abs(math.det(nested(skewed, n, n))) > 1e-3);
    const x = right.slice();
    assert.ok(matrix.solve(skewed.slice(), x, n, columns));
    const back = new Float64Array(n * columns);
    matrix.multiply(back, skewed, x, n, n, columns);
    const largest = Math.max(1, ...x.map(Math.abs)) * Math.max(...skewed.map(Math.abs));
    assert.ok(distance(back, right) < 1e-12 * largest);
  }));
  assert.equal(matrix.solve([1, 2, 2, 4], [1, 1], 2), false);
  assert.equal(matrix.solve([NaN], [1], 1), false);
  const swapped = [5, 7];
  assert.ok(matrix.solve([0, 1, 1, 0], swapped, 2));
  assert.deepEqual(swapped, [7, 5]);
});

Deno.test("matrix: cholesky() gives a factor, its inverse, determinant and distance", () => {
  fc.assert(fc.property(definite, ({ n, a }) => {
    const lower = new Float64Array(n * n), back = new Float64Array(n * n);
    assert.ok(matrix.cholesky(lower, a, n));
    for (let i = 0; i < n; i++) {
      for (let j = i + 1; j < n; j++) assert.equal(lower[i * n + j], 0);
    }
    const largest = Math.max(...a.map(Math.abs));
    matrix.multiplyTransposed(back, lower, lower, n, n, n);
    assert.ok(distance(back, a) < 1e-14 * largest * n);
    const inPlace = Float64Array.from(a);
    assert.ok(matrix.cholesky(inPlace, inPlace, n));
    assert.deepEqual(inPlace, lower);

    const want = math.inv(nested(a, n, n)), inverse = new Float64Array(n * n);
    matrix.choleskyInverse(inverse, lower, n, new Float64Array(n));
    assert.ok(distance(inverse, flattened(want)) < 1e-13 * largest * n);
    const determinant = math.log(math.det(nested(a, n, n)));
    assert.ok(Math.abs(matrix.logDeterminant(lower, n) - determinant) < 1e-9);
    const b = Array.from({ length: n }, (_, i) => i - 1.5), x = new Float64Array(n);
    matrix.choleskySolve(x, lower, b, n);
    assert.ok(distance(x, math.multiply(want, b)) < 1e-12 * largest * n);
    const squared = matrix.mahalanobis(new Float64Array(n), lower, b, n);
    assert.ok(Math.abs(squared - math.dot(b, math.multiply(want, b))) < 1e-11 * largest * n);
  }));
});

Deno.test("matrix: cholesky() refuses what isn't positive definite", () => {
  const out = new Float64Array(4);
  for (const bad of [[1, 2, 2, 1], [0, 0, 0, 1], [-1, 0, 0, 1], [NaN, 0, 0, 1]]) {
    assert.equal(matrix.cholesky(out, bad, 2), false);
  }
});
