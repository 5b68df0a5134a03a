import assert from "#assert";
import fc from "fast-check";
import { orientationError } from "../../../core/evaluation/orientation_error.ts";
import { fromRotationVector, multiply } from "../../../core/math/quaternion.ts";

const turn = (...v: [number, number, number]) => {
  const q = [0, 0, 0, 0];
  fromRotationVector(q, v);
  return q;
};

const angle = fc.double({ min: -3, max: 3, noNaN: true });
const attitude = fc.tuple(angle, angle, angle).map((v) => turn(...v));

Deno.test("orientationError() splits a turn of the fixed frame into heading and inclination", () => {
  fc.assert(fc.property(attitude, angle, fc.double({ min: 0, max: 3, noNaN: true }), (q, h, i) => {
    const error = turn(0, 0, h);
    multiply(error, error, turn(i, 0, 0));
    const estimate = [0, 0, 0, 0];
    multiply(estimate, error, q);
    const out = [0, 0, 0];
    orientationError(out, estimate, q);
    const total = 2 * Math.acos(Math.min(1, Math.abs(Math.cos(h / 2) * Math.cos(i / 2))));
    assert.ok(Math.abs(out[0]! - total) < 1e-7);
    assert.ok(Math.abs(out[1]! - h) < 1e-9);
    assert.ok(Math.abs(out[2]! - i) < 1e-9);
  }));
});

Deno.test("orientationError() does not mind the sign of a quaternion, and is 0 for equals", () => {
  const out = [9, 9, 9];
  const q = turn(0.3, -1, 2);
  orientationError(out, q.map((value) => -value), q);
  assert.ok(out.every((value) => Math.abs(value) < 1e-15));
});

Deno.test("orientationError() keeps 1e-9 rad, where acos would lose it", () => {
  const out = [0, 0, 0];
  orientationError(out, turn(0, 0, 1e-9), [1, 0, 0, 0]);
  assert.ok(Math.abs(out[0]! / 1e-9 - 1) < 1e-9);
  assert.ok(Math.abs(out[1]! / 1e-9 - 1) < 1e-9);
});
