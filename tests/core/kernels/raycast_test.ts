/** The compiled caster gives the twin's answer bit for bit, for all shapes and all sorts of rays. */
import assert from "#assert";
import { ShapeList, WasmRayCaster } from "../../../core/kernels/raycast.ts";
import { TwinRayCaster } from "../../../core/kernels/raycast/twin.ts";
import { SHAPE_SIZE } from "../../../core/kernels/raycast/shapes.ts";
import { ball, raysInside } from "./raycast/closed.ts";
import { between, copyRays, drawing, manyRays, mixedWorld, setRay } from "./raycast/worlds.ts";

const COUNT = 4096;

function pair(shapes: ShapeList, movingFrom: number) {
  const options = { capacity: COUNT, movingFrom };
  return [new WasmRayCaster(shapes, options), new TwinRayCaster(shapes, options)] as const;
}

function same(wasm: WasmRayCaster, twin: TwinRayCaster, count: number): number {
  copyRays(wasm, twin);
  wasm.cast(count);
  twin.cast(count);
  assert.deepEqual(wasm.shape.subarray(0, count), twin.shape.subarray(0, count));
  assert.deepEqual(wasm.distance.subarray(0, count), twin.distance.subarray(0, count));
  const hits = wasm.shape.subarray(0, count).filter((shape) => shape >= 0).length;
  wasm.occluded(count);
  twin.occluded(count);
  for (let i = 0; i < count; i++) {
    assert.equal(wasm.shape[i]! >= 0, twin.shape[i]! >= 0, `ray ${i} is stopped`);
  }
  return hits;
}

Deno.test("raycast: any world, any rays: the twin's hits, distances and shadows", () => {
  for (let seed = 1; seed <= 8; seed++) {
    const rng = drawing("mixed", seed);
    const [wasm, twin] = pair(mixedWorld(rng), 20);
    manyRays(rng, wasm.rays, COUNT);
    const hits = same(wasm, twin, COUNT);
    assert.ok(hits > COUNT / 2 && hits < COUNT, `${hits} of ${COUNT} rays hit something`);
  }
});

Deno.test("raycast: rays aimed at corners and along edges of triangles", () => {
  const rng = drawing("corners"), shapes = mixedWorld(rng);
  const [wasm, twin] = pair(shapes, shapes.count);
  const first = 70, triangles = shapes.count - 2 - first;
  for (let i = 0; i < COUNT; i++) {
    const o = (first + Math.floor(between(rng, 0, triangles))) * SHAPE_SIZE;
    const share = i % 2 === 0 ? 0 : rng.uniform();
    const target = [0, 1, 2].map((k) =>
      shapes.data[o + k]! + share * (shapes.data[o + 3 + k]! - shapes.data[o + k]!)
    );
    const from = [between(rng, -9, 9), between(rng, -9, 9), between(rng, 1, 6)];
    setRay(wasm.rays, i, from, target.map((x, k) => x - from[k]!));
  }
  same(wasm, twin, COUNT);
});

Deno.test("raycast: rays that go one way, in rows or not, some of them switched off", () => {
  const rng = drawing("one way"), shapes = mixedWorld(rng);
  const twin = new TwinRayCaster(shapes, { capacity: COUNT });
  for (const [row, count] of [[0, 1001], [8, 4096], [12, 100], [64, 4000], [60, 4096], [30, 999]]) {
    const wasm = new WasmRayCaster(shapes, { capacity: COUNT, row: row! });
    for (let view = 0; view < 6; view++) {
      const from = [between(rng, -9, 9), between(rng, -9, 9), between(rng, 0.2, 6)];
      const to = [between(rng, -9, 9), between(rng, -9, 9), between(rng, 0, 3)];
      const width = row || 32, across = from.map(() => between(rng, -0.05, 0.05));
      const drift = from.map(() => between(rng, -0.05, 0.05));
      for (let i = 0; i < count!; i++) {
        const u = i % width - width / 2, v = Math.floor(i / width) - 20;
        const along = to.map((x, k) => x - from[k]! + u * across[k]! + (k === 2 ? v * 0.02 : 0));
        setRay(wasm.rays, i, from.map((x, k) => x + v * drift[k]!), along);
        if (rng.uniform() < 0.1 || view === 5 && i % 64 < 48) wasm.rays.reach[i] = -1;
      }
      same(wasm, twin, count!);
    }
  }
});

Deno.test("raycast: shapes that moved are found where they are", () => {
  const rng = drawing("moved"), shapes = mixedWorld(rng);
  const [wasm, twin] = pair(shapes, 10);
  manyRays(rng, wasm.rays, 1024);
  const copy = structuredClone(wasm.rays);
  for (let step = 0; step < 3; step++) {
    for (const caster of [wasm, twin]) {
      for (let shape = 10; shape < 30; shape++) caster.shapes.data[shape * SHAPE_SIZE]! += 0.7;
      caster.moved();
    }
    for (const field of ["ox", "oy", "oz", "dx", "dy", "dz", "reach"] as const) {
      wasm.rays[field].set(copy[field]);
    }
    same(wasm, twin, 1024);
  }
});

Deno.test("raycast: a hit is nearer than the reach, and equals go to the lowest number", () => {
  const list = new ShapeList();
  for (let i = 0; i < 3; i++) list.triangle([-1, -1, 2], [3, -1, 2], [-1, 3, 2]);
  list.plane([0, 0, 1], 2);
  const [wasm, twin] = pair(list, 4);
  setRay(wasm.rays, 0, [0, 0, 0], [0, 0, 1]);
  setRay(wasm.rays, 1, [0, 0, 0], [0, 0, 1], 2);
  setRay(wasm.rays, 2, [0, 0, 0], [0, 0, 1], 2.0000002);
  setRay(wasm.rays, 3, [0, 0, 0], [0, 0, -1]);
  setRay(wasm.rays, 4, [0, 0, 0], [0, 0, 1], -1);
  same(wasm, twin, 5);
  wasm.cast(5);
  assert.deepEqual([...wasm.shape.subarray(0, 5)], [0, -1, 0, -1, -1]);
  assert.deepEqual([...wasm.distance.subarray(0, 3)], [2, Infinity, 2]);
});

Deno.test("raycast: no shapes at all; too many rays", () => {
  const wasm = new WasmRayCaster(new ShapeList(), { capacity: 5 });
  assert.equal(wasm.capacity, 8);
  setRay(wasm.rays, 0, [0, 0, 0], [1, 0, 0]);
  wasm.cast(1);
  assert.equal(wasm.shape[0], -1);
  assert.throws(() => wasm.cast(9), RangeError);
  assert.throws(() => wasm.cast(-1), RangeError);
  assert.throws(() => wasm.look(1), TypeError);
});

Deno.test("raycast: no ray gets out of a closed surface, corners and edges included", () => {
  const list = ball(20), [wasm, twin] = pair(list, list.count), rng = drawing("closed");
  for (let round = 0; round < 12; round++) {
    raysInside(rng, list, wasm.rays, COUNT);
    assert.equal(same(wasm, twin, COUNT), COUNT);
  }
});
