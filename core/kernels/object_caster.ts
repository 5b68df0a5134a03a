/**
 * Whether rays meet one object, whatever stands before it: each object's shapes are sorted into a
 * tree of their own, all in one instance of the caster's kernel, which looks at one tree at a time.
 */
import { type Kernel, newKernel, PACKETS_BYTES, Room, STACK_BYTES } from "./raycast/kernel.ts";
import { checkCount, rayArrays, type Rays } from "./raycast/rays.ts";
import { scaleOf, SHAPE_SIZE, type Shapes } from "./raycast/shapes.ts";
import { enterTree, membersOf, ShapeTree, sortBy, treeBytes } from "./raycast/tree.ts";

/** The shapes of an object: those from `first` to before `end`. */
export interface ObjectRange {
  readonly first: number;
  readonly end: number;
}

/** An object in the memory of the kernel, where the shapes of all lie behind each other. */
interface Held {
  /** Its first shape, by its number among all that there are. */
  readonly first: number;
  /** Its own shapes. */
  readonly own: Shapes;
  readonly planes: Int32Array;
  readonly tree: ShapeTree;
  scale: number;
}

/**
 * Casts rays at objects, which are named by their place in the list that it is made with.
 *
 * @example
 * ```ts
 * import { ObjectCaster } from "./object_caster.ts";
 * import { ShapeList } from "./raycast.ts";
 *
 * const shapes = new ShapeList();
 * shapes.sphere([5, 0, 0], 1);
 * shapes.sphere([8, 0, 0], 1); // behind the first
 * const caster = new ObjectCaster(shapes, [{ first: 0, end: 1 }, { first: 1, end: 2 }], 4);
 * caster.rays.dx[0] = 1;
 * caster.rays.reach[0] = Infinity;
 * caster.meeting(1, 1); // 1
 * ```
 */
export class ObjectCaster {
  /** The most rays of one call; a multiple of 4. */
  readonly capacity: number;
  /** To be filled before a call, as those of a ray caster. */
  readonly rays: Rays;
  readonly #kernel: Kernel;
  readonly #shapes: Shapes;
  readonly #hits: Int32Array;
  readonly #objects: readonly Held[];

  constructor(shapes: Shapes, objects: readonly ObjectRange[], capacity: number) {
    const sizes = objects.map(({ first, end }) => end - first);
    const count = sizes.reduce((sum, size) => sum + size, 0);
    const rays = this.capacity = (capacity + 3) & ~3;
    const kernel = this.#kernel = newKernel(), room = new Room(kernel);
    const at = {
      data: room.take(8 * SHAPE_SIZE * count),
      kinds: room.take(4 * count),
      planes: sizes.map((size) => room.take(4 * size)),
      trees: sizes.map((size) => room.take(treeBytes(size))),
      rays: room.take(28 * rays),
      distance: room.take(8 * rays),
      hits: room.take(4 * rays),
      stack: room.take(STACK_BYTES),
      packets: room.take(PACKETS_BYTES),
    };
    const buffer = room.open();
    this.#shapes = {
      count,
      kinds: new Int32Array(buffer, at.kinds, count),
      data: new Float64Array(buffer, at.data, SHAPE_SIZE * count),
    };
    this.rays = rayArrays(buffer, at.rays, rays);
    this.rays.dz.fill(1); // what is switched off has a direction, too
    this.#hits = new Int32Array(buffer, at.hits, rays);
    kernel.batch(at.rays, 4 * rays, at.distance, at.hits, at.stack, at.packets);
    kernel.tree(1, 0, 0, 0, -1);
    const sort = sortBy(kernel);
    let next = 0;
    this.#objects = objects.map(({ first, end }, n) => {
      const from = next;
      next += end - first;
      this.#shapes.kinds.set(shapes.kinds.subarray(first, end), from);
      const { finite, planes: list } = membersOf(this.#shapes, from, next);
      const planes = new Int32Array(buffer, at.planes[n]!, list.length);
      planes.set(list);
      const tree = new ShapeTree(this.#shapes, finite, { buffer, at: at.trees[n]!, sort });
      return { first, own: partOf(this.#shapes, from, next), planes, tree, scale: 0 };
    });
    for (const n of objects.keys()) this.move(n, shapes);
  }

  /** Takes over where the shapes of an object are now. */
  move(object: number, { data }: Shapes): void {
    const held = this.#objects[object]!, from = SHAPE_SIZE * held.first;
    held.own.data.set(data.subarray(from, from + held.own.data.length));
    held.tree.build();
    held.scale = scaleOf(held.own);
  }

  /** How many of the first `count` rays meet an object. @throws {RangeError} too many */
  meeting(object: number, count: number): number {
    checkCount(count, this.capacity);
    const { planes, tree, scale } = this.#objects[object]!, { data, kinds } = this.#shapes;
    const kernel = this.#kernel, hits = this.#hits;
    kernel.scene(data.byteOffset, kinds.byteOffset, planes.byteOffset, planes.length, scale);
    enterTree(kernel, 0, tree);
    const whole = (count + 3) & ~3;
    this.rays.reach.fill(-1, count, whole);
    kernel.occluded(whole);
    let met = 0;
    for (let ray = 0; ray < count; ray++) if (hits[ray]! >= 0) met++;
    return met;
  }
}

function partOf({ kinds, data }: Shapes, from: number, to: number): Shapes {
  return {
    count: to - from,
    kinds: kinds.subarray(from, to),
    data: data.subarray(SHAPE_SIZE * from, SHAPE_SIZE * to),
  };
}
