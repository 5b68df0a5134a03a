/** Objects become shapes where they stand, in the order that casters need, and move on time. */
import assert from "#assert";
import { WasmRayCaster } from "../../../../core/kernels/raycast.ts";
import { SECOND } from "../../../../msgs/time.ts";
import { SimulatedWorld, worldSchema } from "../../../../sim/world/world.ts";
import { setRay } from "../../../core/kernels/raycast/worlds.ts";

function visible(objects: object[], more: object = {}) {
  return new SimulatedWorld(worldSchema.parse({ objects, ...more })).visible;
}

const MOVER = {
  type: "box",
  size_m: [1, 1, 2],
  path: { points_m: [[0, 0], [10, 0]], speed_m_s: 1 },
};

Deno.test("visible: numbers of shapes, objects, materials and frames fit together", () => {
  const world = visible([MOVER, { type: "pallet", position_m: [3, 3] }, {
    type: "cone",
    position_m: [5, 5],
  }]);
  assert.deepEqual(world.objects.map(({ name }) => name), [
    "ground",
    "pallet_1",
    "cone_1",
    "box_1",
  ]);
  let next = 0;
  for (const [n, { first, end, className, label }] of world.objects.entries()) {
    assert.equal(first, next);
    assert.ok(end > first);
    for (let shape = first; shape < end; shape++) assert.equal(world.scenery.objectOf[shape], n);
    assert.equal(world.classes[label], className);
    next = end;
  }
  assert.equal(next, world.shapes.count);
  assert.equal(world.movingFrom, world.objects[3]!.first);
  assert.equal(world.scenery.frames.length, 12 * world.objects.length);
  assert.equal(world.scenery.materials.length, 8 * world.reflectivity.length);
});

Deno.test("visible: what moves is where its path says, its pattern with it", () => {
  const world = visible([MOVER]);
  const caster = new WasmRayCaster(world.shapes, {
    capacity: 4,
    movingFrom: world.movingFrom,
    scenery: world.scenery,
  });
  for (const [seconds, face] of [[0, -0.5], [4, 3.5], [24, 3.5]] as const) {
    world.place(seconds * SECOND, caster.shapes.data, caster.frames);
    caster.moved();
    setRay(caster.rays, 0, [-5, 0, 1], [1, 0, 0]);
    caster.cast(1);
    assert.ok(Math.abs(caster.distance[0]! - 5 - face) < 1e-6, `${caster.distance[0]}`);
    const frame = caster.frames.subarray(12);
    assert.ok(Math.abs(frame[9]! - face - 0.5) < 1e-9);
  }
});

Deno.test("visible: without z a thing stands on the ramp, with it where it is said", () => {
  const ramps = [{ position_m: [-6, 0], rise_m: 1, length_m: 4, top_m: 4 }];
  const world = visible([
    { type: "sphere", position_m: [0, 0], radius_m: 0.5 },
    { type: "sphere", position_m: [0, 0, 7], radius_m: 0.5 },
  ], { ramps });
  const z = world.objects.slice(1).map(({ first }) => world.shapes.data[16 * first + 2]);
  assert.deepEqual(z, [1.5, 7.5]);
});

Deno.test("visible: classes keep their numbers whatever others there are", () => {
  const plain = visible([]),
    more = visible([{ type: "box", size_m: [1, 1, 1], position_m: [0, 0], class: "agv" }]);
  assert.deepEqual(more.classes.slice(0, plain.classes.length), plain.classes);
  assert.equal(more.classes.at(-1), "agv");
});
