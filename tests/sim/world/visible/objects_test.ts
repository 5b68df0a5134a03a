import assert from "#assert";
import { classOf, objectSchema, partsOf } from "../../../../sim/world/visible/objects.ts";

const TYPES = [
  "box",
  "sphere",
  "cylinder",
  "wall",
  "shelf",
  "pallet",
  "cone",
  "barrel",
  "person",
] as const;
const NEEDS: Record<string, object> = {
  box: { size_m: [1, 1, 1] },
  sphere: { radius_m: 1 },
  cylinder: { radius_m: 1, height_m: 1 },
  wall: { to_m: [3, 4] },
};

Deno.test("objects: every type parses with what it needs, has a class and parts", () => {
  for (const type of TYPES) {
    const object = objectSchema.parse({ type, position_m: [0, 0], ...NEEDS[type] });
    assert.ok(partsOf(object).length > 0);
    assert.match(classOf(object), /^[a-z]+$/);
    assert.equal(classOf({ ...object, class: "own" }), "own");
  }
});

Deno.test("objects: a wall reaches from end to end", () => {
  const [part] = partsOf(objectSchema.parse({ type: "wall", position_m: [0, 0], to_m: [3, 4] }));
  assert.deepEqual(part, { kind: "box", at: [2.5, 0, 1.5], size: [5, 0.2, 3] });
});

Deno.test("objects: errors name the place and what was expected", () => {
  const problem = (object: object) => objectSchema.safeParse(object).error!.issues[0]!;
  assert.deepEqual(problem({ type: "cone" }).path, ["position_m"]);
  assert.match(problem({ type: "cone" }).message, /where it stands, or a path/);
  const path = { points_m: [[0, 0], [1, 0]] };
  assert.match(problem({ type: "cone", position_m: [0, 0], path }).message, /either/);
  assert.deepEqual(problem({ type: "box", position_m: [0, 0], size_m: [1, 0, 1] }).path, [
    "size_m",
    1,
  ]);
  assert.deepEqual(problem({ type: "wall", position_m: [1, 1], to_m: [1, 1] }).path, ["to_m"]);
  assert.deepEqual(problem({ type: "tree", position_m: [1, 1] }).path, ["type"]);
});
