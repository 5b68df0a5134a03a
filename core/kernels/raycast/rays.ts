/** Rays in flat arrays, and what a caster of either kind does with them. */
import type { Aimed, Pose } from "./aim.ts";
import type { Scenery } from "./scenery.ts";

/** Rays: element i of each array belongs to ray i. */
export interface Rays {
  /** Origins, metres. */
  readonly ox: Float32Array;
  readonly oy: Float32Array;
  readonly oz: Float32Array;
  /** Directions of length 1, within 1 %. */
  readonly dx: Float32Array;
  readonly dy: Float32Array;
  readonly dz: Float32Array;
  /** Hits at this distance or farther don't count; −1 switches a ray off. */
  readonly reach: Float32Array;
}

/** What a caster is made with. */
export interface CasterOptions {
  /** The most rays of one call; rounded up to a multiple of 4. */
  readonly capacity: number;
  /** The first shape that may be given other numbers. Default: none may. */
  readonly movingFrom?: number;
  /** For `look` and `incidence`. */
  readonly scenery?: Scenery;
  /**
   * Rays lie in rows of so many, those below each other being neighbours too: thirty-two that are
   * looked at together are then four by eight. What is hit is the same. Default, and where it is no
   * multiple of 4: thirty-two in a row.
   */
  readonly row?: number;
  /** Directions for `aim`: lists of unit vectors, 3 numbers a ray; NaN: it looks nowhere. */
  readonly views?: readonly Float32Array[];
}

/** Casts rays into a list of shapes. */
export interface RayCaster {
  /** The most rays of one call; a multiple of 4. */
  readonly capacity: number;
  /** To be filled before a call: all fields of ray 0 … `count` − 1, finite. */
  readonly rays: Rays;
  /** Of each ray: how far it went, in lengths of its direction; ∞: nothing was hit. */
  readonly distance: Float64Array;
  /** Of each ray: the shape that was hit, the lowest number among equals; −1: none. */
  readonly shape: Int32Array;
  /** Sets rays by directions of a view, turned and placed by a pose. */
  aim(view: number, aimed: Aimed, pose: Pose): void;
  /** Finds the nearest hit of each ray: `distance` and `shape`. @throws {RangeError} too many */
  cast(count: number): void;
  /** Finds whether a ray is stopped within its reach: then its `shape` is not negative. */
  occluded(count: number): void;
  /**
   * Finds what each ray sees: `seen`, `distance` and `colour`. With shadows; `rays` and `shape`
   * are overwritten.
   *
   * @throws {TypeError} there is no scenery
   */
  look(count: number): void;
  /** After `cast`: `cosine`. Needs scenery. */
  incidence(count: number): void;
  /** Linear colour of what each ray sees, 3 a ray. */
  readonly colour: Float32Array;
  /** Of each ray: the object that it sees, as `objectOf` of the scenery says, or −1. */
  readonly seen: Int32Array;
  /** Cosine of the angle between ray and normal, 0: nothing hit; in the place of `colour`. */
  readonly cosine: Float32Array;
  /** After moving shapes were given other numbers: sorts them anew. */
  moved(): void;
}

/** Seven arrays of `capacity` rays behind each other, in a buffer. */
export function rayArrays(buffer: ArrayBufferLike, at: number, capacity: number): Rays {
  const of = (i: number) => new Float32Array(buffer, at + 4 * capacity * i, capacity);
  return { ox: of(0), oy: of(1), oz: of(2), dx: of(3), dy: of(4), dz: of(5), reach: of(6) };
}

/** @throws {RangeError} a number of rays that there is no room for */
export function checkCount(count: number, capacity: number): void {
  if (!Number.isInteger(count) || count < 0 || count > capacity) {
    throw new RangeError(`A batch has 0 to ${capacity} rays, not ${count}`);
  }
}
