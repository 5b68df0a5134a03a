import assert from "#assert";
import { KIND, ShapeList } from "../../../../core/kernels/raycast/shapes.ts";
import { SLOT_SIZE } from "../../../../core/kernels/raycast/slots.ts";
import { membersOf, ShapeTree, treeBytes } from "../../../../core/kernels/raycast/tree.ts";
import { drawing, mixedWorld } from "./worlds.ts";

Deno.test("tree: planes stand apart, slots follow the order, a rebuild takes new numbers", () => {
  const list = mixedWorld(drawing("tree"));
  const { finite, planes } = membersOf(list, 5, list.count);
  assert.deepEqual([...planes], [list.count - 1]);
  assert.equal(finite.length, list.count - 6);
  const buffer = new ArrayBuffer(64 + treeBytes(finite.length));
  const tree = new ShapeTree(list, finite, { buffer, at: 64 });
  assert.equal(tree.root, -1);
  tree.build();
  assert.deepEqual([...tree.order].sort((a, b) => a - b), [...finite]);
  tree.order.forEach((shape, slot) => {
    assert.equal(tree.slotInts[slot * SLOT_SIZE + 15], list.kinds[shape]);
  });
  const slot = tree.order.findIndex((shape) => list.kinds[shape] === KIND.sphere);
  list.data[tree.order[slot]! * 16] = 77;
  tree.build();
  const now = tree.order.findIndex((shape) => list.data[shape * 16] === 77);
  assert.equal(tree.slots[now * SLOT_SIZE], 77);
});

Deno.test("tree: none over nothing", () => {
  const tree = new ShapeTree(new ShapeList(), new Int32Array(0), {
    buffer: new ArrayBuffer(0),
    at: 0,
  });
  tree.build();
  assert.equal(tree.root, -1);
});
