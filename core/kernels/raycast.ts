/**
 * Ray casting: the nearest shape that a ray meets, for many rays at once, and what is seen there.
 * Groups of 32 run through a bounding volume hierarchy in WASM's SIMD (`as/raycast/`), in f32 with
 * bounds on its error; where those don't decide, and for the distance of every hit, f64 does.
 * So the answer is that of `raycast/exact.ts`, bit for bit, on every machine. Neighbours should lie
 * next to each other: rays that go different ways walk four by four, at many times the cost.
 */
import { aim, type Aimed, type Pose } from "./raycast/aim.ts";
import { type Kernel, newKernel, PACKETS_BYTES, Room, STACK_BYTES } from "./raycast/kernel.ts";
import {
  type CasterOptions,
  checkCount,
  rayArrays,
  type RayCaster,
  type Rays,
} from "./raycast/rays.ts";
import type { Scenery } from "./raycast/scenery.ts";
import { scaleOf, SHAPE_SIZE, type Shapes } from "./raycast/shapes.ts";
import { enterTree, membersOf, ShapeTree, sortBy, treeBytes } from "./raycast/tree.ts";

export { KIND, type Placement, ShapeList, type Shapes } from "./raycast/shapes.ts";
export type { CasterOptions, RayCaster, Rays } from "./raycast/rays.ts";
export type { Scenery } from "./raycast/scenery.ts";

/**
 * The compiled caster. Shapes that move are written through {@linkcode WasmRayCaster.shapes},
 * their frames through {@linkcode WasmRayCaster.frames}; then call `moved`.
 *
 * @example
 * ```ts
 * import { ShapeList, WasmRayCaster } from "./raycast.ts";
 *
 * const shapes = new ShapeList();
 * shapes.plane([0, 0, 1], 0);
 * const caster = new WasmRayCaster(shapes, { capacity: 4 });
 * const { rays } = caster;
 * rays.oz.fill(2);
 * rays.dz.fill(-1);
 * rays.reach.fill(100);
 * caster.cast(1);
 * caster.distance[0]; // 2
 * ```
 */
export class WasmRayCaster implements RayCaster {
  readonly capacity: number;
  readonly rays: Rays;
  readonly distance: Float64Array;
  readonly shape: Int32Array;
  /** The caster's own copy of the shapes. */
  readonly shapes: Shapes;
  /** Its own copy of the frames of the scenery. */
  readonly frames: Float64Array;
  readonly colour: Float32Array;
  readonly seen: Int32Array;
  readonly cosine: Float32Array;
  readonly #kernel: Kernel;
  readonly #moving: ShapeTree;
  readonly #pose: Float64Array;
  readonly #views: readonly View[];

  constructor(shapes: Shapes, options: CasterOptions) {
    const { count } = shapes, { movingFrom = count, scenery, row = 0, views = [] } = options;
    const capacity = this.capacity = (options.capacity + 3) & ~3;
    const kernel = this.#kernel = newKernel();
    const still = membersOf(shapes, 0, movingFrom), moving = membersOf(shapes, movingFrom, count);
    const planes = Int32Array.of(...still.planes, ...moving.planes);
    const room = new Room(kernel);
    const at = {
      data: room.take(8 * SHAPE_SIZE * count),
      kinds: room.take(4 * count),
      planes: room.take(4 * planes.length),
      still: room.take(treeBytes(still.finite.length)),
      moving: room.take(treeBytes(moving.finite.length)),
      rays: room.take(28 * capacity),
      distance: room.take(8 * capacity),
      shape: room.take(4 * capacity),
      stack: room.take(STACK_BYTES),
      packets: room.take(PACKETS_BYTES),
      pose: room.take(8 * 12),
    };
    const viewsAt = views.map(({ length }) => room.take(4 * length));
    const look = scenery === undefined ? undefined : sceneryPlaces(room, scenery, capacity);
    const buffer = room.open();
    this.shapes = {
      count,
      kinds: new Int32Array(buffer, at.kinds, count),
      data: new Float64Array(buffer, at.data, SHAPE_SIZE * count),
    };
    this.shapes.kinds.set(shapes.kinds);
    this.shapes.data.set(shapes.data);
    new Int32Array(buffer, at.planes, planes.length).set(planes);
    this.rays = rayArrays(buffer, at.rays, capacity);
    this.distance = new Float64Array(buffer, at.distance, capacity);
    this.shape = new Int32Array(buffer, at.shape, capacity);
    this.colour = new Float32Array(buffer, look?.colours ?? 0, look ? 3 * capacity : 0);
    this.cosine = this.colour.subarray(0, look ? capacity : 0);
    this.seen = new Int32Array(buffer, look?.seen ?? 0, look ? capacity : 0);
    this.frames = new Float64Array(buffer, look?.frames ?? 0, scenery?.frames.length ?? 0);
    if (scenery && look) placeScenery(kernel, buffer, scenery, look);
    kernel.scene(at.data, at.kinds, at.planes, planes.length, scaleOf(this.shapes));
    kernel.batch(at.rays, 4 * capacity, at.distance, at.shape, at.stack, at.packets);
    kernel.rows(row % 4 === 0 ? row : 0);
    const sort = sortBy(kernel);
    const stillTree = new ShapeTree(this.shapes, still.finite, { buffer, at: at.still, sort });
    stillTree.build();
    enterTree(kernel, 0, stillTree);
    this.#pose = new Float64Array(buffer, at.pose, 12);
    this.#views = views.map((view, i) => placeView(buffer, view, viewsAt[i]!));
    this.#moving = new ShapeTree(this.shapes, moving.finite, { buffer, at: at.moving, sort });
    this.moved();
  }

