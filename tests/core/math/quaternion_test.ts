import assert from "#assert";
import fc from "fast-check";
import * as quaternion from "../../../core/math/quaternion.ts";
import { direction, distance, rotationVector, vector } from "./arbitrary_rotation.ts";

const rotation = rotationVector.map((v) => {
  const q = new Float64Array(4);
  quaternion.fromRotationVector(q, v);
  return q;
});

/** A rotation matrix by Rodrigues' formula, with Math: independent of the code under test. */
function rodrigues(v: number[]): number[] {
  const angle = Math.hypot(...v);
  const [x, y, z] = v.map((each) => each / (angle || 1)) as [number, number, number];
  const c = Math.cos(angle), s = Math.sin(angle), d = 1 - c;
  // deno-fmt-ignore
  return [
    c + x * x * d, x * y * d - z * s, x * z * d + y * s,
    x * y * d + z * s, c + y * y * d, y * z * d - x * s,
    x * z * d - y * s, y * z * d + x * s, c + z * z * d,
  ];
}

function product(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const out = new Float64Array(4);
  quaternion.multiply(out, Array.from(a), Array.from(b));
  return out;
}

Deno.test("quaternion: Exp is Rodrigues' rotation, and of unit length", () => {
  fc.assert(fc.property(rotationVector, (v) => {
    const q = new Float64Array(4), r = new Float64Array(9);
    quaternion.fromRotationVector(q, v);
    quaternion.toMatrix(r, q);
    assert.ok(distance(r, rodrigues(v)) < 2e-15);
    assert.ok(Math.abs(Math.hypot(...q) - 1) < 4e-16);
  }));
});

Deno.test("quaternion: Log inverts Exp, for either sign of the quaternion", () => {
  fc.assert(fc.property(rotationVector, (v) => {
    const q = new Float64Array(4), back = new Float64Array(3);
    quaternion.fromRotationVector(q, v);
    for (const sign of [1, -1]) {
      quaternion.toRotationVector(back, q.map((each) => each * sign));
      assert.ok(distance(back, v) <= 4e-15 * Math.hypot(...v) + 1e-300, `${v} ${back}`);
    }
  }));
});

Deno.test("quaternion: a group: associative, with identity and inverse, matching matrices", () => {
  fc.assert(fc.property(rotation, rotation, rotation, vector, (a, b, c, v) => {
    assert.ok(distance(product(product(a, b), c), product(a, product(b, c))) < 1e-15);
    const inverse = new Float64Array(4), one = [1, 0, 0, 0];
    quaternion.conjugate(inverse, a);
    assert.ok(distance(product(a, inverse), one) < 1e-15);
    quaternion.identity(inverse);
    assert.equal(distance(product(a, inverse), a), 0);
    const once = new Float64Array(3), twice = new Float64Array(3);
    quaternion.rotate(once, product(a, b), v);
    quaternion.rotate(twice, b, v);
    quaternion.rotate(twice, a, twice);
    assert.ok(distance(once, twice) < 2e-14);
  }));
});

Deno.test("quaternion: rotate() is the matrix's product, inverseRotate() undoes it", () => {
  fc.assert(fc.property(rotation, vector, (q, v) => {
    const r = new Float64Array(9), out = new Float64Array(3);
    quaternion.toMatrix(r, q);
    quaternion.rotate(out, q, v);
    const want = [0, 3, 6].map((i) => r[i]! * v[0]! + r[i + 1]! * v[1]! + r[i + 2]! * v[2]!);
    assert.ok(distance(out, want) < 2e-14);
    quaternion.inverseRotate(out, q, out);
    assert.ok(distance(out, v) < 2e-14);
  }));
});

Deno.test("quaternion: fromMatrix() inverts toMatrix() with w ≥ 0", () => {
  fc.assert(fc.property(rotation, (q) => {
    const r = new Float64Array(9), back = new Float64Array(4);
    quaternion.toMatrix(r, q);
    quaternion.fromMatrix(back, r);
    assert.ok(back[0]! >= 0);
    const same = Math.min(distance(back, q), distance(back, q.map((each) => -each)));
    assert.ok(same < 2e-15, `${q} ${back}`);
  }));
  // Half turns about each axis: each branch with w = 0.
  for (let axis = 1; axis < 4; axis++) {
    const q = [0, 0, 0, 0], r = new Float64Array(9), back = [0, 0, 0, 0];
    q[axis] = 1;
    quaternion.toMatrix(r, q);
    quaternion.fromMatrix(back, r);
    assert.deepEqual(back.map(Math.abs), q);
  }
});

Deno.test("quaternion: Euler angles are fixed-axis roll, pitch, yaw, and round trip", () => {
  const angle = fc.double({ min: -3.14, max: 3.14, noNaN: true });
  fc.assert(fc.property(angle, angle.map((a) => a / 2.01), angle, (roll, pitch, yaw) => {
    const q = new Float64Array(4), back = new Float64Array(3);
    quaternion.fromEuler(q, roll, pitch, yaw);
    const parts = [[0, 0, yaw], [0, pitch, 0], [roll, 0, 0]].map((v) => {
      const part = new Float64Array(4);
      quaternion.fromRotationVector(part, v);
      return part;
    });
    assert.ok(distance(q, product(product(parts[0]!, parts[1]!), parts[2]!)) < 1e-15);
    quaternion.toEuler(back, q);
    assert.ok(distance(back, [roll, pitch, yaw]) < 1e-12);
    assert.equal(quaternion.yawOf(q), back[2]);
  }));
});

Deno.test("quaternion: at the gimbal lock roll is 0 and the rotation is kept", () => {
  for (const pitch of [Math.PI / 2, -Math.PI / 2]) {
    const q = new Float64Array(4), euler = new Float64Array(3), back = new Float64Array(4);
    quaternion.fromEuler(q, 0.3, pitch, 1.1);
    quaternion.toEuler(euler, q);
    quaternion.fromEuler(back, euler[0]!, euler[1]!, euler[2]!);
    assert.ok(Math.abs(euler[1]! - pitch) < 1e-7);
    assert.ok(distance(back, q) < 1e-7);
  }
});

Deno.test("quaternion: slerp() goes the short way at constant rate", () => {
  fc.assert(fc.property(rotation, rotationVector, fc.double({ min: 0, max: 1, noNaN: true }), (
    a,
    v,
    t,
  ) => {
    const step = new Float64Array(4), part = new Float64Array(4), got = new Float64Array(4);
    quaternion.fromRotationVector(step, v);
    quaternion.fromRotationVector(part, v.map((each) => each * t));
    const b = product(a, step), want = product(a, part);
    for (const sign of [1, -1]) {
      quaternion.slerp(got, a, b.map((each) => each * sign), t);
      assert.ok(distance(got, want) < 1e-9, `${got} ${want}`);
    }
  }));
});

Deno.test("quaternion: normalize() gives unit length and keeps the direction", () => {
  fc.assert(fc.property(direction, fc.double({ min: 1e-100, max: 1e100, noNaN: true }), (d, s) => {
    const out = [d[0]! * s, d[1]! * s, d[2]! * s, 0];
    quaternion.normalize(out, out);
    assert.ok(distance(out, [...d, 0]) < 1e-15);
  }));
});
