/**
 * The ray caster in TypeScript: one ray at a time through the same trees, every shape tested in
 * f64. It is what the compiled kernel is checked against, and what can stand in for it.
 */
import { aim, type Aimed, type Pose } from "./aim.ts";
import { NODE_SIZE } from "./bvh.ts";
import { ExactRay } from "./exact.ts";
import { type CasterOptions, checkCount, rayArrays, type RayCaster, type Rays } from "./rays.ts";
import { incidence, sunlight, surfaces } from "./shade.ts";
import type { Scenery } from "./scenery.ts";
import type { Shapes } from "./shapes.ts";
import { membersOf, ShapeTree, treeBytes } from "./tree.ts";

/** Covers what the bounds' f32 and the slabs' rounding cost. */
const WIDER = 1.000001;

/** See {@linkcode RayCaster}; shapes from number `movingFrom` on may change their numbers. */
export class TwinRayCaster implements RayCaster {
  readonly capacity: number;
  readonly rays: Rays;
  readonly distance: Float64Array;
  readonly shape: Int32Array;
  readonly shapes: Shapes;
  readonly frames: Float64Array;
  readonly colour: Float32Array;
  readonly seen: Int32Array;
  readonly cosine: Float32Array;
  readonly #views: readonly Float32Array[];
  readonly #scenery: Scenery | undefined;
  readonly #sun: Float32Array;
  readonly #exact: ExactRay;
  readonly #planes: Int32Array;
  readonly #still: ShapeTree;
  readonly #moving: ShapeTree;
  readonly #stack = new Int32Array(128);
  #best = 0;
  #hit = -1;

  constructor({ count, kinds, data }: Shapes, options: CasterOptions) {
    const { movingFrom = count, scenery, views = [] } = options;
    this.#views = views;
    const shapes = this.shapes = { count, kinds: kinds.slice(), data: data.slice() };
    this.frames = scenery?.frames.slice() ?? new Float64Array(0);
    this.#scenery = scenery && { ...scenery, frames: this.frames };
    this.capacity = (options.capacity + 3) & ~3;
    this.rays = rayArrays(new ArrayBuffer(28 * this.capacity), 0, this.capacity);
    this.distance = new Float64Array(this.capacity);
    this.shape = new Int32Array(this.capacity);
    const looking = scenery === undefined ? 0 : this.capacity;
    this.colour = new Float32Array(3 * looking);
    this.cosine = this.colour.subarray(0, looking);
    this.seen = new Int32Array(looking);
    this.#sun = new Float32Array(3 * looking);
    this.#exact = new ExactRay(shapes);
    const still = membersOf(shapes, 0, movingFrom);
    const moving = membersOf(shapes, movingFrom, shapes.count);
    this.#planes = Int32Array.of(...still.planes, ...moving.planes);
    this.#still = treeOver(shapes, still.finite);
    this.#moving = treeOver(shapes, moving.finite);
    this.#still.build();
    this.moved();
  }

  moved(): void {
    this.#moving.build();
  }

  aim(view: number, aimed: Aimed, pose: Pose): void {
    aim(this.rays, this.#views[view]!, aimed, pose);
  }

  cast(count: number): void {
    this.#all(count, false);
  }

  occluded(count: number): void {
    this.#all(count, true);
  }

  look(count: number): void {
    const scenery = this.#scenery;
    if (scenery === undefined) throw new TypeError("A caster without scenery can't look");
    this.cast(count);
    surfaces(this, { shapes: this.shapes, scenery, sun: this.#sun }, count);
    this.occluded(count);
    sunlight(this, this.#sun, count);
  }

  incidence(count: number): void {
    incidence(this, this.shapes, count);
  }

  #all(count: number, any: boolean): void {
    checkCount(count, this.capacity);
    for (let at = 0; at < count; at++) {
      this.#exact.take(this.rays, at);
      this.#best = this.rays.reach[at]!;
      this.#hit = -1;
      for (const plane of this.#planes) this.#test(plane);
      this.#walk(this.#still, at, any);
      this.#walk(this.#moving, at, any);
      this.shape[at] = this.#hit;
      if (!any) this.distance[at] = this.#hit < 0 ? Infinity : this.#best;
    }
  }

  #test(shape: number): void {
    const t = this.#exact.distance(shape);
    if (this.#hit < 0 ? t < this.#best : t < this.#best || t === this.#best && shape < this.#hit) {
      this.#best = t;
      this.#hit = shape;
    }
  }

  #walk({ nodes, nodeInts, order, root }: ShapeTree, at: number, any: boolean): void {
    const { ox, oy, oz, dx, dy, dz } = this.rays, stack = this.#stack;
    const x = ox[at]!, y = oy[at]!, z = oz[at]!;
    const ix = 1 / dx[at]!, iy = 1 / dy[at]!, iz = 1 / dz[at]!;
    let top = 0;
    if (root !== -1) stack[top++] = root;
    while (top > 0 && !(any && this.#hit >= 0)) {
      const ref = stack[--top]!;
      if (ref < 0) {
        const leaf = ~ref, end = (leaf >> 4) + (leaf & 15);
        for (let slot = leaf >> 4; slot < end; slot++) this.#test(order[slot]!);
        continue;
      }
      for (let child = 0; child < 2; child++) {
        const n = ref * NODE_SIZE + child;
        const ax = (nodes[n]! - x) * ix, bx = (nodes[n + 2]! - x) * ix;
        const ay = (nodes[n + 4]! - y) * iy, by = (nodes[n + 6]! - y) * iy;
        const az = (nodes[n + 8]! - z) * iz, bz = (nodes[n + 10]! - z) * iz;
        let near = 0, far = this.#best;
        // A NaN (0 · ∞: the ray runs in the side's plane) fails every comparison and cuts nothing.
        if (ax < bx ? ax > near : bx > near) near = ax < bx ? ax : bx;
        if (ay < by ? ay > near : by > near) near = ay < by ? ay : by;
        if (az < bz ? az > near : bz > near) near = az < bz ? az : bz;
        if (ax > bx ? ax < far : bx < far) far = ax > bx ? ax : bx;
        if (ay > by ? ay < far : by < far) far = ay > by ? ay : by;
        if (az > bz ? az < far : bz < far) far = az > bz ? az : bz;
        if (near <= far * WIDER) stack[top++] = nodeInts[ref * NODE_SIZE + 12 + child]!;
      }
    }
  }
}

function treeOver(shapes: Shapes, members: Int32Array): ShapeTree {
  return new ShapeTree(shapes, members, {
    buffer: new ArrayBuffer(treeBytes(members.length)),
    at: 0,
  });
}
