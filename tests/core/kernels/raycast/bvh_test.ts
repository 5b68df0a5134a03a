/** The tree holds every item once, inside its bounds, at any distribution; the kernel's is equal. */
import assert from "#assert";
import {
  buildTree,
  ITEM_HIGH,
  ITEM_NAME,
  ITEM_SIZE,
  NODE_SIZE,
} from "../../../../core/kernels/raycast/bvh.ts";
import { newKernel, Room } from "../../../../core/kernels/raycast/kernel.ts";
import { between, drawing } from "./worlds.ts";

function writeItems(items: Float32Array, boxes: readonly number[][]): void {
  const names = new Int32Array(items.buffer, items.byteOffset, items.length);
  boxes.forEach((box, i) => {
    items.set(box.slice(0, 3), i * ITEM_SIZE);
    names[i * ITEM_SIZE + ITEM_NAME] = i;
    items.set(box.slice(3), i * ITEM_SIZE + ITEM_HIGH);
  });
}

function treeOf(boxes: readonly number[][], nodeCost = 2) {
  const items = new Float32Array(boxes.length * ITEM_SIZE);
  writeItems(items, boxes);
  const nodes = new Float32Array(boxes.length * NODE_SIZE);
  const target = {
    nodes,
    nodeInts: new Int32Array(nodes.buffer),
    order: new Int32Array(boxes.length),
    nodeCost,
  };
  return { ...target, root: buildTree(items, boxes.length, target) };
}

/** The kernel's tree over the same items. */
function kernelTreeOf(boxes: readonly number[][], nodeCost: number) {
  const kernel = newKernel(), room = new Room(kernel), n = boxes.length;
  const at = {
    items: room.take(4 * ITEM_SIZE * n),
    nodes: room.take(4 * NODE_SIZE * n),
    order: room.take(4 * n),
    stack: room.take(4096),
  };
  const buffer = room.open();
  writeItems(new Float32Array(buffer, at.items, ITEM_SIZE * n), boxes);
  kernel.batch(0, 0, 0, 0, at.stack, 0);
  const root = kernel.build(at.items, n, at.nodes, at.order, nodeCost);
  return {
    root,
    nodeInts: new Int32Array(buffer, at.nodes, NODE_SIZE * n),
    order: new Int32Array(buffer, at.order, n),
  };
}

/** Walks the tree and counts how often each item was found; depth is returned. */
function check(boxes: number[][], nodeCost = 2): number {
  const { nodes, nodeInts, order, root } = treeOf(boxes, nodeCost);
  const kernels = kernelTreeOf(boxes, nodeCost);
  assert.equal(kernels.root, root);
  assert.deepEqual(kernels.nodeInts, nodeInts);
  assert.deepEqual(kernels.order, order);
  const found = new Int32Array(boxes.length);
  const walk = (ref: number, bounds: ArrayLike<number>): number => {
    if (ref < 0) {
      const leaf = ~ref;
      assert.ok((leaf & 15) > 0);
      for (let slot = leaf >> 4; slot < (leaf >> 4) + (leaf & 15); slot++) {
        const name = order[slot]!;
        found[name]!++;
        for (let k = 0; k < 3; k++) {
          assert.ok(boxes[name]![k]! >= bounds[k]!);
          assert.ok(boxes[name]![3 + k]! <= bounds[3 + k]!);
        }
      }
      return 1;
    }
    const n = ref * NODE_SIZE;
    return 1 + Math.max(...[0, 1].map((child) => {
      const inner = [0, 4, 8, 2, 6, 10].map((side) => nodes[n + child + side]!);
      for (let k = 0; k < 3; k++) {
        assert.ok(inner[k]! >= bounds[k]! && inner[3 + k]! <= bounds[3 + k]!);
      }
      return walk(nodeInts[n + 12 + child]!, inner);
    }));
  };
  const depth = walk(root, [-Infinity, -Infinity, -Infinity, Infinity, Infinity, Infinity]);
  assert.ok(found.every((count) => count === 1));
  return depth;
}

const box = (x: number, y: number, z: number, size: number) =>
  [x, y, z, x + size, y + size, z + size].map(Math.fround);

Deno.test("bvh: every item once, within the bounds above it", () => {
  const rng = drawing("bvh");
  for (const count of [1, 2, 3, 16, 17, 1000]) {
    const boxes = Array.from(
      { length: count },
      () => box(between(rng, -9, 9), between(rng, -9, 9), rng.uniform(), rng.uniform()),
    );
    for (const nodeCost of [0.5, 2]) check(boxes, nodeCost);
  }
});

Deno.test("bvh: items in one place, on a line, and ever closer together", () => {
  check(Array.from({ length: 100 }, () => box(1, 2, 3, 1)));
  check(Array.from({ length: 100 }, (_, i) => box(i, 0, 0, 0)));
  const depth = check(Array.from({ length: 120 }, (_, i) => box(2 ** -i, 0, 0, 2 ** -i / 4)));
  assert.ok(depth < 120, "a stack of 128 entries holds it");
});

Deno.test("bvh: middles so close together that their sum in f64 is none in f32", () => {
  const rng = drawing("bvh close");
  for (let round = 0; round < 50; round++) {
    const spread = 10 ** between(rng, -7, -4);
    check(Array.from({ length: 40 }, () => {
      const x = between(rng, 10, 10 + spread), size = rng.uniform() * spread;
      return box(x, between(rng, 10, 10 + spread / 2), 1, size);
    }));
  }
});

Deno.test("bvh: of nothing there is no tree", () => assert.equal(treeOf([]).root, -1));
