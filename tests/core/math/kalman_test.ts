import assert from "#assert";
import fc from "fast-check";
import * as math from "mathjs";
import { josephUpdate, kalmanScratch, scalarUpdate } from "../../../core/math/kalman.ts";
import { cholesky } from "../../../core/math/matrix.ts";
import { distance } from "./arbitrary_rotation.ts";

const N = 6;
const entry = fc.double({ min: -3, max: 3, noNaN: true });

function numbers(length: number): fc.Arbitrary<number[]> {
  return fc.array(entry, { minLength: length, maxLength: length });
}

function nested(a: ArrayLike<number>, n: number, m: number): number[][] {
  return Array.from({ length: n }, (_, i) => Array.from(a).slice(i * m, (i + 1) * m));
}

/** a aᵀ + I, flat. */
function definite(n: number): fc.Arbitrary<number[]> {
  return numbers(n * n).map((a) => {
    const m = nested(a, n, n);
    const square = math.multiply(m, math.transpose(m));
    return (math.add(square, math.identity(n)) as math.Matrix).toArray().flat() as number[];
  });
}

/** The textbook update: K = P Hᵀ S⁻¹, P − K H P. */
function textbook(p: number[], h: number[], r: number[], nu: number[], m: number) {
  const P = nested(p, N, N), H = nested(h, m, N), cross = math.multiply(P, math.transpose(H));
  const S = math.add(math.multiply(H, cross), nested(r, m, m));
  const K = math.multiply(cross, math.inv(S));
  const covariance = math.subtract(P, math.multiply(K, math.multiply(H, P))).flat();
  return { dx: math.multiply(K, nu), covariance, S: S.flat(), K: K.flat() };
}

const problem = fc.integer({ min: 1, max: 4 }).chain((m) =>
  fc.record({
    m: fc.constant(m),
    p: definite(N),
    h: numbers(m * N),
    r: definite(m),
    nu: numbers(m),
  })
);

Deno.test("josephUpdate() is the textbook's update", () => {
  const scratch = kalmanScratch(N, 4);
  fc.assert(fc.property(problem, ({ m, p, h, r, nu }) => {
    const want = textbook(p, h, r, nu, m);
    const covariance = Float64Array.from(p), dx = new Float64Array(N);
    assert.ok(josephUpdate(dx, covariance, h, r, nu, m, scratch));
    assert.ok(distance(dx, want.dx) < 1e-9);
    assert.ok(distance(covariance, want.covariance) < 1e-9);
    assert.ok(distance(want.S, scratch.innovationCovariance) < 1e-9);
    assert.ok(distance(want.K, scratch.gain) < 1e-9);
  }));
});

Deno.test("scalarUpdate(), one after the other, is the joint update", () => {
  fc.assert(fc.property(definite(N), numbers(2 * N), numbers(2), (p, h, nu) => {
    const want = textbook(p, h, [0.5, 0, 0, 2], nu, 2);
    const covariance = Float64Array.from(p), gain = new Float64Array(N);
    const first = new Float64Array(N), second = new Float64Array(N);
    const h2 = h.slice(N);
    const s = scalarUpdate(first, covariance, h.slice(0, N), 0.5, nu[0]!, N, gain);
    assert.ok(Math.abs(s - want.S[0]!) < 1e-9);
    const left = nu[1]! - math.dot(h2, Array.from(first));
    scalarUpdate(second, covariance, h2, 2, left, N, gain);
    assert.ok(distance(first.map((each, i) => each + second[i]!), want.dx) < 1e-9);
    assert.ok(distance(covariance, want.covariance) < 1e-9);
  }));
});

Deno.test("an impossible innovation covariance changes nothing and is said", () => {
  const covariance = new Float64Array([1, 0, 0, 1]), before = covariance.slice();
  const dx = new Float64Array(2);
  assert.ok(!josephUpdate(dx, covariance, [1, 0], [-2], [1], 1, kalmanScratch(2, 1)));
  assert.ok(!(scalarUpdate(dx, covariance, [1, 0], -2, 1, 2, new Float64Array(2)) > 0));
  assert.ok(Number.isNaN(scalarUpdate(dx, covariance, [NaN, 0], 1, 1, 2, new Float64Array(2))));
  assert.deepEqual(covariance, before);
  assert.deepEqual(dx, new Float64Array(2));
});

Deno.test("covariance stays symmetric and positive over 20 000 sharp updates", () => {
  const n = 4, covariance = new Float64Array(n * n), scratch = kalmanScratch(n, 1);
  const dx = new Float64Array(n), gain = new Float64Array(n), lower = new Float64Array(n * n);
  for (let i = 0; i < n; i++) covariance[i * n + i] = 1e6;
  for (let step = 0; step < 20_000; step++) {
    const h = [0, 1, 2, 3].map((k) => ((step * 7 + k * 3) % 11) / 5 - 1);
    if (step % 2) scalarUpdate(dx, covariance, h, 1e-8, 0, n, gain);
    else josephUpdate(dx, covariance, h, [1e-8], [0], 1, scratch);
    for (let i = 0; i < n; i++) covariance[i * n + i]! += 1e-12;
  }
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) assert.equal(covariance[i * n + j], covariance[j * n + i]);
  }
  assert.ok(cholesky(lower, covariance, n));
});
