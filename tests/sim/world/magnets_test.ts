import assert from "#assert";
import fc from "fast-check";
import { addDipole, type MagnetConfig, magnetSchema } from "../../../sim/world/magnets.ts";

const magnet = (settings: object = {}) =>
  magnetSchema.parse({ position_m: [0, 0, 0], moment_a_m2: [0, 0, 100], ...settings });

function field(it: MagnetConfig, place: readonly number[], at = 0): number[] {
  const out = new Float64Array(3);
  addDipole(it, Float64Array.from(place), at, out);
  return [...out];
}

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const size = (a: readonly number[]) => Math.sqrt(dot(a, a));

const vector = (most: number) =>
  fc.tuple(...[0, 1, 2].map(() => fc.double({ min: -most, max: most, noNaN: true })));

Deno.test("a dipole's field is the textbook's on its axis and on its equator", () => {
  // Griffiths, Introduction to Electrodynamics, 5.88: μ₀ m / 2π r³ and half of it against m.
  const it = magnet();
  for (const r of [0.2, 1, 2, 7.5]) {
    const axis = field(it, [0, 0, r]), equator = field(it, [r, 0, 0]);
    assert.ok(Math.abs(axis[2]! / (2e-7 * 100 / r ** 3) - 1) < 1e-12);
    assert.ok(Math.abs(equator[2]! / (-1e-7 * 100 / r ** 3) - 1) < 1e-12);
    assert.deepEqual([axis[0], axis[1], equator[0], equator[1]], [0, 0, 0, 0]);
  }
  assert.ok(Math.abs(field(it, [0, 0, 2])[2]! - 2.5e-6) < 1e-12, "2.5 µT at 2 m, as is described");
});

Deno.test("a dipole's field is that of a pair of poles close together", () => {
  const pole = (at: readonly number[], charge: number, place: readonly number[]) => {
    const r = place.map((value, i) => value - at[i]!), d = size(r);
    return r.map((value) => 1e-7 * charge * value / d ** 3);
  };
  fc.assert(
    fc.property(vector(50), vector(3), vector(3), (moment, centre, place) => {
      const apart = place.map((value, i) => value - centre[i]!);
      fc.pre(size(apart) > 0.3 && size(moment) > 0.1);
      const h = 1e-4, unit = moment.map((value) => value / size(moment));
      const ends = [1, -1].map((sign) =>
        pole(centre.map((x, i) => x + sign * h * unit[i]!), sign * size(moment) / (2 * h), place)
      );
      const got = field(magnet({ position_m: centre, moment_a_m2: moment }), place);
      const scale = 1e-7 * size(moment) / size(apart) ** 3;
      got.forEach((value, i) => {
        assert.ok(Math.abs(value - ends[0]![i]! - ends[1]![i]!) < 1e-5 * scale, `${i}: ${value}`);
      });
    }),
    { seed: 5 },
  );
});

Deno.test("outside the body the field falls with the cube of the distance", () => {
  fc.assert(
    fc.property(vector(50), vector(3), (moment, direction) => {
      fc.pre(size(direction) > 0.2 && size(moment) > 0.1);
      const it = magnet({ moment_a_m2: moment });
      const near = field(it, direction), far = field(it, direction.map((value) => 2 * value));
      near.forEach((value, i) => assert.ok(Math.abs(value / 8 - far[i]!) < 1e-12 * size(near)));
    }),
    { seed: 5 },
  );
});

Deno.test("outside the body the field has neither source nor curl", () => {
  const it = magnet({ moment_a_m2: [30, -20, 70] }), h = 1e-4;
  for (const place of [[0.5, 0.2, -0.3], [-1, 2, 0.4], [0.1, 0.1, 0.3]]) {
    const d = [0, 1, 2].map((j) => {
      const ahead = field(it, place.map((x, i) => i === j ? x + h : x));
      const behind = field(it, place.map((x, i) => i === j ? x - h : x));
      return ahead.map((value, i) => (value - behind[i]!) / (2 * h)); // ∂B/∂x_j
    });
    const scale = size(field(it, place)) / size(place);
    assert.ok(Math.abs(d[0]![0]! + d[1]![1]! + d[2]![2]!) < 1e-5 * scale);
    for (const [i, j] of [[0, 1], [1, 2], [2, 0]] as const) {
      assert.ok(Math.abs(d[j]![i]! - d[i]![j]!) < 1e-5 * scale);
    }
  }
});

Deno.test("inside the body the field stays that of its surface, and has no jump", () => {
  const it = magnet({ moment_a_m2: [10, 20, 30], radius_m: 0.25 });
  fc.assert(
    fc.property(vector(1), fc.double({ min: 1e-3, max: 1, noNaN: true }), (way, part) => {
      fc.pre(size(way) > 0.1);
      const unit = way.map((value) => value / size(way));
      const surface = field(it, unit.map((value) => 0.25 * (1 + 1e-12) * value));
      const inside = field(it, unit.map((value) => 0.25 * part * value));
      inside.forEach((value, i) => assert.ok(Math.abs(value - surface[i]!) < 1e-9 * size(surface)));
    }),
    { seed: 6 },
  );
  const middle = field(it, [0, 0, 0]), poles = 2e-7 / 0.25 ** 3;
  [10, 20, 30].forEach((m, i) => assert.ok(Math.abs(middle[i]! - poles * m) < 1e-12));
  assert.deepEqual(field(magnet({ moment_a_m2: [0, 0, 0] }), [0, 0, 0]).map(Math.abs), [0, 0, 0]);
});

Deno.test("a magnet is there from its first moment until before its last", () => {
  const it = magnet({ from_s: 1, to_s: 2.5 });
  const there = (at: number) => size(field(it, [1, 0, 0], at)) > 0;
  assert.deepEqual([0, 999_999_999, 1e9, 2.5e9 - 1, 2.5e9].map(there), [
    false,
    false,
    true,
    true,
    false,
  ]);
  assert.ok(size(field(magnet(), [1, 0, 0], 1e15)) > 0, "without an end it stays");
});

Deno.test("fields add up", () => {
  const out = Float64Array.of(1e-6, 2e-6, 3e-6);
  addDipole(magnet(), Float64Array.of(0, 0, 1), 0, out);
  assert.deepEqual([out[0], out[1]], [1e-6, 2e-6]);
  assert.ok(Math.abs(out[2]! - 23e-6) < 1e-18);
});

Deno.test("a magnet without a body or that ends before it begins is refused", () => {
  const bad = (settings: object) => {
    const base = { position_m: [0, 0, 0], moment_a_m2: [0, 0, 1] };
    return magnetSchema.safeParse({ ...base, ...settings }).error?.issues[0];
  };
  assert.deepEqual(bad({ radius_m: 0 })?.path, ["radius_m"]);
  assert.deepEqual(bad({ from_s: 2, to_s: 1 })?.path, ["to_s"]);
  assert.deepEqual(bad({ from_s: 2, to_s: 2 })?.message, "after from_s");
  assert.deepEqual(bad({ moment: 3 })?.code, "unrecognized_keys");
  assert.equal(bad({ from_s: 2, to_s: 2.1 }), undefined);
});
