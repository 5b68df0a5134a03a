import assert from "#assert";
import fc from "fast-check";
import * as quaternion from "../../../core/math/quaternion.ts";
import * as se3 from "../../../core/math/se3.ts";
import { distance, rotationVector, vector } from "./arbitrary_rotation.ts";

const twist = fc.tuple(vector, rotationVector).map(([rho, theta]) => [...rho, ...theta]);
const transform = twist.map((each) => {
  const out = se3.rigid();
  se3.exp(out, each);
  return out;
});

function composed(a: se3.Rigid, b: se3.Rigid): se3.Rigid {
  const out = se3.rigid();
  se3.compose(out, a, b);
  return out;
}

function difference(a: se3.Rigid, b: se3.Rigid): number {
  const turned = a.rotation.map((each) => -each);
  const rotation = Math.min(
    distance(a.rotation, b.rotation),
    distance(Array.from(turned), b.rotation),
  );
  return Math.max(rotation, distance(a.translation, b.translation));
}

Deno.test("se3: rigid() is the identity or the given values, normalised", () => {
  assert.deepEqual(Array.from(se3.rigid().rotation), [1, 0, 0, 0]);
  const made = se3.rigid([2, 0, 0, 0], [1, 2, 3]);
  assert.deepEqual(Array.from(made.rotation), [1, 0, 0, 0]);
  assert.deepEqual(Array.from(made.translation), [1, 2, 3]);
});

Deno.test("se3: a group: associative, with identity and inverse", () => {
  fc.assert(fc.property(transform, transform, transform, (a, b, c) => {
    assert.ok(difference(composed(composed(a, b), c), composed(a, composed(b, c))) < 1e-13);
    assert.ok(difference(composed(a, se3.rigid()), a) < 1e-15);
    const inverse = se3.rigid();
    se3.inverse(inverse, a);
    assert.ok(difference(composed(a, inverse), se3.rigid()) < 1e-13);
    assert.ok(difference(composed(inverse, a), se3.rigid()) < 1e-13);
  }));
});

Deno.test("se3: composition applies the right one first; applyInverse() undoes apply()", () => {
  fc.assert(fc.property(transform, transform, vector, (a, b, p) => {
    const once = new Float64Array(3), twice = new Float64Array(3);
    se3.apply(once, composed(a, b), p);
    se3.apply(twice, b, p);
    se3.apply(twice, a, twice);
    assert.ok(distance(once, twice) < 1e-13);
    se3.applyInverse(twice, a, twice);
    se3.applyInverse(twice, b, twice);
    assert.ok(distance(twice, p) < 1e-13);
  }));
});

Deno.test("se3: Log inverts Exp", () => {
  fc.assert(fc.property(twist, (each) => {
    const t = se3.rigid(), back = new Float64Array(6);
    se3.exp(t, each);
    se3.log(back, t);
    assert.ok(distance(back, each) < 1e-12, `${each} ${back}`);
  }));
});

Deno.test("se3: Exp is the limit of many small steps", () => {
  fc.assert(
    fc.property(twist, (each) => {
      const whole = se3.rigid(), product = se3.rigid(), step = se3.rigid();
      se3.exp(whole, each);
      se3.exp(step, each.map((value) => value / 1024));
      for (let i = 0; i < 10; i++) se3.compose(step, step, step);
      se3.compose(product, product, step);
      assert.ok(difference(product, whole) < 1e-10);
    }),
    { numRuns: 20 },
  );
});

Deno.test("se3: out may be an input", () => {
  fc.assert(fc.property(transform, transform, (a, b) => {
    const want = composed(a, b);
    const left = se3.rigid(a.rotation, a.translation), right = se3.rigid(b.rotation, b.translation);
    se3.compose(left, left, b);
    se3.compose(right, a, right);
    assert.ok(difference(left, want) < 1e-13 && difference(right, want) < 1e-13);
    quaternion.normalize(left.rotation, left.rotation);
    se3.inverse(left, left);
    se3.compose(left, left, want);
    assert.ok(difference(left, se3.rigid()) < 1e-13);
  }));
});
