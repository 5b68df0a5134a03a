import assert from "#assert";
import fc from "fast-check";
import { fromRotationVector, multiply, toRotationVector } from "../../../core/math/quaternion.ts";
import { evaluateRotation, rotationRates } from "../../../sim/robots/rotation_segment.ts";

const START = [1, 0, 0, 0];
const number = fc.double({ min: -3, max: 3, noNaN: true });
const vector = fc.tuple(number, number, number);

function evaluate(r: number[]) {
  const q = [0, 0, 0, 0], rate = [0, 0, 0], acceleration = [0, 0, 0];
  evaluateRotation(q, rate, acceleration, START, r);
  return { q, rate, acceleration };
}

Deno.test("evaluateRotation() agrees with differences of Exp(r(t))", () => {
  const h = 1e-4;
  fc.assert(
    fc.property(vector, vector, vector, fc.constantFrom(0, 1e-9, 1e-3, 0.1, 0.5), (r, v, a, s) => {
      const at = (t: number) => {
        const now = [0, 1, 2].map((i) => s * r[i]! + t * v[i]! + t * t / 2 * a[i]!);
        const rate = [0, 1, 2].map((i) => v[i]! + t * a[i]!);
        return evaluate([...now, ...rate, ...a]);
      };
      const before = at(-h), here = at(0), after = at(h);
      const turn = [0, 0, 0], q = [0, 0, 0, 0];
      multiply(q, before.q.map((x, i) => i === 0 ? x : -x), after.q);
      toRotationVector(turn, q);
      for (let i = 0; i < 3; i++) {
        assert.ok(Math.abs(turn[i]! / (2 * h) - here.rate[i]!) < 1e-5);
        const change = (after.rate[i]! - before.rate[i]!) / (2 * h);
        assert.ok(Math.abs(change - here.acceleration[i]!) < 1e-5, `${change}`);
      }
    }),
    { numRuns: 300, seed: 2 },
  );
});

Deno.test("rotationRates() is the inverse of evaluateRotation()", () => {
  fc.assert(
    fc.property(
      vector,
      vector,
      vector,
      fc.constantFrom(0, 1e-6, 0.1, 0.115, 0.5),
      (r, w, dw, s) => {
        const full = Float64Array.of(...r.map((x) => s * x), 0, 0, 0, 0, 0, 0);
        rotationRates(full, w, dw);
        const { q, rate, acceleration } = evaluate([...full]);
        const expected = [0, 0, 0, 0];
        fromRotationVector(expected, full.subarray(0, 3));
        for (let i = 0; i < 3; i++) {
          assert.ok(Math.abs(rate[i]! - w[i]!) < 1e-12);
          assert.ok(Math.abs(acceleration[i]! - dw[i]!) < 1e-11);
          assert.ok(Math.abs(q[i]! - expected[i]!) < 1e-15);
        }
      },
    ),
    { numRuns: 300, seed: 2 },
  );
});

Deno.test("series and closed forms meet without a step", () => {
  const just = Math.sqrt(0.12);
  const a = evaluate([just - 1e-12, 0, 0, 1, 2, 3, 3, 2, 1]);
  const b = evaluate([just + 1e-12, 0, 0, 1, 2, 3, 3, 2, 1]);
  for (let i = 0; i < 3; i++) {
    assert.ok(Math.abs(a.rate[i]! - b.rate[i]!) < 1e-11);
    assert.ok(Math.abs(a.acceleration[i]! - b.acceleration[i]!) < 1e-10);
  }
});
