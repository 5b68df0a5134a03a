import assert from "#assert";
import fc from "fast-check";
import { CubicSpline } from "../../../../core/math/spline.ts";
import { distance } from "../arbitrary_rotation.ts";

const step = fc.double({ min: 0.01, max: 3, noNaN: true });
const value = fc.double({ min: -10, max: 10, noNaN: true });

/** Increasing times and 3-vectors at them. */
const samples = fc.array(fc.tuple(step, value, value, value), { minLength: 2, maxLength: 20 })
  .map((rows) => {
    let t = -2;
    const times = rows.map(([dt]) => t += dt);
    return { times, values: rows.flatMap(([, x, y, z]) => [x, y, z]) };
  });

function at(spline: CubicSpline, t: number): [Float64Array, Float64Array, Float64Array] {
  const d = spline.dimension;
  const out: [Float64Array, Float64Array, Float64Array] = [
    new Float64Array(d),
    new Float64Array(d),
    new Float64Array(d),
  ];
  spline.at(t, ...out);
  return out;
}

Deno.test("CubicSpline goes through its samples, C² at each", () => {
  fc.assert(fc.property(samples, ({ times, values }) => {
    const spline = new CubicSpline(times, values);
    times.forEach((t, i) => {
      const [position, velocity, acceleration] = at(spline, t);
      assert.ok(distance(position, values.slice(3 * i, 3 * i + 3)) < 1e-12);
      if (i === 0 || i === times.length - 1) return;
      const e = 1e-9 * Math.min(times[i + 1]! - t, t - times[i - 1]!);
      const [, before, bent] = at(spline, t - e);
      const speed = Math.max(1, ...velocity.map(Math.abs), ...acceleration.map(Math.abs));
      assert.ok(distance(before, velocity) < 1e-6 * speed);
      assert.ok(distance(bent, acceleration) < 1e-4 * speed);
    });
  }));
});

Deno.test("CubicSpline's velocity and acceleration are its derivatives", () => {
  fc.assert(fc.property(samples, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (given, place) => {
    const spline = new CubicSpline(given.times, given.values);
    const piece = Math.floor(place * (given.times.length - 1));
    const [from, to] = given.times.slice(piece, piece + 2) as [number, number];
    const h = (to - from) * 1e-4, t = from + (to - from) * place;
    const [, v, a] = at(spline, t);
    const [after, faster, bentLater] = at(spline, t + h);
    const [before, slower, bentBefore] = at(spline, t - h);
    for (let k = 0; k < 3; k++) {
      // Within a piece the error of both differences is known: the jerk h² / 6, and nothing.
      const jerk = (bentLater[k]! - bentBefore[k]!) / (2 * h);
      const rounding = 1e-14 * (10 + Math.abs(v[k]!)) / h;
      const rate = (after[k]! - before[k]!) / (2 * h) - jerk * h * h / 6;
      assert.ok(Math.abs(rate - v[k]!) < 10 * rounding, `${rate} ${v[k]}`);
      const change = (faster[k]! - slower[k]!) / (2 * h);
      assert.ok(Math.abs(change - a[k]!) < 10 * rounding / h * (to - from), `${change} ${a[k]}`);
    }
  }));
});

Deno.test("CubicSpline ends without acceleration, or with the velocity asked for", () => {
  fc.assert(fc.property(samples, ({ times, values }) => {
    const free = new CubicSpline(times, values);
    for (const t of [free.start, free.end]) {
      const [, , acceleration] = at(free, t);
      const largest = Math.max(...[...at(free, t)[1]].map(Math.abs), 1) / 0.01;
      assert.ok(distance(acceleration, [0, 0, 0]) < 1e-11 * largest);
    }
    const ends = { startVelocity: [1, 2, 3], endVelocity: [0, 0, -1] };
    const held = new CubicSpline(times, values, ends);
    assert.ok(distance(at(held, held.start)[1], ends.startVelocity) < 1e-9);
    assert.ok(distance(at(held, held.end)[1], ends.endVelocity) < 1e-9);
  }));
});

Deno.test("CubicSpline with the right end velocities is the cubic that it samples", () => {
  const cubic = (t: number) => 1 - 2 * t + 3 * t * t - 0.5 * t * t * t;
  const slope = (t: number) => -2 + 6 * t - 1.5 * t * t;
  const times = [0, 0.3, 1, 1.2, 2.5, 4];
  const spline = new CubicSpline(times, times.map(cubic), {
    startVelocity: [slope(0)],
    endVelocity: [slope(4)],
  });
  for (let t = 0; t <= 4; t += 0.05) {
    const [position, velocity, acceleration] = at(spline, t);
    assert.ok(Math.abs(position[0]! - cubic(t)) < 1e-13);
    assert.ok(Math.abs(velocity[0]! - slope(t)) < 1e-12);
    assert.ok(Math.abs(acceleration[0]! - (6 - 3 * t)) < 1e-11);
  }
});

Deno.test("CubicSpline is found at any time in any order, and nowhere outside", () => {
  const times = [0, 1, 2, 3, 4, 5], values = [0, 1, 0, -1, 0, 1];
  const spline = new CubicSpline(times, values), fresh = () => new CubicSpline(times, values);
  fc.assert(fc.property(fc.double({ min: 0, max: 5, noNaN: true }), (t) => {
    assert.deepEqual(at(spline, t), at(fresh(), t));
  }));
  for (const t of [-1e-9, 5.000001, NaN]) assert.throws(() => at(spline, t), RangeError);
});

Deno.test("CubicSpline refuses bad samples", () => {
  const bad: [number[], number[]][] = [
    [[0], [1]],
    [[0, 1], [1, 2, 3]],
    [[0, 1], []],
    [[0, 0], [1, 2]],
    [[1, 0], [1, 2]],
    [[0, NaN], [1, 2]],
    [[0, 1], [1, Infinity]],
  ];
  for (const [times, values] of bad) {
    assert.throws(() => new CubicSpline(times, values), RangeError);
  }
});
