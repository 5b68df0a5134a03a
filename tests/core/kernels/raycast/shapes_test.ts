/** Bounds hold what rays can hit; lists grow without losing what they hold. */
import assert from "#assert";
import { ExactRay } from "../../../../core/kernels/raycast/exact.ts";
import { rayArrays } from "../../../../core/kernels/raycast/rays.ts";
import {
  boundsOf,
  KIND,
  scaleOf,
  SHAPE_SIZE,
  ShapeList,
} from "../../../../core/kernels/raycast/shapes.ts";
import { drawing, manyRays, mixedWorld } from "./worlds.ts";

Deno.test("shapes: every point that a ray hits lies within the shape's bounds", () => {
  const rng = drawing("bounds"), list = mixedWorld(rng), bounds = new Float32Array(7);
  const rays = rayArrays(new ArrayBuffer(28 * 200), 0, 200), ray = new ExactRay(list);
  manyRays(rng, rays, 200);
  let hits = 0;
  for (let shape = 0; shape < list.count; shape++) {
    if (list.kinds[shape] === KIND.plane) continue;
    boundsOf(list, shape, bounds, 0);
    for (let i = 0; i < 200; i++) {
      ray.take(rays, i);
      const t = ray.distance(shape);
      if (t === Infinity) continue;
      hits++;
      const at = [
        rays.ox[i]! + t * rays.dx[i]!,
        rays.oy[i]! + t * rays.dy[i]!,
        rays.oz[i]! + t * rays.dz[i]!,
      ];
      for (let k = 0; k < 3; k++) {
        assert.ok(at[k]! >= bounds[k]! - 1e-9 && at[k]! <= bounds[4 + k]! + 1e-9);
      }
    }
  }
  assert.ok(hits > 300);
});

Deno.test("shapes: a list grows and keeps its numbers; scale covers all", () => {
  const list = new ShapeList();
  for (let i = 0; i < 200; i++) assert.equal(list.sphere([i, -i, 0], 1), i);
  assert.equal(list.count, 200);
  assert.equal(list.data[150 * SHAPE_SIZE], 150);
  assert.equal(scaleOf(list), 200 + 200 + 1);
  list.plane([0, 0, 1], -900);
  assert.equal(scaleOf(list), 900);
});
