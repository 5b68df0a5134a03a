/**
 * Points sorted into the cubes of a grid, cubes by z, then y, then x: three counting sorts. Rows of
 * cubes lie side by side, so that neighbours are found by walking, without a table.
 */

/** A gap of as many cubes or more between two occupied planes is made this wide. */
const GAP = 3;

/** Cubes in order, each with its points. Arrays are valid until the next sort. */
export interface CellOrder {
  /** Indices of the points, cube by cube; of points in a cube the lower index first. */
  readonly order: Int32Array;
  /** Points in `order`: those with finite coordinates. */
  readonly points: number;
  /** Occupied cubes. */
  readonly count: number;
  /** Of each cube, where its points begin in `order`; one more at the end. */
  readonly starts: Int32Array;
  /** Index of each cube along x; gaps of three cubes or more may be less wide than they are. */
  readonly x: Int32Array;
  /** Along y. */
  readonly y: Int32Array;
  /** Along z. */
  readonly z: Int32Array;
}

/** Sorts clouds; its buffers are made once and grow. */
export class CellSorter {
  #floors: Float64Array[] = [];
  #ranks: Int32Array[] = [];
  #order = new Int32Array(0);
  #next = new Int32Array(0);
  #cells: Int32Array[] = [];
  #starts = new Int32Array(0);
  #counts = new Int32Array(0);

  /** Sorts the first `count` points of `xyz` into cubes of `side`. */
  sort(xyz: Float32Array, count: number, side: number): CellOrder {
    this.#grow(count);
    let points = 0, from = this.#order, to = this.#next;
    for (let i = 0; i < count; i++) {
      // The sum is finite just where all three are: float32 can't overflow float64.
      if (Number.isFinite(xyz[3 * i]! + xyz[3 * i + 1]! + xyz[3 * i + 2]!)) from[points++] = i;
    }
    for (let axis = 0; axis < 3; axis++) {
      const buckets = this.#rank(xyz, from, points, axis, side);
      const ranks = this.#ranks[axis]!, counts = this.#counts.subarray(0, buckets + 1).fill(0);
      for (let k = 0; k < points; k++) counts[ranks[from[k]!]! + 1]!++;
      for (let b = 0; b < buckets; b++) counts[b + 1]! += counts[b]!;
      for (let k = 0; k < points; k++) {
        const i = from[k]!, rank = ranks[i]!;
        to[counts[rank]!++] = i;
      }
      [from, to] = [to, from];
    }
    return this.#collect(from, points);
  }

  /** The index of each point's cube along an axis from 0; returns how many there can be. */
  #rank(
    xyz: Float32Array,
    order: Int32Array,
    points: number,
    axis: number,
    side: number,
  ): number {
    const floors = this.#floors[axis]!, ranks = this.#ranks[axis]!, scale = 1 / side;
    let least = Infinity, most = -Infinity;
    for (let k = 0; k < points; k++) {
      const i = order[k]!, floor = Math.floor(xyz[3 * i + axis]! * scale);
      floors[i] = floor;
      if (floor < least) least = floor;
      if (floor > most) most = floor;
    }
    if (points === 0) return 0;
    if (most - least < 4 * points + 1024) {
      for (let k = 0; k < points; k++) ranks[order[k]!] = floors[order[k]!]! - least;
      this.#fit(most - least + 1);
      return most - least + 1;
    }
    return this.#narrow(order, points, axis);
  }

  /** Where outliers are far: gaps are narrowed, to what no neighbourhood sees. */
  #narrow(order: Int32Array, points: number, axis: number): number {
    const floors = this.#floors[axis]!, ranks = this.#ranks[axis]!;
    const sorted = new Float64Array(points);
    for (let k = 0; k < points; k++) sorted[k] = floors[order[k]!]!;
    sorted.sort();
    const places = new Map<number, number>();
    let place = 0;
    for (let k = 0; k < points; k++) {
      if (k > 0) place += Math.min(sorted[k]! - sorted[k - 1]!, GAP);
      places.set(sorted[k]!, place);
    }
    for (let k = 0; k < points; k++) ranks[order[k]!] = places.get(floors[order[k]!]!)!;
    this.#fit(place + 1);
    return place + 1;
  }

  #collect(order: Int32Array, points: number): CellOrder {
    const [rx, ry, rz] = this.#ranks as [Int32Array, Int32Array, Int32Array];
    const [x, y, z] = this.#cells as [Int32Array, Int32Array, Int32Array];
    const starts = this.#starts;
    let count = 0;
    for (let k = 0; k < points; k++) {
      const i = order[k]!, u = rx[i]!, v = ry[i]!, w = rz[i]!, last = count - 1;
      if (count > 0 && x[last] === u && y[last] === v && z[last] === w) continue;
      starts[count] = k;
      x[count] = u;
      y[count] = v;
      z[count++] = w;
    }
    starts[count] = points;
    return { order, points, count, starts, x, y, z };
  }

  #fit(buckets: number): void {
    if (this.#counts.length < buckets + 1) {
      this.#counts = new Int32Array(Math.ceil(1.25 * (buckets + 1)));
    }
  }

  #grow(count: number): void {
    if (this.#order.length >= count && this.#starts.length > count) return;
    const most = Math.ceil(1.25 * count) + 1;
    this.#floors = [0, 1, 2].map(() => new Float64Array(most));
    this.#ranks = [0, 1, 2].map(() => new Int32Array(most));
    this.#cells = [0, 1, 2].map(() => new Int32Array(most));
    this.#order = new Int32Array(most);
    this.#next = new Int32Array(most);
    this.#starts = new Int32Array(most + 1);
  }
}
