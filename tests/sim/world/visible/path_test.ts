import assert from "#assert";
import { Path, type PathPose, pathSchema } from "../../../../sim/world/visible/path.ts";

function at(config: object, seconds: number): PathPose {
  const pose = { x: NaN, y: NaN, yaw: NaN };
  new Path(pathSchema.parse(config)).at(seconds, pose);
  return pose;
}

const SQUARE = { points_m: [[0, 0], [4, 0], [4, 2], [0, 2]], speed_m_s: 2 };

Deno.test("path: along its legs at its speed, facing the way, round and round", () => {
  assert.deepEqual(at(SQUARE, 0), { x: 0, y: 0, yaw: 0 });
  assert.deepEqual(at(SQUARE, 1.5), { x: 3, y: 0, yaw: 0 });
  assert.deepEqual(at(SQUARE, 2.5), { x: 4, y: 1, yaw: Math.PI / 2 });
  assert.deepEqual(at(SQUARE, 5.5), { x: 0, y: 1, yaw: -Math.PI / 2 });
  assert.deepEqual(at(SQUARE, 6 * 1000 + 1.5), { x: 3, y: 0, yaw: 0 });
});

Deno.test("path: waits for its start; without a loop it stays at the end", () => {
  const once = { ...SQUARE, loop: false, start_s: 10 };
  assert.deepEqual(at(once, 9), { x: 0, y: 0, yaw: 0 });
  assert.deepEqual(at(once, 11), { x: 2, y: 0, yaw: 0 });
  const end = at(once, 1000);
  assert.deepEqual([end.x, end.y], [0, 2]);
});

Deno.test("path: a point twice is no leg; one place is no path", () => {
  assert.deepEqual(at({ points_m: [[0, 0], [0, 0], [2, 0]], speed_m_s: 1 }, 1), {
    x: 1,
    y: 0,
    yaw: 0,
  });
  const { error } = pathSchema.safeParse({ points_m: [[1, 1], [1, 1]] });
  assert.match(error!.issues[0]!.message, /two different points/);
});
