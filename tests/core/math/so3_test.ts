import assert from "#assert";
import fc from "fast-check";
import * as quaternion from "../../../core/math/quaternion.ts";
import * as so3 from "../../../core/math/so3.ts";
import { distance, rotationVector, vector } from "./arbitrary_rotation.ts";

function exp(v: ArrayLike<number>): Float64Array {
  const out = new Float64Array(4);
  quaternion.fromRotationVector(out, Array.from(v));
  return out;
}

function times(m: ArrayLike<number>, v: ArrayLike<number>): number[] {
  return [0, 3, 6].map((i) => m[i]! * v[0]! + m[i + 1]! * v[1]! + m[i + 2]! * v[2]!);
}

/** (Log(Exp(v)⁻¹ Exp(v + h e)) − Log(Exp(v)⁻¹ Exp(v − h e))) / 2h, column by column. */
function numericRightJacobian(v: number[]): Float64Array {
  const out = new Float64Array(9), h = 1e-5;
  const inverse = exp(v.map((each) => -each));
  for (let j = 0; j < 3; j++) {
    const ends = [h, -h].map((step) => {
      const q = exp(v.map((each, k) => k === j ? each + step : each));
      const log = new Float64Array(3);
      quaternion.multiply(q, inverse, q);
      quaternion.toRotationVector(log, q);
      return log;
    });
    for (let i = 0; i < 3; i++) out[3 * i + j] = (ends[0]![i]! - ends[1]![i]!) / (2 * h);
  }
  return out;
}

Deno.test("so3: skew() is the cross product as a matrix", () => {
  fc.assert(fc.property(vector, vector, (a, b) => {
    const m = new Float64Array(9);
    so3.skew(m, a);
    assert.deepEqual(
      times(m, b).map((each) => each + 0),
      [
        a[1]! * b[2]! - a[2]! * b[1]!,
        a[2]! * b[0]! - a[0]! * b[2]!,
        a[0]! * b[1]! - a[1]! * b[0]!,
      ].map((each) => each + 0),
    );
  }));
});

Deno.test("so3: the right Jacobian is the numeric one", () => {
  fc.assert(fc.property(rotationVector, (v) => {
    const analytic = new Float64Array(9);
    so3.rightJacobian(analytic, v);
    assert.ok(distance(analytic, numericRightJacobian(v)) < 1e-9);
  }));
});

Deno.test("so3: left is the right one's transpose, and each inverse is one", () => {
  fc.assert(fc.property(rotationVector, vector, (v, w) => {
    const right = new Float64Array(9), left = new Float64Array(9), inverse = new Float64Array(9);
    so3.rightJacobian(right, v);
    so3.leftJacobian(left, v);
    assert.ok(distance([0, 3, 6, 1, 4, 7, 2, 5, 8].map((i) => left[i]!), right) < 1e-15);
    so3.rightJacobianInverse(inverse, v);
    assert.ok(distance(times(right, times(inverse, w)), w) < 1e-12);
    so3.leftJacobianInverse(inverse, v);
    assert.ok(distance(times(left, times(inverse, w)), w) < 1e-12);
  }));
});

Deno.test("so3: Exp(v) carries a vector as left Jacobian times inverse right Jacobian", () => {
  fc.assert(fc.property(rotationVector, vector, (v, w) => {
    const left = new Float64Array(9), inverse = new Float64Array(9), out = new Float64Array(3);
    so3.leftJacobian(left, v);
    so3.rightJacobianInverse(inverse, v);
    quaternion.rotate(out, exp(v), w);
    assert.ok(distance(times(left, times(inverse, w)), out) < 1e-12);
  }));
});

Deno.test("so3: series and closed form meet at the switch", () => {
  for (const square of [1e-4, 1e-2]) {
    for (const f of [so3.versine, so3.cubicRest, so3.inverseRest]) {
      const below = f(square * (1 - 1e-15)), above = f(square);
      assert.ok(Math.abs(below - above) < 1e-13, `${f.name} ${below} ${above}`);
    }
  }
});
