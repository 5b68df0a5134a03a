import assert from "#assert";
import fc from "fast-check";
import * as wheels from "../../../core/models/wheels.ts";

const speed = fc.double({ min: -3, max: 3, noNaN: true });
const GEOMETRY = { radius: 0.1, track: 0.4, wheelbase: 0.6 };

function close(got: ArrayLike<number>, want: number[], limit = 1e-12): void {
  want.forEach((each, i) =>
    assert.ok(Math.abs(got[i]! - each) < limit, `${Array.from(got)} ${want}`)
  );
}

Deno.test("wheels: a differential drive turns on the spot, and back to its twist", () => {
  const out = new Float64Array(2);
  wheels.differentialWheelRates(out, GEOMETRY, 0, 1);
  close(out, [-2, 2]);
  fc.assert(fc.property(speed, speed, (v, w) => {
    wheels.differentialWheelRates(out, GEOMETRY, v, w);
    wheels.differentialTwist(out, GEOMETRY, out[0]!, out[1]!);
    close(out, [v, w]);
  }));
});

Deno.test("wheels: each Ackermann wheel rolls along the velocity of its own contact", () => {
  const steering = fc.double({ min: -0.9, max: 0.9, noNaN: true });
  fc.assert(fc.property(speed, steering, (v, angle) => {
    const out = new Float64Array(6);
    wheels.ackermannWheels(out, GEOMETRY, v, angle);
    const w = v * Math.tan(angle) / GEOMETRY.wheelbase;
    const places = [[0, 0.2], [0, -0.2], [0.6, 0.2], [0.6, -0.2]] as const;
    places.forEach(([x, y], i) => {
      const turned = i < 2 ? 0 : out[i + 2]!;
      const roll = out[i]! * GEOMETRY.radius;
      close([roll * Math.cos(turned), roll * Math.sin(turned)], [v - w * y, w * x]);
    });
  }));
});

Deno.test("wheels: Ackermann wheels give back the twist, and the twist its steering", () => {
  const yaw = fc.double({ min: -1, max: 1, noNaN: true });
  fc.assert(fc.property(speed.filter((v) => Math.abs(v) > 0.3), yaw, (v, w) => {
    const angle = wheels.ackermannSteering(GEOMETRY.wheelbase, v, w);
    fc.pre(Math.abs(Math.tan(angle)) < 2.9);
    const out = new Float64Array(6), twist = new Float64Array(2);
    wheels.ackermannWheels(out, GEOMETRY, v, angle);
    wheels.ackermannTwist(twist, GEOMETRY, [out[0]!, out[1]!], out[4]!);
    close(twist, [v, w], 1e-11);
  }));
  assert.equal(wheels.ackermannSteering(1, 0, 0), 0);
  assert.equal(wheels.ackermannSteering(1, 0, 1), Math.PI / 2);
});

Deno.test("wheels: a car can't turn about a point within its rear axle", () => {
  const out = new Float64Array(6);
  for (const angle of [1.3, -1.3, Math.PI / 2, NaN]) {
    assert.throws(() => wheels.ackermannWheels(out, GEOMETRY, 1, angle), RangeError);
  }
});
