/** The twin against asking every shape. */
import assert from "#assert";
import { ExactRay } from "../../../../core/kernels/raycast/exact.ts";
import { TwinRayCaster } from "../../../../core/kernels/raycast/twin.ts";
import { drawing, manyRays, mixedWorld } from "./worlds.ts";

Deno.test("twin: the nearest of all shapes, the lowest number among equals", () => {
  const rng = drawing("twin"), list = mixedWorld(rng);
  const twin = new TwinRayCaster(list, { capacity: 1000, movingFrom: 40 });
  manyRays(rng, twin.rays, 1000);
  twin.cast(1000);
  const ray = new ExactRay(list);
  for (let i = 0; i < 1000; i++) {
    ray.take(twin.rays, i);
    let best: number = twin.rays.reach[i]!, hit = -1;
    for (let shape = 0; shape < list.count; shape++) {
      const t = ray.distance(shape);
      if (t < best) {
        best = t;
        hit = shape;
      }
    }
    assert.equal(twin.shape[i], hit);
    assert.equal(twin.distance[i], hit < 0 ? Infinity : best);
  }
});
