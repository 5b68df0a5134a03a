/**
 * Where a ray first meets a shape, in f64: the definition of a hit, which the packet kernel is
 * held to bit for bit. Only + − × ÷ and √, in the order in which `as/raycast/exact.ts` has them.
 *
 * Triangles are tested as Woop, Benthin and Wald do ("Watertight Ray/Triangle Intersection",
 * 2013): corners are sheared into the ray's frame, where the edge functions of two triangles that
 * share an edge are exact negatives of each other, so that no ray passes between them.
 */
import type { Rays } from "./rays.ts";
import { KIND, SHAPE_SIZE, type Shapes } from "./shapes.ts";

/** Tests one ray at a time against shapes. */
export class ExactRay {
  readonly #shapes: Shapes;
  #ox = 0;
  #oy = 0;
  #oz = 0;
  #dx = 0;
  #dy = 0;
  #dz = 0;
  #axis = 0;
  #sx = 0;
  #sy = 0;
  #sz = 0;
  #near = 0;
  #far = 0;

  constructor(shapes: Shapes) {
    this.#shapes = shapes;
  }

  /** Makes ray `at` the current one. */
  take(rays: Rays, at: number): void {
    this.#ox = rays.ox[at]!;
    this.#oy = rays.oy[at]!;
    this.#oz = rays.oz[at]!;
    const dx = this.#dx = rays.dx[at]!;
    const dy = this.#dy = rays.dy[at]!;
    const dz = this.#dz = rays.dz[at]!;
    const ax = Math.abs(dx), ay = Math.abs(dy), az = Math.abs(dz);
    if (ax > ay && ax > az) this.#shear(0, dy / dx, dz / dx, 1 / dx);
    else if (ay > az) this.#shear(1, dz / dy, dx / dy, 1 / dy);
    else this.#shear(2, dx / dz, dy / dz, 1 / dz);
  }

  #shear(axis: number, sx: number, sy: number, sz: number): void {
    this.#axis = axis;
    this.#sx = sx;
    this.#sy = sy;
    this.#sz = sz;
  }

  /** The distance at which the current ray meets a shape, in lengths of its direction, or ∞. */
  distance(shape: number): number {
    const data = this.#shapes.data, o = shape * SHAPE_SIZE;
    switch (this.#shapes.kinds[shape]) {
      case KIND.triangle:
        return this.#triangle(data, o);
      case KIND.box:
        return this.#box(data, o);
      case KIND.sphere:
        return this.#sphere(data, o);
      case KIND.cylinder:
        return this.#cylinder(data, o);
      default:
        return this.#plane(data, o);
    }
  }

  #triangle(data: Float64Array, o: number): number {
    const kx = (this.#axis + 1) % 3, ky = (this.#axis + 2) % 3, kz = this.#axis;
    const origin = [this.#ox, this.#oy, this.#oz];
    const ox = origin[kx]!, oy = origin[ky]!, oz = origin[kz]!;
    const sx = this.#sx, sy = this.#sy, sz = this.#sz;
    const az = data[o + kz]! - oz, bz = data[o + 3 + kz]! - oz, cz = data[o + 6 + kz]! - oz;
    const ax = data[o + kx]! - ox - sx * az, ay = data[o + ky]! - oy - sy * az;
    const bx = data[o + 3 + kx]! - ox - sx * bz, by = data[o + 3 + ky]! - oy - sy * bz;
    const cx = data[o + 6 + kx]! - ox - sx * cz, cy = data[o + 6 + ky]! - oy - sy * cz;
    const u = cx * by - cy * bx, v = ax * cy - ay * cx, w = bx * ay - by * ax;
    if ((u < 0 || v < 0 || w < 0) && (u > 0 || v > 0 || w > 0)) return Infinity;
    const sum = u + v + w;
    if (sum === 0) return Infinity;
    const t = (u * (sz * az) + v * (sz * bz) + w * (sz * cz)) / sum;
    return t > 0 ? t : Infinity;
  }

  /** Cuts [near, far] by |o + t d| ≤ h; false: nothing is left. */
  #slab(o: number, d: number, h: number): boolean {
    if (d === 0) return Math.abs(o) <= h;
    const inverse = 1 / d;
    const a = (-h - o) * inverse, b = (h - o) * inverse;
    const low = a < b ? a : b, high = a < b ? b : a;
    if (low > this.#near) this.#near = low;
    if (high < this.#far) this.#far = high;
    return this.#near <= this.#far;
  }

  /** Where a convex body is met from outside, or left from inside. */
  #surface(): number {
    if (this.#near > 0) return this.#near;
    return this.#far > 0 ? this.#far : Infinity;
  }

  #box(data: Float64Array, o: number): number {
    const x = this.#ox - data[o]!, y = this.#oy - data[o + 1]!, z = this.#oz - data[o + 2]!;
    this.#near = -Infinity;
    this.#far = Infinity;
    for (let i = 0; i < 3; i++) {
      const row = o + 3 + 3 * i;
      const position = component(data, row, x, y, z);
      const direction = component(data, row, this.#dx, this.#dy, this.#dz);
      if (!this.#slab(position, direction, data[o + 12 + i]!)) return Infinity;
    }
    return this.#surface();
  }

  #sphere(data: Float64Array, o: number): number {
    const dx = this.#dx, dy = this.#dy, dz = this.#dz;
    const x = data[o]! - this.#ox, y = data[o + 1]! - this.#oy, z = data[o + 2]! - this.#oz;
    const r = data[o + 3]!;
    const dd = dx * dx + dy * dy + dz * dz;
    const middle = (x * dx + y * dy + z * dz) / dd;
    const lx = x - middle * dx, ly = y - middle * dy, lz = z - middle * dz;
    const square = (r * r - (lx * lx + ly * ly + lz * lz)) / dd;
    if (square < 0) return Infinity;
    const half = Math.sqrt(square);
    this.#near = middle - half;
    this.#far = middle + half;
    return this.#surface();
  }

  #cylinder(data: Float64Array, o: number): number {
    const dx = this.#dx, dy = this.#dy, dz = this.#dz;
    const x = this.#ox - data[o]!, y = this.#oy - data[o + 1]!, z = this.#oz - data[o + 2]!;
    const px = component(data, o + 3, x, y, z), py = component(data, o + 6, x, y, z);
    const qx = component(data, o + 3, dx, dy, dz), qy = component(data, o + 6, dx, dy, dz);
    const r = data[o + 12]!;
    this.#near = -Infinity;
    this.#far = Infinity;
    const qq = qx * qx + qy * qy;
    if (qq === 0) {
      if (px * px + py * py > r * r) return Infinity;
    } else {
      const middle = -(px * qx + py * qy) / qq;
      const lx = px + middle * qx, ly = py + middle * qy;
      const square = (r * r - (lx * lx + ly * ly)) / qq;
      if (square < 0) return Infinity;
      const half = Math.sqrt(square);
      this.#near = middle - half;
      this.#far = middle + half;
    }
    const pz = component(data, o + 9, x, y, z), qz = component(data, o + 9, dx, dy, dz);
    return this.#slab(pz, qz, data[o + 14]!) ? this.#surface() : Infinity;
  }

  #plane(data: Float64Array, o: number): number {
    const along = component(data, o, this.#dx, this.#dy, this.#dz);
    if (along === 0) return Infinity;
    const t = (data[o + 3]! - component(data, o, this.#ox, this.#oy, this.#oz)) / along;
    return t > 0 ? t : Infinity;
  }
}

function component(data: Float64Array, at: number, x: number, y: number, z: number): number {
  return data[at]! * x + data[at + 1]! * y + data[at + 2]! * z;
}
