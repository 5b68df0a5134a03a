import assert from "#assert";
import { RandomTree } from "../../../core/math/random.ts";
import { computeSchema, computeTime } from "../../../runtime/host/compute.ts";

const random = RandomTree.root(1).under("node");

Deno.test("no compute time, and a constant one in nanoseconds", () => {
  const path = "input/imu";
  assert.equal(computeTime(undefined, { random: undefined, path })(), 0);
  assert.equal(computeTime(1.5, { random: undefined, path })(), 1_500_000);
});

Deno.test("a drawn compute time has its mean and spread and stays in its bounds", () => {
  const draw = computeTime({ mean: 5, sd: 1, min: 3, max: 6.5 }, { random, path: "input/imu" });
  const drawn = Array.from({ length: 20_000 }, draw);
  assert.equal(Math.min(...drawn), 3_000_000);
  assert.equal(Math.max(...drawn), 6_500_000);
  const inside = drawn.filter((t) => t > 3_000_000 && t < 6_500_000);
  assert.ok(Math.abs(inside.length / drawn.length - 0.910) < 0.01); // Φ(1.5) − Φ(−2)
  assert.ok(drawn.every((t) => Number.isSafeInteger(t)));
});

Deno.test("streams are named by path: two handlers draw differently, one draws the same again", () => {
  const time = { mean: 5, sd: 1 };
  const draws = (path: string) => {
    const draw = computeTime(time, { random, path });
    return Array.from({ length: 10 }, draw);
  };
  assert.deepEqual(draws("input/imu"), draws("input/imu"));
  assert.notDeepEqual(draws("input/imu"), draws("input/mag"));
  assert.throws(() => computeTime(time, { random: undefined, path: "x" }), TypeError);
});

Deno.test("computeSchema takes numbers and distributions and refuses slips", () => {
  for (const good of [0, 3.5, { mean: 3, sd: 1 }, { mean: 3, sd: 0, min: 1, max: 4 }]) {
    assert.ok(computeSchema.safeParse(good).success);
  }
  const bad = [-1, NaN, { mean: 3 }, { mean: 3, sd: -1 }, { mean: 1, sd: 1, min: 3, max: 2 }];
  for (const time of bad) assert.ok(!computeSchema.safeParse(time).success, JSON.stringify(time));
});
