import assert from "#assert";
import fc from "fast-check";
import * as vec3 from "../../../core/math/vec3.ts";

const number = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const vector = fc.tuple(number, number, number).map((v) => Float64Array.from(v));

Deno.test("vec3: sums, products and norms by hand", () => {
  const out = [0, 0, 0];
  vec3.add(out, [1, 2, 3], [4, 5, 6]);
  assert.deepEqual(out, [5, 7, 9]);
  vec3.sub(out, [1, 2, 3], [4, 5, 7]);
  assert.deepEqual(out, [-3, -3, -4]);
  vec3.scale(out, [1, 2, 3], 2);
  assert.deepEqual(out, [2, 4, 6]);
  vec3.addScaled(out, [1, 2, 3], [1, 1, 1], -2);
  assert.deepEqual(out, [-1, 0, 1]);
  vec3.cross(out, [1, 0, 0], [0, 1, 0]);
  assert.deepEqual(out, [0, 0, 1]);
  vec3.copy(out, [7, 8, 9]);
  assert.deepEqual(out, [7, 8, 9]);
  assert.equal(vec3.dot([1, 2, 3], [4, 5, 6]), 32);
  assert.equal(vec3.norm([2, 3, 6]), 7);
});

Deno.test("vec3: out may be an input", () => {
  fc.assert(fc.property(vector, vector, (a, b) => {
    for (const operation of [vec3.add, vec3.sub, vec3.cross]) {
      const fresh = new Float64Array(3), left = a.slice(), right = b.slice();
      operation(fresh, a, b);
      operation(left, left, b);
      operation(right, a, right);
      assert.deepEqual(left, fresh);
      assert.deepEqual(right, fresh);
    }
  }));
});

Deno.test("vec3: the cross product is perpendicular and obeys Lagrange's identity", () => {
  fc.assert(fc.property(vector, vector, (a, b) => {
    const c = new Float64Array(3);
    vec3.cross(c, a, b);
    const size = vec3.norm(a) * vec3.norm(b);
    assert.ok(Math.abs(vec3.dot(a, c)) <= 1e-14 * size * vec3.norm(a) + 1e-100);
    assert.ok(
      Math.abs(vec3.norm(c) ** 2 + vec3.dot(a, b) ** 2 - size ** 2) <= 1e-12 * size ** 2 + 1e-100,
    );
  }));
});
