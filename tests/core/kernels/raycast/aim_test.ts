/** Rays turned by hand, and the compiled kernel equal to the twin bit for bit. */
import assert from "#assert";
import { ShapeList, WasmRayCaster } from "../../../../core/kernels/raycast.ts";
import { aim } from "../../../../core/kernels/raycast/aim.ts";
import { rayArrays } from "../../../../core/kernels/raycast/rays.ts";
import { TwinRayCaster } from "../../../../core/kernels/raycast/twin.ts";
import { anyRotation, copyRays, drawing, manyRays } from "./worlds.ts";

Deno.test("aim: a quarter turn about z, an origin, and a direction that is none", () => {
  const rays = rayArrays(new ArrayBuffer(28 * 4), 0, 4);
  const directions = Float32Array.of(9, 9, 9, 1, 0, 0, 0, 0.6, 0.8, NaN, NaN, NaN);
  const pose = { rotation: [0, -1, 0, 1, 0, 0, 0, 0, 1], position: [4, 5, 6] };
  aim(rays, directions, { from: 1, first: 0, count: 3 }, pose);
  const ray = (i: number) => [rays.dx, rays.dy, rays.dz, rays.reach].map((each) => each[i]);
  assert.deepEqual(ray(0), [0, 1, 0, Infinity]);
  assert.deepEqual(ray(1), [Math.fround(-0.6), 0, Math.fround(0.8), Infinity]);
  assert.deepEqual(ray(2), [0, 0, -1, -1]);
  assert.deepEqual([rays.ox[1], rays.oy[1], rays.oz[1]], [4, 5, 6]);
  assert.equal(rays.reach[3], 0, "no more than were asked for");
});

Deno.test("aim: any view, any part of it: the kernel is its twin, bit for bit", () => {
  const rng = drawing("aim"), list = new ShapeList(), capacity = 64;
  list.plane([0, 0, 1], 0);
  const views = [40, 33].map((count) => {
    const of = rayArrays(new ArrayBuffer(28 * count), 0, count);
    manyRays(rng, of, count);
    return Float32Array.from({ length: 3 * count }, (_, i) => {
      const ray = Math.floor(i / 3);
      return ray % 7 === 6 ? NaN : [of.dx, of.dy, of.dz][i % 3]![ray]!;
    });
  });
  const wasm = new WasmRayCaster(list, { capacity, views });
  const twin = new TwinRayCaster(list, { capacity, views });
  manyRays(rng, wasm.rays, capacity);
  copyRays(wasm, twin);
  for (let round = 0; round < 200; round++) {
    const view = round & 1, length = views[view]!.length / 3;
    const from = Math.floor(length * rng.uniform());
    const count = Math.floor((length - from + 1) * rng.uniform());
    const first = Math.floor((capacity - count + 1) * rng.uniform());
    const pose = {
      rotation: anyRotation(rng),
      position: [1e3 * rng.gaussian(), rng.gaussian(), rng.gaussian()],
    };
    for (const caster of [wasm, twin]) caster.aim(view, { from, first, count }, pose);
    assert.deepEqual(wasm.rays, twin.rays);
  }
});
