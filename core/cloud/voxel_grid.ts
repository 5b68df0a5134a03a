/**
 * Thins a cloud: of the points in each cube of a grid, their mean. Cubes are found by a hash table
 * with open addressing; they come in the order of their first points.
 */

/** Of cubes whose index does not fit this, points are dropped. */
const FARTHEST = 0x3fffffff;
const EMPTY = -1;

/** What is left of a cloud. */
export interface VoxelMeans {
  /** x, y, z of each mean, `3 · count` numbers; valid until the next run. */
  readonly points: Float32Array;
  /** How many points each is the mean of; valid until the next run. */
  readonly weights: Int32Array;
  /** Occupied cubes. */
  readonly count: number;
  /** Points that are not finite, or farther than 2^30 cubes away. */
  readonly dropped: number;
}

/**
 * Thins clouds. Buffers are made once and grow.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { VoxelGrid } from "./voxel_grid.ts";
 * const points = Float32Array.of(0.25, 0, 0, 0.75, 0, 0, 1.5, 0, 0);
 * const { count, points: means } = new VoxelGrid(1).run(points, 3);
 * assert.deepEqual([count, ...means.subarray(0, 6)], [2, 0.5, 0, 0, 1.5, 0, 0]);
 * ```
 */
export class VoxelGrid {
  readonly #perMetre: number;
  #table = new Int32Array(0);
  #cells = new Int32Array(0);
  #sums = new Float64Array(0);
  #weights = new Int32Array(0);
  #points = new Float32Array(0);

  /** `side`: of a cube, metres. @throws {RangeError} it is not positive */
  constructor(side: number) {
    if (!(side > 0 && Number.isFinite(1 / side))) {
      throw new RangeError(`a voxel's side is ${side}, expected more than 0 m`);
    }
    this.#perMetre = 1 / side;
  }

  /** Thins the first `count` points of `xyz`. */
  run(xyz: Float32Array, count: number): VoxelMeans {
    this.#grow(count);
    const table = this.#table, cells = this.#cells, sums = this.#sums, weights = this.#weights;
    const mask = table.length - 1, scale = this.#perMetre;
    table.fill(EMPTY);
    let cubes = 0, dropped = 0;
    for (let i = 0; i < 3 * count; i += 3) {
      const x = xyz[i]!, y = xyz[i + 1]!, z = xyz[i + 2]!;
      const u = Math.floor(x * scale), v = Math.floor(y * scale), w = Math.floor(z * scale);
      if (!(Math.abs(u) < FARTHEST && Math.abs(v) < FARTHEST && Math.abs(w) < FARTHEST)) {
        dropped++;
        continue;
      }
      let slot = hash(u, v, w) & mask, cube = table[slot]!;
      while (
        cube !== EMPTY &&
        (cells[3 * cube] !== u || cells[3 * cube + 1] !== v || cells[3 * cube + 2] !== w)
      ) {
        slot = (slot + 1) & mask;
        cube = table[slot]!;
      }
      if (cube === EMPTY) {
        cube = table[slot] = cubes++;
        const at = 3 * cube;
        cells[at] = u;
        cells[at + 1] = v;
        cells[at + 2] = w;
        sums[at] = x;
        sums[at + 1] = y;
        sums[at + 2] = z;
        weights[cube] = 1;
      } else {
        const at = 3 * cube;
        sums[at] = sums[at]! + x;
        sums[at + 1] = sums[at + 1]! + y;
        sums[at + 2] = sums[at + 2]! + z;
        weights[cube] = weights[cube]! + 1;
      }
    }
    const points = this.#points;
    for (let cube = 0; cube < cubes; cube++) {
      const weight = weights[cube]!;
      for (let at = 3 * cube; at < 3 * cube + 3; at++) points[at] = sums[at]! / weight;
    }
    return { points, weights, count: cubes, dropped };
  }

  #grow(count: number): void {
    if (this.#weights.length < count) {
      const most = Math.ceil(1.25 * count);
      this.#cells = new Int32Array(3 * most);
      this.#sums = new Float64Array(3 * most);
      this.#weights = new Int32Array(most);
      this.#points = new Float32Array(3 * most);
    }
    let slots = 16;
    while (slots < 2 * count) slots *= 2;
    if (this.#table.length < slots) this.#table = new Int32Array(slots);
  }
}

/** Mixes three integers; the multipliers are odd, the last shifts bring high bits down. */
function hash(u: number, v: number, w: number): number {
  let h = Math.imul(u, 0x9e3779b1) ^ Math.imul(v, 0x85ebca77) ^ Math.imul(w, 0xc2b2ae3d);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return h ^ (h >>> 13);
}
