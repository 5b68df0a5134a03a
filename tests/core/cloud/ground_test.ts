import assert from "#assert";
import fc from "fast-check";
import { groundOf } from "../../../core/cloud/ground.ts";
import { BEAM_TABLES } from "../../../core/models/beam_tables.ts";
import { RandomTree } from "../../../core/math/random.ts";

const stream = () => RandomTree.root(1).at("cloud/ground");

/** A tilted floor with noise below boxes and a wall. */
function scene(
  a: number,
  b: number,
  c: number,
  noise: number,
): { xyz: Float32Array; floor: number } {
  const random = RandomTree.root(7).at("test"), points: number[] = [];
  const floor = 3000;
  for (let i = 0; i < floor; i++) {
    const x = 20 * random.uniform() - 10, y = 20 * random.uniform() - 10;
    points.push(x, y, a * x + b * y + c + noise * random.gaussian());
  }
  for (let i = 0; i < 2000; i++) {
    const x = 4 + random.uniform(), y = 2 * random.uniform();
    points.push(x, y, a * x + b * y + c + 0.3 + 2 * random.uniform());
  }
  for (let i = 0; i < 2500; i++) {
    const y = 20 * random.uniform() - 10;
    points.push(11, y, a * 11 + b * y + c + 1 + 8 * random.uniform());
  }
  return { xyz: Float32Array.from(points), floor };
}

Deno.test("groundOf() finds a floor that is a quarter of the points, whatever is drawn", () => {
  const random = RandomTree.root(3).at("aisle"), points: number[] = [];
  const floor = 1000, shelves = 3000;
  for (let i = 0; i < floor; i++) {
    points.push(20 * random.uniform() - 10, 8 * random.uniform() - 4, 0.01 * random.gaussian());
  }
  for (let i = 0; i < shelves; i++) {
    // Boards half a metre apart, and uprights.
    const z = i % 3 === 0 ? 4 * random.uniform() : 1 + i % 8 / 2 + 0.005 * random.gaussian();
    points.push(20 * random.uniform() - 10, i % 2 === 0 ? 4 : -4 - random.uniform(), z);
  }
  const xyz = Float32Array.from(points);
  for (let seed = 0; seed < 300; seed++) {
    const ground = groundOf(xyz, xyz.length / 3, RandomTree.root(seed).at("cloud/ground"))!;
    assert.ok(Math.abs(ground.d) < 0.02 && ground.c > 0.9999, `seed ${seed}: ${ground.d}`);
  }
});

/** Firings of 16 beams 2° apart, the highest first, 1 m up in a hall. */
function firings(columns: number): Float32Array {
  const random = RandomTree.root(5).at("firings"), points: number[] = [];
  for (let column = 0; column < columns; column++) {
    const turn = 2 * Math.PI * column / columns;
    const wall = Math.min(8 / Math.abs(Math.cos(turn)), 6 / Math.abs(Math.sin(turn)));
    for (let beam = 15; beam >= 0; beam--) {
      const slope = Math.tan((2 * beam - 15) * Math.PI / 180);
      const away = Math.min(wall, slope < 0 ? -1 / slope : Infinity) + 0.03 * random.gaussian();
      points.push(away * Math.cos(turn), away * Math.sin(turn), 1 + away * slope);
    }
  }
  return Float32Array.from(points);
}

Deno.test("groundOf() finds a floor that every 8th or 16th point of a firing is not on", () => {
  // 128, 1024 and 2048 columns, whose points are a multiple of those that trials are scored by.
  for (const columns of [128, 300, 640, 1024, 1808, 2048, 4096]) {
    const xyz = firings(columns);
    const ground = groundOf(xyz, xyz.length / 3, stream(), { thickness: 0.1 })!;
    assert.ok(Math.abs(ground.d) < 0.02 && ground.c > 0.9999, `${columns}: ${ground.d}`);
  }
});

