/** Motion within a turn, beams that have a width, and things that move. */
import assert from "#assert";
import { pointsOf, turns } from "./turns.ts";

const WALL = { type: "box", size_m: [0.2, 60, 20], position_m: [10.1, 0, -5] };
/** Along x at 2 m/s, from x = 0 at the start; poses far apart make the middle straight. */
const DRIVING = {
  type: "free",
  poses: [0, 1, 2, 3, 4].map((at_s) => ({ at_s, position_m: [2 * at_s, 0, 0] })),
};

Deno.test("scanner: a wall ahead is as far as the sensor is from it at each point's own time", () => {
  const { clouds } = turns({ world: { objects: [WALL] }, robot: DRIVING, duration_s: 2.1 });
  const cloud = clouds[20]!, points = pointsOf(cloud);
  const start = cloud.header.stamp.sec - 1 + cloud.header.stamp.nanosec / 1e9;
  let checked = 0;
  const earliest = Math.min(...points.map(({ time }) => time));
  for (const { x, y, z, time } of points) {
    if (!(x > 3 && Math.abs(y) < 5 && z > -0.9)) continue;
    checked++;
    const expected = 10 - 2 * (start + time);
    assert.ok(Math.abs(x - expected) < 2e-3, `${x} at ${time} s, expected ${expected}`);
  }
  assert.ok(checked > 500);
  assert.equal(earliest, 0);
});

Deno.test("scanner: frozen, that wall would bend by 20 cm: the motion shows", () => {
  const { clouds } = turns({ world: { objects: [WALL] }, robot: DRIVING, duration_s: 2.1 });
  const xs = pointsOf(clouds[20]!).filter(({ x, y, z }) => x > 3 && Math.abs(y) < 15 && z > -0.9)
    .map(({ x }) => x);
  const bend = Math.max(...xs) - Math.min(...xs);
  assert.ok(bend > 0.05, `${bend} m`);
});

Deno.test("scanner: what comes towards the sensor is nearer later in the turn", () => {
  const cart = {
    type: "box",
    size_m: [1, 30, 3],
    path: { points_m: [[20, 0], [0, 0]], speed_m_s: 10, loop: false },
    rotation_deg: [0, 0, 0],
  };
  const { clouds } = turns({ world: { objects: [cart] } });
  let checked = 0;
  for (const { x, y, z, time } of pointsOf(clouds[0]!)) {
    if (!(x > 5 && Math.abs(y) < 10 && z > -0.9)) continue;
    checked++;
    // Placed anew every 2 ms: 1 cm to either side.
    assert.ok(Math.abs(x - (19.5 - 10 * time)) < 0.02, `${x} at ${time}`);
  }
  assert.ok(checked > 500);
});

Deno.test("scanner: a beam with width sees a post that passes between lines", () => {
  // 8 mm wide at 9 m: columns are 31 mm apart, a beam of 3 mrad is 27 mm wide.
  const post = { type: "cylinder", radius_m: 0.004, height_m: 4, position_m: [9, 0.37] };
  const world = { objects: [post] }, light = { divergence_mrad: 3 };
  const hits = (beam_samples: number) =>
    pointsOf(turns({ world, lidar: { ...light, beam_samples } }).clouds[0]!)
      .filter(({ x, y, z }) => Math.abs(x - 9) < 0.1 && Math.abs(y - 0.37) < 0.1 && z > -0.9)
      .length;
  assert.ok(hits(9) > 1.5 * hits(1), `${hits(9)} and ${hits(1)}`);
});

Deno.test("scanner: a beam over an edge returns one surface, the stronger, never between", () => {
  const near = { type: "box", size_m: [0.1, 1, 3], position_m: [5, 0.5] };
  const world = { objects: [near, WALL] };
  const { clouds } = turns({ world, lidar: { beam_samples: 5, divergence_mrad: 10 } });
  for (const { x, y, z } of pointsOf(clouds[0]!)) {
    if (!(x > 4 && Math.abs(y) < 2 && z > -0.9)) continue;
    assert.ok(Math.abs(x - 4.95) < 0.2 || Math.abs(x - 10) < 0.2, `${x}`);
  }
});
