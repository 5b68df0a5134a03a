/** Normals against the shape's implicit function; patterns where they are known. */
import assert from "#assert";
import { ExactRay } from "../../../../core/kernels/raycast/exact.ts";
import { rayArrays } from "../../../../core/kernels/raycast/rays.ts";
import { normalAt, pattern } from "../../../../core/kernels/raycast/surface.ts";
import { drawing, manyRays, mixedWorld } from "./worlds.ts";

Deno.test("surface: a normal has length 1, faces the ray, and a step along it leaves the shape", () => {
  const rng = drawing("normals"), list = mixedWorld(rng), ray = new ExactRay(list);
  const rays = rayArrays(new ArrayBuffer(28 * 300), 0, 300),
    one = rayArrays(new ArrayBuffer(28), 0, 1);
  manyRays(rng, rays, 300);
  const n = new Float32Array(3), p = new Float32Array(3), d = new Float32Array(3);
  let hits = 0;
  for (let shape = 0; shape < list.count; shape++) {
    for (let i = 0; i < 300; i++) {
      ray.take(rays, i);
      const t = ray.distance(shape);
      if (t === Infinity) continue;
      d.set([rays.dx[i]!, rays.dy[i]!, rays.dz[i]!]);
      p.set([rays.ox[i]! + t * d[0]!, rays.oy[i]! + t * d[1]!, rays.oz[i]! + t * d[2]!]);
      normalAt(n, list, shape, p, d);
      // Half an ulp of a coordinate of 16 m is 1 µm, and no shape is thinner than 0.1 m.
      assert.ok(Math.abs(Math.hypot(...n) - 1) < 1e-5);
      assert.ok(n[0]! * d[0]! + n[1]! * d[1]! + n[2]! * d[2]! <= 0);
      // From 1 mm above the surface straight down it is met again at 1 mm.
      [one.ox[0], one.oy[0], one.oz[0]] = [...p].map((x, k) => x + 1e-3 * n[k]!) as [
        number,
        number,
        number,
      ];
      [one.dx[0], one.dy[0], one.dz[0]] = [...n].map((x) => -x) as [number, number, number];
      ray.take(one, 0);
      const back = ray.distance(shape);
      if (back === Infinity) continue; // at an edge
      hits++;
      assert.ok(Math.abs(back - 1e-3) < 2e-5, `shape ${shape}: ${back}`);
    }
  }
  assert.ok(hits > 500);
});

Deno.test("surface: checkers, stripes and bricks repeat; noise stays within 0 and 1", () => {
  const up = Float32Array.of(0, 0, 1);
  const at = (kind: number, x: number, y: number, z: number) =>
    pattern(kind, 2, Float32Array.of(x, y, z), up);
  assert.deepEqual([0.1, 0.6, 1.1].map((x) => at(1, x, 0.1, 9)), [0, 1, 0]);
  assert.deepEqual([-0.1, 0.1, 0.6].map((z) => at(2, 5, 5, z)), [1, 0, 1]);
  assert.equal(at(4, 0.7, 0.01, 0), 1, "the joint under a row");
  assert.equal(at(4, 0.7, 0.25, 0), 0, "a brick");
  const rng = drawing("noise"), values: number[] = [];
  for (let i = 0; i < 1000; i++) values.push(at(3, 9 * rng.gaussian(), 9 * rng.gaussian(), 0));
  assert.ok(values.every((value) => value >= 0 && value < 1));
  const mean = values.reduce((sum, value) => sum + value, 0) / 1000;
  assert.ok(Math.abs(mean - 0.5) < 0.05, `mean ${mean}`);
});
