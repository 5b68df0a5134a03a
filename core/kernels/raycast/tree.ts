/** A tree over some of the shapes, with the slots that its leaves hold. */
import { buildTree, ITEM_NAME, ITEM_SIZE, NODE_SIZE } from "./bvh.ts";
import type { Kernel } from "./kernel.ts";
import { boundsOf, KIND, type Shapes } from "./shapes.ts";
import { SLOT_SIZE, writeSlot } from "./slots.ts";

/** A node's cost in units of a triangle's, and of a body's, as measured. */
const TRIANGLE_NODES = 2, BODY_NODES = 0.5;

/** Sorts the first `count` items of a tree, writes its nodes and its order, returns its root. */
export type Sort = (tree: ShapeTree, count: number) => number;

const sortHere: Sort = (tree, count) => buildTree(tree.items, count, tree);

/** The kernel sorts trees that lie in its memory. */
export function sortBy(kernel: Kernel): Sort {
  return ({ items, nodes, order, nodeCost }, count) =>
    kernel.build(items.byteOffset, count, nodes.byteOffset, order.byteOffset, nodeCost);
}

/** The kernel looks at a tree in its memory: as what stands (0) or what moves (1). */
export function enterTree(kernel: Kernel, which: 0 | 1, tree: ShapeTree): void {
  const { nodes, slots, order, root } = tree;
  kernel.tree(which, nodes.byteOffset, slots.byteOffset, order.byteOffset, root);
}

/** Where a tree lies: bytes from `at` on, as {@linkcode treeBytes} counts them. */
export class ShapeTree {
  readonly nodes: Float32Array;
  readonly nodeInts: Int32Array;
  readonly slots: Float32Array;
  readonly slotInts: Int32Array;
  readonly order: Int32Array;
  readonly items: Float32Array;
  readonly nodeCost: number;
  readonly #shapes: Shapes;
  readonly #members: Int32Array;
  readonly #names: Int32Array;
  readonly #sort: Sort;
  /** Its first node or leaf; −1: it is empty. */
  root = -1;

  /** @param members numbers of the shapes; none is a plane */
  constructor(
    shapes: Shapes,
    members: Int32Array,
    { buffer, at, sort = sortHere }: { buffer: ArrayBufferLike; at: number; sort?: Sort },
  ) {
    const n = members.length;
    this.#shapes = shapes;
    this.#members = members;
    this.#sort = sort;
    const { kinds } = shapes;
    const triangles = members.reduce((sum, shape) => sum + +(kinds[shape] === KIND.triangle), 0);
    this.nodeCost = 2 * triangles > n ? TRIANGLE_NODES : BODY_NODES;
    this.nodes = new Float32Array(buffer, at, n * NODE_SIZE);
    this.nodeInts = new Int32Array(buffer, at, n * NODE_SIZE);
    this.slots = new Float32Array(buffer, at + 4 * n * NODE_SIZE, n * SLOT_SIZE);
    this.slotInts = new Int32Array(buffer, at + 4 * n * NODE_SIZE, n * SLOT_SIZE);
    const itemsAt = at + 4 * n * (NODE_SIZE + SLOT_SIZE);
    this.items = new Float32Array(buffer, itemsAt, n * ITEM_SIZE);
    this.#names = new Int32Array(buffer, itemsAt, n * ITEM_SIZE);
    this.order = new Int32Array(buffer, itemsAt + 4 * n * ITEM_SIZE, n);
  }

  /** Sorts the shapes as they are now. */
  build(): void {
    const n = this.#members.length, items = this.items;
    for (let i = 0; i < n; i++) {
      boundsOf(this.#shapes, this.#members[i]!, items, i * ITEM_SIZE);
      this.#names[i * ITEM_SIZE + ITEM_NAME] = this.#members[i]!;
    }
    this.root = this.#sort(this, n);
    for (let slot = 0; slot < n; slot++) {
      writeSlot(this.#shapes, this.order[slot]!, this.slots, this.slotInts, slot);
    }
  }
}

/** Bytes that a tree over `n` shapes takes. */
export function treeBytes(n: number): number {
  return 4 * n * (NODE_SIZE + SLOT_SIZE + ITEM_SIZE + 1);
}

/** Numbers of the shapes from `from` to before `to`, planes apart from the others. */
export function membersOf(
  shapes: Shapes,
  from: number,
  to: number,
): { finite: Int32Array; planes: Int32Array } {
  const finite: number[] = [], planes: number[] = [], { kinds } = shapes;
  for (let shape = from; shape < to; shape++) {
    (kinds[shape] === KIND.plane ? planes : finite).push(shape);
  }
  return { finite: Int32Array.from(finite), planes: Int32Array.from(planes) };
}