  moved(): void {
    this.#moving.build();
    enterTree(this.#kernel, 1, this.#moving);
  }

  aim(view: number, aimed: Aimed, pose: Pose): void {
    const { from, first, count } = aimed, whole = count & ~3;
    const { directions, at, apart } = this.#views[view]!;
    this.#pose.set(pose.rotation);
    this.#pose.set(pose.position, 9);
    this.#kernel.aim(first, whole, at + 4 * from, apart, this.#pose.byteOffset);
    if (whole === count) return;
    const rest = { from: from + whole, first: first + whole, count: count - whole };
    aim(this.rays, directions, rest, pose);
  }

  cast(count: number): void {
    this.#kernel.cast(this.#padded(count));
  }

  occluded(count: number): void {
    this.#kernel.occluded(this.#padded(count));
  }

  look(count: number): void {
    if (this.seen.length === 0) throw new TypeError("A caster without scenery can't look");
    const whole = this.#padded(count);
    this.#kernel.cast(whole);
    this.#kernel.surfaces(whole);
    this.#kernel.occluded(whole);
    this.#kernel.sunlight(whole);
  }

  incidence(count: number): void {
    this.#kernel.incidence(this.#padded(count));
  }

  /** Fills up the last packet with rays that are switched off. */
  #padded(count: number): number {
    checkCount(count, this.capacity);
    const whole = (count + 3) & ~3, { ox, oy, oz, dx, dy, dz, reach } = this.rays;
    for (let at = count; at < whole; at++) {
      ox[at] =
        oy[at] =
        oz[at] =
        dx[at] =
        dy[at] =
          0;
      dz[at] = 1;
      reach[at] = -1;
    }
    return whole;
  }
}

/** A list of directions, and where it lies axis by axis: so many bytes apart. */
interface View {
  readonly directions: Float32Array;
  readonly at: number;
  readonly apart: number;
}

function placeView(buffer: ArrayBufferLike, directions: Float32Array, at: number): View {
  const count = directions.length / 3;
  const planar = new Float32Array(buffer, at, directions.length);
  for (let axis = 0, i = 0; axis < 3; axis++) {
    for (let o = axis; o < directions.length; o += 3) planar[i++] = directions[o]!;
  }
  return { directions, at, apart: 4 * count };
}

function sceneryPlaces(room: Room, scenery: Scenery, capacity: number) {
  return {
    objectOf: room.take(4 * scenery.objectOf.length),
    materialOf: room.take(4 * scenery.materialOf.length),
    frames: room.take(8 * scenery.frames.length),
    materials: room.take(8 * scenery.materials.length),
    light: room.take(8 * scenery.light.length),
    ambient: room.take(12 * capacity),
    direct: room.take(12 * capacity),
    colours: room.take(12 * capacity),
    seen: room.take(4 * capacity),
  };
}

function placeScenery(
  kernel: Kernel,
  buffer: ArrayBufferLike,
  { objectOf, materialOf, frames, materials, light }: Scenery,
  at: ReturnType<typeof sceneryPlaces>,
): void {
  new Int32Array(buffer, at.objectOf, objectOf.length).set(objectOf);
  new Int32Array(buffer, at.materialOf, materialOf.length).set(materialOf);
  new Float64Array(buffer, at.frames, frames.length).set(frames);
  new Float64Array(buffer, at.materials, materials.length).set(materials);
  new Float64Array(buffer, at.light, light.length).set(light);
  kernel.scenery(at.objectOf, at.materialOf, at.frames, at.materials, at.light);
  kernel.seenInto(at.ambient, at.direct, at.colours, at.seen);
}
