import assert from "#assert";
import { multiply, toRotationVector } from "../../../core/math/quaternion.ts";
import { fromEulerJets } from "../../../sim/robots/euler_rates.ts";
import { truthState } from "../../../sim/robots/knot_truth.ts";

Deno.test("fromEulerJets() gives the derivatives of the orientation", () => {
  const at = (t: number) => {
    const jet = (a: number, b: number, c: number) =>
      Float64Array.of(a + b * t + c * t * t / 2, b + c * t, c);
    const out = truthState();
    fromEulerJets(jet(0.4, 1, -2), jet(-0.7, 0.8, 1.5), jet(2, -1.2, 0.6), out);
    return out;
  };
  const h = 1e-4, before = at(-h), here = at(0), after = at(h);
  const q = [0, 0, 0, 0], turn = [0, 0, 0];
  multiply(q, [...before.orientation].map((x, i) => i === 0 ? x : -x), after.orientation);
  toRotationVector(turn, q);
  for (let i = 0; i < 3; i++) {
    assert.ok(Math.abs(turn[i]! / (2 * h) - here.angularVelocity[i]!) < 1e-7);
    const change = (after.angularVelocity[i]! - before.angularVelocity[i]!) / (2 * h);
    assert.ok(Math.abs(change - here.angularAcceleration[i]!) < 1e-7);
  }
});
