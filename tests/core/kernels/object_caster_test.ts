/** Which rays meet an object is what the exact test of each of its shapes says, for all shapes. */
import assert from "#assert";
import { ObjectCaster, type ObjectRange } from "../../../core/kernels/object_caster.ts";
import { ShapeList } from "../../../core/kernels/raycast.ts";
import { ExactRay } from "../../../core/kernels/raycast/exact.ts";
import { type Rays } from "../../../core/kernels/raycast/rays.ts";
import { SHAPE_SIZE, type Shapes } from "../../../core/kernels/raycast/shapes.ts";
import { drawing, manyRays, mixedWorld, setRay } from "./raycast/worlds.ts";

const COUNT = 512;

function meeting(shapes: Shapes, { first, end }: ObjectRange, rays: Rays, count: number): number {
  const exact = new ExactRay(shapes);
  let met = 0;
  for (let ray = 0; ray < count; ray++) {
    exact.take(rays, ray);
    const far = rays.reach[ray]!;
    let hit = false;
    for (let shape = first; shape < end; shape++) hit ||= exact.distance(shape) < far;
    if (hit) met++;
  }
  return met;
}

/** Objects of 1, 2, 3 … shapes, all of a list. */
function split({ count }: ShapeList): ObjectRange[] {
  const out: ObjectRange[] = [];
  for (let first = 0, size = 1; first < count; size++) {
    out.push({ first, end: Math.min(first + size, count) });
    first += size;
  }
  return out;
}

Deno.test("object caster: what the exact test says of each object, whatever hides it", () => {
  let all = 0;
  for (let seed = 1; seed <= 4; seed++) {
    const rng = drawing("objects", seed), shapes = mixedWorld(rng), objects = split(shapes);
    const caster = new ObjectCaster(shapes, objects, COUNT);
    objects.forEach((object, n) => {
      const count = COUNT - n;
      manyRays(rng, caster.rays, COUNT);
      const met = caster.meeting(n, count);
      assert.equal(met, meeting(shapes, object, caster.rays, count), `object ${n} of ${seed}`);
      all += met;
    });
  }
  assert.ok(all > 1000, `${all} rays met something`);
});

Deno.test("object caster: an object that moved is where it is, the others are where they were", () => {
  const rng = drawing("moved"), shapes = mixedWorld(rng), objects = split(shapes);
  const caster = new ObjectCaster(shapes, objects, COUNT), data = shapes.data.slice();
  const before = { count: shapes.count, kinds: shapes.kinds, data };
  for (let shape = 0; shape < shapes.count; shape++) shapes.data[shape * SHAPE_SIZE]! += 0.7;
  manyRays(rng, caster.rays, COUNT);
  objects.forEach((object, n) => {
    if (n % 2 === 0) caster.move(n, shapes);
    const now = n % 2 === 0 ? shapes : before;
    assert.equal(caster.meeting(n, COUNT), meeting(now, object, caster.rays, COUNT));
  });
});

Deno.test("object caster: what is in front does not count, nor what is switched off", () => {
  const shapes = new ShapeList();
  shapes.sphere([5, 0, 0], 1);
  shapes.sphere([8, 0, 0], 1);
  shapes.plane([1, 0, 0], 20);
  const objects = [{ first: 0, end: 1 }, { first: 1, end: 2 }, { first: 2, end: 3 }];
  const caster = new ObjectCaster(shapes, [...objects, { first: 3, end: 3 }], 2);
  assert.equal(caster.capacity, 4);
  setRay(caster.rays, 0, [0, 0, 0], [1, 0, 0]);
  setRay(caster.rays, 1, [0, 0, 0], [1, 0, 0], -1);
  setRay(caster.rays, 2, [0, 0, 0], [0, 1, 0]);
  assert.deepEqual([0, 1, 2, 3].map((object) => caster.meeting(object, 3)), [1, 1, 1, 0]);
  assert.equal(caster.meeting(1, 0), 0);
  assert.throws(() => caster.meeting(0, 5), RangeError);
});
