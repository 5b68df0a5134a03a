import assert from "#assert";
import { fromEuler, multiply, toRotationVector } from "../../../../core/math/quaternion.ts";
import { attitudeCurve } from "../../../../sim/robots/free/attitude_curve.ts";
import { truthState } from "../../../../sim/robots/knot_truth.ts";

const EVEN = Float64Array.of(0, 1, 2, 3, 4);
const UNEVEN = Float64Array.of(0, 0.7, 2, 3.1, 4);

function turns(): Float64Array {
  const out: number[] = [];
  for (
    const [roll, pitch, yaw] of [[0, 0, 0], [0.5, 0, 1], [0, 0.6, 2], [-0.5, 0.3, 3], [0, 0, 4]]
  ) {
    const q = [0, 0, 0, 0];
    fromEuler(q, roll!, pitch!, yaw!);
    out.push(...q);
  }
  return Float64Array.from(out);
}

for (const [name, times] of [["equal", EVEN], ["uneven", UNEVEN]] as const) {
  Deno.test(`attitudeCurve() at ${name} times goes through all and has its derivatives`, () => {
    const quaternions = turns(), curve = attitudeCurve(times, quaternions);
    const a = truthState(), b = truthState(), c = truthState();
    times.forEach((t, n) => {
      curve.at(t, b);
      let along = 0;
      for (let i = 0; i < 4; i++) along += b.orientation[i]! * quaternions[4 * n + i]!;
      assert.ok(Math.abs(Math.abs(along) - 1) < 1e-12);
    });
    const h = 1e-4;
    for (let t = 0.05; t < 3.9; t += 0.1) {
      curve.at(t - h, a);
      curve.at(t, b);
      curve.at(t + h, c);
      const q = [0, 0, 0, 0], turn = [0, 0, 0];
      multiply(q, [...a.orientation].map((x, i) => i === 0 ? x : -x), c.orientation);
      toRotationVector(turn, q);
      for (let i = 0; i < 3; i++) {
        assert.ok(Math.abs(turn[i]! / (2 * h) - b.angularVelocity[i]!) < 1e-5);
        const change = (c.angularVelocity[i]! - a.angularVelocity[i]!) / (2 * h);
        assert.ok(Math.abs(change - b.angularAcceleration[i]!) < 2e-3, `${t} ${change}`);
      }
    }
  });
}

Deno.test("attitudeCurve() refuses half a turn between uneven samples", () => {
  const q = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 1);
  assert.throws(() => attitudeCurve(Float64Array.of(0, 1, 3), q), /pose 2 is turned by over 168°/);
});
