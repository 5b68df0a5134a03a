/**
 * Euclidean clustering: two points within `tolerance` of each other are of one cluster, and so is
 * what they are connected to (the connected components of a fixed-radius neighbour graph). Points
 * of one cube whose diagonal is the tolerance are connected anyhow, so that cubes are joined
 * instead of points, by union-find, each with those of its neighbours that hold a point near
 * enough.
 */
import { joinSets, rootOf, singles } from "./disjoint.ts";
import { type CellOrder, CellSorter } from "./cell_order.ts";

/** Label of a point in no cluster. */
export const NO_CLUSTER: number = -1;

/** Rows of cubes behind a cube's own, (y, z) apart; each pair of rows is met once. */
const ROWS: readonly (readonly [y: number, z: number])[] = [
  ...[[1, 0], [2, 0]] as [number, number][],
  ...[1, 2].flatMap((z) => [-2, -1, 0, 1, 2].map((y): [number, number] => [y, z])),
];

/** How clusters are made. */
export interface ClusterOptions {
  /** Metres; neighbours at this distance just count. */
  readonly tolerance: number;
  /** Smaller clusters are none. Default 1. */
  readonly minPoints?: number;
}

/** Clusters of a cloud. */
export interface Clusters {
  /** Of each point its cluster, counted from 0 in the order of first points, or -1. */
  readonly labels: Int32Array;
  /** Points of each cluster. */
  readonly sizes: readonly number[];
}

/**
 * Clusters clouds. Its buffers are made once and grow; the labels are the caller's.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Clusterer } from "./clusters.ts";
 * const points = Float32Array.of(0, 0, 0, 5, 0, 0, 0.25, 0, 0, 0.5, 0, 0);
 * const { labels, sizes } = new Clusterer({ tolerance: 0.3, minPoints: 2 }).run(points, 4);
 * assert.deepEqual([[...labels], sizes], [[0, -1, 0, 0], [3]]);
 * ```
 */
export class Clusterer {
  readonly #sorter = new CellSorter();
  readonly #tolerance: number;
  readonly #minPoints: number;
  #parents = new Int32Array(0);

  /** Of these options. @throws {RangeError} the tolerance is not positive, or the least number no integer */
  constructor({ tolerance, minPoints = 1 }: ClusterOptions) {
    if (!(tolerance > 0 && Number.isFinite(1 / tolerance) && tolerance < Infinity)) {
      throw new RangeError(`tolerance is ${tolerance}, expected more than 0 m`);
    }
    if (!Number.isSafeInteger(minPoints)) {
      throw new RangeError(`minPoints is ${minPoints}, expected an integer`);
    }
    this.#tolerance = tolerance;
    this.#minPoints = minPoints;
  }

  /** Clusters the first `count` points of `xyz`. Points that are not finite are in no cluster. */
  run(xyz: Float32Array, count: number): Clusters {
    // A little less than the tolerance's part: rounding must not make a diagonal longer than it.
    const side = this.#tolerance / Math.sqrt(3) * (1 - 1e-9);
    const cells = this.#sorter.sort(xyz, count, side);
    if (this.#parents.length < cells.count) {
      this.#parents = new Int32Array(Math.ceil(1.25 * cells.count));
    }
    const parents = singles(this.#parents, cells.count);
    joinAlong(xyz, cells, parents, this.#tolerance);
    for (const [y, z] of ROWS) joinRows(xyz, cells, parents, { y, z, radius: this.#tolerance });
    return labelled(cells, parents, count, this.#minPoints);
  }
}

/** Joins cubes with the next two of their own row. */
function joinAlong(xyz: Float32Array, cells: CellOrder, parents: Int32Array, radius: number): void {
  const { x, y, z, count } = cells;
  for (let a = 0; a < count; a++) {
    for (let b = a + 1; b < count && b <= a + 2; b++) {
      if (z[b] !== z[a] || y[b] !== y[a] || x[b]! > x[a]! + 2) break;
      join(xyz, cells, parents, radius, a, b);
    }
  }
}

/** Joins cubes with those of the row at an offset: both are walked once, in step. */
function joinRows(
  xyz: Float32Array,
  cells: CellOrder,
  parents: Int32Array,
  offset: { readonly y: number; readonly z: number; readonly radius: number },
): void {
  const { x, y, z, count } = cells;
  let from = 0;
  for (let a = 0; a < count; a++) {
    const u = x[a]! - 2, v = y[a]! + offset.y, w = z[a]! + offset.z;
    while (
      from < count &&
      (z[from]! < w || (z[from] === w && (y[from]! < v || (y[from] === v && x[from]! < u))))
    ) from++;
    for (let b = from; b < count; b++) {
      if (z[b] !== w || y[b] !== v || x[b]! > u + 4) break;
      join(xyz, cells, parents, offset.radius, a, b);
    }
  }
}

/** Joins two cubes if a point of one is near enough to a point of the other. */
function join(
  xyz: Float32Array,
  { order, starts }: CellOrder,
  parents: Int32Array,
  radius: number,
  a: number,
  b: number,
): void {
  if (rootOf(parents, a) === rootOf(parents, b)) return;
  const square = radius * radius, endA = starts[a + 1]!, endB = starts[b + 1]!;
  for (let i = starts[a]!; i < endA; i++) {
    const p = 3 * order[i]!, x = xyz[p]!, y = xyz[p + 1]!, z = xyz[p + 2]!;
    for (let j = starts[b]!; j < endB; j++) {
      const q = 3 * order[j]!;
      const dx = x - xyz[q]!, dy = y - xyz[q + 1]!, dz = z - xyz[q + 2]!;
      if (dx * dx + dy * dy + dz * dz > square) continue;
      return joinSets(parents, a, b);
    }
  }
}

/** Labels by the order of first points, those of small clusters left out. */
function labelled(
  { order, starts, count: cells }: CellOrder,
  parents: Int32Array,
  count: number,
  minPoints: number,
): Clusters {
  const labels = new Int32Array(count).fill(NO_CLUSTER);
  const sums = new Int32Array(cells), names = new Int32Array(cells).fill(NO_CLUSTER);
  for (let cell = 0; cell < cells; cell++) {
    const root = rootOf(parents, cell);
    sums[root]! += starts[cell + 1]! - starts[cell]!;
    for (let k = starts[cell]!; k < starts[cell + 1]!; k++) labels[order[k]!] = root;
  }
  const sizes: number[] = [];
  for (let i = 0; i < count; i++) {
    const root = labels[i]!;
    if (root === NO_CLUSTER) continue;
    if (sums[root]! < minPoints) {
      labels[i] = NO_CLUSTER;
      continue;
    }
    if (names[root] === NO_CLUSTER) names[root] = sizes.push(sums[root]!) - 1;
    labels[i] = names[root]!;
  }
  return { labels, sizes };
}