Deno.test("groundOf() finds the floor where more points are level with the lidar, on all walls", () => {
  // 32 beams, a third of them within 1.2° of level: in a hall of 12 × 10 m, seen from 1.1 m up.
  const random = RandomTree.root(9).at("level"), points: number[] = [];
  const floor = new Set<number>();
  for (const angle of BEAM_TABLES.os1_32!.altitudes) {
    const slope = Math.tan(angle * Math.PI / 180);
    for (let column = 0; column < 512; column++) {
      const turn = 2 * Math.PI * column / 512;
      const wall = Math.min(6 / Math.abs(Math.cos(turn)), 5 / Math.abs(Math.sin(turn)));
      if (-1.1 / slope < wall && slope < 0) floor.add(points.length / 3);
      const away = Math.min(wall, slope < 0 ? -1.1 / slope : Infinity) + 0.01 * random.gaussian();
      points.push(away * Math.cos(turn), away * Math.sin(turn), 1.1 + away * slope);
    }
  }
  const xyz = Float32Array.from(points), count = xyz.length / 3;
  const level = [...Array(count).keys()].filter((i) => Math.abs(xyz[3 * i + 2]! - 1.1) < 0.1);
  assert.ok(level.length > floor.size);

  const ground = groundOf(xyz, count, stream(), { thickness: 0.1 })!;

  assert.ok(Math.abs(ground.d) < 0.02 && ground.c > 0.9999, `${ground.d}`);
});

Deno.test("groundOf() finds a tilted floor below boxes and walls", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -0.2, max: 0.2, noNaN: true }),
      fc.double({ min: -0.2, max: 0.2, noNaN: true }),
      fc.double({ min: -3, max: 3, noNaN: true }),
      (a, b, c) => {
        const { xyz, floor } = scene(a, b, c, 0.02);
        const ground = groundOf(xyz, xyz.length / 3, stream())!;
        const length = Math.sqrt(a * a + b * b + 1);
        for (const [got, want] of [[ground.a, -a], [ground.b, -b], [ground.c, 1], [ground.d, c]]) {
          assert.ok(Math.abs(got! - want! / length) < 2e-3, `${got} for ${want! / length}`);
        }
        for (let i = 0; i < xyz.length / 3; i++) {
          assert.equal(ground.mask[i], i < floor ? 1 : 0, `${i}`);
        }
        assert.equal(ground.count, floor);
      },
    ),
    { numRuns: 30 },
  );
});

Deno.test("groundOf() gives the same for the same stream, and draws nothing else", () => {
  const { xyz } = scene(0.05, 0, 0, 0.03);
  const [one, other] = [0, 1].map(() => groundOf(xyz, xyz.length / 3, stream()));
  assert.deepEqual(one, other);
});

Deno.test("groundOf() finds none in a wall, in too few points, in points that are not finite", () => {
  const random = RandomTree.root(3).at("wall");
  const wall = Float32Array.from({ length: 3000 }, (_, i) => i % 3 === 0 ? 5 : random.uniform());
  assert.equal(groundOf(wall, 1000, stream()), undefined);
  assert.equal(groundOf(new Float32Array(0), 0, stream()), undefined);
  assert.equal(groundOf(Float32Array.of(1, 2, 3, 4, 5, 6), 2, stream()), undefined);
  assert.equal(groundOf(new Float32Array(300).fill(NaN), 100, stream()), undefined);
  assert.equal(groundOf(new Float32Array(300).fill(Infinity), 100, stream()), undefined);
});

Deno.test("groundOf() asks for a share of the points, and uses the mask that it gets", () => {
  const { xyz } = scene(0, 0, 0, 0), count = xyz.length / 3, mask = new Uint8Array(count);
  assert.equal(groundOf(xyz, count, stream(), { minShare: 0.5 }), undefined);
  assert.equal(groundOf(xyz, count, stream(), { mask })!.mask, mask);
});
