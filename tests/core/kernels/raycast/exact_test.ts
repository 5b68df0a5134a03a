/** The exact test against closed forms, and its promise that nothing passes between triangles. */
import assert from "#assert";
import { ExactRay } from "../../../../core/kernels/raycast/exact.ts";
import { rayArrays } from "../../../../core/kernels/raycast/rays.ts";
import { type Placement, ShapeList } from "../../../../core/kernels/raycast/shapes.ts";
import { anyRotation, between, drawing, setRay, sheet } from "./worlds.ts";

const rays = rayArrays(new ArrayBuffer(28), 0, 1);

function distance(list: ShapeList, from: number[], along: number[], shape = 0): number {
  setRay(rays, 0, from, along);
  const ray = new ExactRay(list);
  ray.take(rays, 0);
  return ray.distance(shape);
}

const HERE: Placement = { rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], position: [0, 0, 0] };

Deno.test("exact: each shape from outside, from inside, beside it, behind the ray", () => {
  const list = new ShapeList();
  list.box(HERE, [1, 2, 3]);
  list.sphere([0, 0, 0], 2);
  list.cylinder(HERE, 2, 1);
  list.plane([0, 0, 1], 1);
  list.triangle([-1, -1, 1], [1, -1, 1], [0, 1, 1]);
  const of = (shape: number, from: number[], along: number[]) => distance(list, from, along, shape);
  assert.equal(of(0, [-5, 0, 0], [1, 0, 0]), 4);
  assert.equal(of(0, [0, 0, 0], [0, 1, 0]), 2);
  assert.equal(of(0, [-5, 2.1, 0], [1, 0, 0]), Infinity);
  assert.equal(of(0, [5, 0, 0], [1, 0, 0]), Infinity);
  assert.equal(of(1, [0, -5, 0], [0, 1, 0]), 3);
  assert.equal(of(1, [0, 0, 0], [0, 0, 1]), 2);
  assert.equal(of(1, [0, -5, 2.1], [0, 1, 0]), Infinity);
  assert.equal(of(2, [0, 0, 5], [0, 0, -1]), 4);
  assert.equal(of(2, [5, 0, 0.5], [-1, 0, 0]), 3);
  assert.equal(of(2, [5, 0, 1.5], [-1, 0, 0]), Infinity);
  assert.equal(of(2, [1.9, 1.9, 5], [0, 0, -1]), Infinity);
  assert.equal(of(3, [0, 0, 3], [0, 0, -1]), 2);
  assert.equal(of(3, [0, 0, 3], [1, 0, 0]), Infinity);
  assert.equal(of(4, [0, 0, 3], [0, 0, -1]), 2);
  assert.equal(of(4, [0, 0, 0], [0, 0, 1]), 1, "its back");
  assert.equal(of(4, [0.9, 0.9, 3], [0, 0, -1]), Infinity);
  assert.equal(of(4, [0, 0, 1], [1, 0, 0]), Infinity, "in its own plane");
});

Deno.test("exact: a turned body is the same as the ray turned back", () => {
  const rng = drawing("turned");
  for (let i = 0; i < 500; i++) {
    const r = anyRotation(rng), position = [rng.gaussian(), rng.gaussian(), rng.gaussian()];
    const back = (v: number[]) =>
      [0, 1, 2].map((row) => r[row]! * v[0]! + r[3 + row]! * v[1]! + r[6 + row]! * v[2]!);
    const turned = new ShapeList(), plain = new ShapeList();
    turned.box({ rotation: r, position }, [1, 0.5, 0.7]);
    turned.cylinder({ rotation: r, position }, 0.6, 0.8);
    plain.box(HERE, [1, 0.5, 0.7]);
    plain.cylinder(HERE, 0.6, 0.8);
    const from = [4 * rng.gaussian(), 4 * rng.gaussian(), 4 * rng.gaussian()];
    const along = position.map((x, k) => x + 0.4 * rng.gaussian() - from[k]!);
    const moved = back(from.map((x, k) => x - position[k]!));
    for (const shape of [0, 1]) {
      const a = distance(turned, from, along, shape),
        b = distance(plain, moved, back(along), shape);
      if (a === Infinity || b === Infinity) continue; // at the very edge f32 rays differ
      assert.ok(Math.abs(a - b) < 1e-4, `${a} and ${b}`);
    }
  }
});

Deno.test("exact: no ray passes between triangles that share an edge or a corner", () => {
  const rng = drawing("watertight"), list = new ShapeList(), triangles = sheet(rng, 12);
  for (const [a, b, c] of triangles) list.triangle(a!, b!, c!);
  const ray = new ExactRay(list);
  for (let i = 0; i < 3000; i++) {
    // Towards a point on an edge or a corner that is not the sheet's rim.
    const [a, b] = triangles[Math.floor(between(rng, 0, triangles.length))]!;
    const share = i % 3 === 0 ? 0 : rng.uniform();
    const target = a!.map((x, k) => x + share * (b![k]! - x));
    if (Math.max(Math.abs(target[0]!), Math.abs(target[1]!)) > 9.5) continue;
    const from = [target[0]! + rng.gaussian(), target[1]! + rng.gaussian(), 5 + rng.uniform()];
    setRay(rays, 0, from, target.map((x, k) => x - from[k]!));
    ray.take(rays, 0);
    let met = false;
    for (let shape = 0; shape < list.count && !met; shape++) met = ray.distance(shape) < Infinity;
    assert.ok(met, `a ray from ${from} to ${target} passes through`);
  }
});
