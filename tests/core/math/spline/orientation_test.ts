import assert from "#assert";
import fc from "fast-check";
import * as quaternion from "../../../../core/math/quaternion.ts";
import { OrientationSpline } from "../../../../core/math/spline.ts";
import { direction, distance } from "../arbitrary_rotation.ts";

const START = 3, INTERVAL = 0.1;

/** Quaternions that turn by up to `most` rad from one to the next. */
function walk(most: number): fc.Arbitrary<number[]> {
  const turn = fc.tuple(direction, fc.double({ min: 0, max: most, noNaN: true }));
  return fc.array(turn, { minLength: 2, maxLength: 15 }).map((turns) => {
    const q = new Float64Array([1, 0, 0, 0]), step = new Float64Array(4);
    return turns.flatMap(([axis, angle]) => {
      quaternion.fromRotationVector(step, axis.map((each) => each * angle));
      quaternion.multiply(q, q, step);
      return Array.from(q);
    });
  });
}

function spline(quaternions: number[]): OrientationSpline {
  return new OrientationSpline({ start: START, interval: INTERVAL, quaternions });
}

function at(curve: OrientationSpline, t: number): [Float64Array, Float64Array, Float64Array] {
  const out: [Float64Array, Float64Array, Float64Array] = [
    new Float64Array(4),
    new Float64Array(3),
    new Float64Array(3),
  ];
  curve.at(t, ...out);
  return out;
}

/** Log(a⁻¹ b), rad. */
function between(a: Float64Array, b: Float64Array): Float64Array {
  const q = new Float64Array(4), out = new Float64Array(3);
  quaternion.conjugate(q, a);
  quaternion.multiply(q, q, b);
  quaternion.toRotationVector(out, q);
  return out;
}

Deno.test("OrientationSpline goes through its samples, up to 60° apart", () => {
  fc.assert(fc.property(walk(Math.PI / 3), (quaternions) => {
    const curve = spline(quaternions);
    for (let i = 0; 4 * i < quaternions.length; i++) {
      const [q] = at(curve, Math.min(START + i * INTERVAL, curve.end));
      const error = between(Float64Array.from(quaternions.slice(4 * i, 4 * i + 4)), q);
      assert.ok(Math.hypot(...error) < 1e-9, `sample ${i}: ${error}`);
    }
  }));
});

Deno.test("OrientationSpline's rate and acceleration are its derivatives", () => {
  fc.assert(fc.property(walk(0.5), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (given, u) => {
    const curve = spline(given), h = 1e-5;
    // Not across a knot, where the third derivative jumps.
    const place = u * (given.length / 4 - 1), inside = Math.abs(place - Math.round(place));
    fc.pre(inside > 2e-3);
    const t = START + place * INTERVAL;
    const [, rate, acceleration] = at(curve, t);
    const [before, slower] = at(curve, t - h), [after, faster] = at(curve, t + h);
    const turned = between(before, after).map((each) => each / (2 * h));
    assert.ok(distance(turned, rate) < 1e-5, `${turned} ${rate}`);
    const change = faster.map((each, k) => (each - slower[k]!) / (2 * h));
    assert.ok(distance(change, acceleration) < 1e-2, `${change} ${acceleration}`);
  }));
});

Deno.test("OrientationSpline's orientation, rate and acceleration are continuous at samples", () => {
  fc.assert(fc.property(walk(0.5), (given) => {
    const curve = spline(given), e = 1e-9;
    for (let i = 1; i < given.length / 4 - 1; i++) {
      const t = START + i * INTERVAL;
      const [before, after] = [at(curve, t - e), at(curve, t + e)];
      assert.ok(distance(before[0], after[0]) < 1e-6);
      assert.ok(distance(before[1], after[1]) < 1e-5);
      assert.ok(distance(before[2], after[2]) < 1e-3);
    }
  }));
});

Deno.test("OrientationSpline ends without angular acceleration", () => {
  fc.assert(fc.property(walk(0.5), (given) => {
    const curve = spline(given);
    for (const t of [curve.start, curve.end]) {
      assert.ok(distance(at(curve, t)[2], [0, 0, 0]) < 1e-7);
    }
  }));
});

Deno.test("OrientationSpline of a steady turn is the steady turn", () => {
  const rate = [0.3, -0.5, 2];
  const quaternions = Array.from({ length: 12 }, (_, i) => {
    const q = new Float64Array(4);
    quaternion.fromRotationVector(q, rate.map((each) => each * i * INTERVAL));
    return Array.from(q);
  }).flat();
  const curve = spline(quaternions);
  for (let t = 0; t <= 1.1; t += 0.013) {
    const [q, velocity, acceleration] = at(curve, START + t);
    const want = new Float64Array(4);
    quaternion.fromRotationVector(want, rate.map((each) => each * t));
    assert.ok(Math.hypot(...between(want, q)) < 1e-13);
    assert.ok(distance(velocity, rate) < 1e-12);
    assert.ok(distance(acceleration, [0, 0, 0]) < 1e-11);
  }
});

Deno.test("OrientationSpline takes either sign of a quaternion", () => {
  fc.assert(fc.property(walk(1), (given) => {
    const flipped = given.map((each, i) => Math.floor(i / 4) % 2 ? -each : each);
    const [a, b] = [spline(given), spline(flipped)];
    const t = (a.start + a.end) / 2;
    assert.ok(Math.hypot(...between(at(a, t)[0], at(b, t)[0])) < 1e-12);
    assert.ok(distance(at(a, t)[1], at(b, t)[1]) < 1e-10);
  }));
});

Deno.test("OrientationSpline refuses bad samples and times outside", () => {
  const one = [1, 0, 0, 0];
  for (const bad of [[], one, [...one, 1], [...one, 0, 0, 0, 0], [...one, NaN, 0, 0, 1]]) {
    assert.throws(() => spline(bad), RangeError);
  }
  for (const interval of [0, -1, NaN, Infinity]) {
    const make = () => new OrientationSpline({ start: 0, interval, quaternions: [...one, ...one] });
    assert.throws(make, RangeError);
  }
  const there = [Math.cos(1.2), 0, 0, Math.sin(1.2)]; // 137° to and fro
  assert.throws(() => spline([one, there, one, there, one, there].flat()), RangeError);
  const curve = spline([...one, ...one]);
  for (const t of [START - 1e-9, START + 0.11, NaN]) assert.throws(() => at(curve, t), RangeError);
});
