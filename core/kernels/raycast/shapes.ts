/**
 * What rays can hit, as flat arrays: 16 f64 a shape, metres, in the world. These numbers define
 * the shapes exactly; trees and the packet's f32 forms are made from them.
 *
 * | kind | numbers |
 * | --- | --- |
 * | triangle | three corners (9) |
 * | box | centre (3), rows of the rotation local from world (9), half extents (3) |
 * | sphere | centre (3), radius |
 * | cylinder | as a box about local z: centre, rows, radius, radius, half height |
 * | plane | unit normal n (3), distance d: n · p = d |
 */
import type { Numbers } from "../../math/vec3.ts";

/** The number of a kind in {@linkcode Shapes.kinds}. */
export const KIND = { triangle: 0, box: 1, sphere: 2, cylinder: 3, plane: 4 } as const;

/** Numbers a shape takes. */
export const SHAPE_SIZE = 16;

/** A list of shapes; a shape is named by its place in it. */
export interface Shapes {
  readonly count: number;
  /** One of {@linkcode KIND} each. */
  readonly kinds: Int32Array;
  /** {@linkcode SHAPE_SIZE} each. */
  readonly data: Float64Array;
}

/** Where a body stands: rotation matrix world from local (9, row-major) and origin (3), metres. */
export interface Placement {
  readonly rotation: Numbers;
  readonly position: Numbers;
}

/** Collects shapes. Each method returns the new shape's number. */
export class ShapeList implements Shapes {
  #kinds = new Int32Array(64);
  #data: Float64Array = new Float64Array(64 * SHAPE_SIZE);
  #count = 0;

  get count(): number {
    return this.#count;
  }

  get kinds(): Int32Array {
    return this.#kinds.subarray(0, this.#count);
  }

  get data(): Float64Array {
    return this.#data.subarray(0, this.#count * SHAPE_SIZE);
  }

  /** A triangle by its corners; both of its sides are seen. */
  triangle(a: Numbers, b: Numbers, c: Numbers): number {
    const o = this.#add(KIND.triangle), data = this.#data;
    for (let i = 0; i < 3; i++) {
      data[o + i] = a[i]!;
      data[o + 3 + i] = b[i]!;
      data[o + 6 + i] = c[i]!;
    }
    return this.#count - 1;
  }

  /** A box about a placement's origin, by its half extents. */
  box(placement: Placement, half: Numbers): number {
    const o = this.#add(KIND.box);
    placeBody(this.#data, o, placement);
    for (let i = 0; i < 3; i++) this.#data[o + 12 + i] = half[i]!;
    return this.#count - 1;
  }

  /** A sphere. */
  sphere(centre: Numbers, radius: number): number {
    const o = this.#add(KIND.sphere);
    for (let i = 0; i < 3; i++) this.#data[o + i] = centre[i]!;
    this.#data[o + 3] = radius;
    return this.#count - 1;
  }

  /** A closed cylinder about a placement's z axis, its origin in the middle. */
  cylinder(placement: Placement, radius: number, halfHeight: number): number {
    const o = this.#add(KIND.cylinder);
    placeBody(this.#data, o, placement);
    this.#data[o + 12] = this.#data[o + 13] = radius;
    this.#data[o + 14] = halfHeight;
    return this.#count - 1;
  }

  /** All points p with n · p = d, n a unit vector. */
  plane(normal: Numbers, distance: number): number {
    const o = this.#add(KIND.plane);
    for (let i = 0; i < 3; i++) this.#data[o + i] = normal[i]!;
    this.#data[o + 3] = distance;
    return this.#count - 1;
  }

  #add(kind: number): number {
    if (this.#count === this.#kinds.length) {
      const kinds = new Int32Array(2 * this.#count);
      const data = new Float64Array(2 * this.#count * SHAPE_SIZE);
      kinds.set(this.#kinds);
      data.set(this.#data);
      this.#kinds = kinds;
      this.#data = data;
    }
    this.#kinds[this.#count] = kind;
    return this.#count++ * SHAPE_SIZE;
  }
}

/** Writes centre and rows of a box or cylinder whose numbers begin at `at`. */
export function placeBody(data: Float64Array, at: number, placement: Placement): void {
  const { rotation, position } = placement;
  for (let i = 0; i < 3; i++) {
    data[at + i] = position[i]!;
    for (let j = 0; j < 3; j++) data[at + 3 + 3 * i + j] = rotation[3 * j + i]!;
  }
}

/** out (6) = a shape's least and greatest coordinates, x y z each; not of a plane. */
export function extentsOf({ kinds, data }: Shapes, shape: number, out: Float64Array): void {
  const o = shape * SHAPE_SIZE, kind = kinds[shape]!;
  for (let i = 0; i < 3; i++) {
    let low = Infinity, high = -Infinity;
    if (kind === KIND.triangle) {
      for (let corner = 0; corner < 9; corner += 3) {
        low = Math.min(low, data[o + corner + i]!);
        high = Math.max(high, data[o + corner + i]!);
      }
    } else {
      let half = data[o + 3]!;
      if (kind === KIND.box || kind === KIND.cylinder) {
        half = 0;
        for (let j = 0; j < 3; j++) half += Math.abs(data[o + 3 + 3 * j + i]!) * data[o + 12 + j]!;
      }
      low = data[o + i]! - half;
      high = data[o + i]! + half;
    }
    out[i] = low;
    out[3 + i] = high;
  }
}

const PADDING = 1.5e-7;
const bounds = new Float64Array(6);

/**
 * Writes a shape's bounds as an item has them (`bvh.ts`): low x y z from `at` on, high x y z from
 * `at` + 4 on, widened so that neither f32 nor the rounding of the exact test lies outside. Not of a
 * plane.
 */
export function boundsOf(shapes: Shapes, shape: number, out: Float32Array, at: number): void {
  extentsOf(shapes, shape, bounds);
  for (let i = 0; i < 3; i++) {
    const low = bounds[i]!, high = bounds[3 + i]!;
    const padding = PADDING * Math.max(Math.abs(low), Math.abs(high));
    out[at + i] = low - padding;
    out[at + 4 + i] = high + padding;
  }
}

/** The largest |x| + |y| + |z| of any bound: what f32 rounding is measured by. */
export function scaleOf(shapes: Shapes): number {
  let scale = 0;
  for (let shape = 0; shape < shapes.count; shape++) {
    if (shapes.kinds[shape] === KIND.plane) {
      scale = Math.max(scale, Math.abs(shapes.data[shape * SHAPE_SIZE + 3]!));
      continue;
    }
    extentsOf(shapes, shape, bounds);
    let sum = 0;
    for (let i = 0; i < 3; i++) sum += Math.max(Math.abs(bounds[i]!), Math.abs(bounds[3 + i]!));
    scale = Math.max(scale, sum);
  }
  return scale;
}
