/**
 * Pieces of low, flat things put together. A turning lidar meets what lies flat in lines, each with
 * a beam: at a range r, h under the sensor and with beams an angle δ apart, r² δ / h from line to
 * line. At 5 m from a VLP-16 1 m up that is 0.9 m: no tolerance that keeps things apart joins the
 * lines of a pallet.
 */
import { beamGapAt, type BeamRows } from "./beam_rows.ts";
import { joinSets, rootOf, singles } from "../disjoint.ts";

/** What is low, and how far its pieces may lie apart. */
export interface LowPartOptions {
  /** Clusters that end no higher over the ground are low, m. */
  readonly height: number;
  /** Bounds of low clusters that come within this of each other, seen from above, are one, m. */
  readonly gap: number;
  /** The rows of the cloud, where it has any: lines of what is low are no farther apart. */
  readonly rows?: BeamRows | undefined;
}

/** A plane z = d / c − (a x + b y) / c. */
export interface GroundPlane {
  /** x of the normal. */
  readonly a: number;
  /** y of the normal. */
  readonly b: number;
  /** z of the normal, not 0. */
  readonly c: number;
  /** Metres from the origin, along the normal. */
  readonly d: number;
}

/**
 * Bounds of clusters (least x y z, largest x y z, side by side) with those of low ones joined; the
 * order is that of first pieces.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { joinLowParts } from "./low_parts.ts";
 * const bounds = Float64Array.of(0, 0, 0, 0.1, 1, 0.14, 0.7, 0, 0.12, 0.8, 1, 0.14, 0.5, 3, 0, 1, 4, 2);
 * const joined = joinLowParts(bounds, { a: 0, b: 0, c: 1, d: 0 }, { height: 0.2, gap: 0.8 });
 * assert.deepEqual([...joined], [0, 0, 0, 0.8, 1, 0.14, 0.5, 3, 0, 1, 4, 2]);
 * ```
 */
export function joinLowParts(
  bounds: Float64Array,
  ground: GroundPlane,
  { height, gap, rows }: LowPartOptions,
): Float64Array {
  const count = bounds.length / 6, low: number[] = [];
  const part = (k: number) => bounds.subarray(6 * k, 6 * k + 6);
  for (let k = 0; k < count; k++) if (isLow(part(k), ground, height)) low.push(k);
  if (low.length < 2) return bounds;
  const parents = singles(new Int32Array(count), count);
  const root = (k: number) => rootOf(parents, k);
  const least = low.map((k) => Math.min(gap, lineGap(part(k), ground, rows)));
  low.forEach((a, i) => {
    for (let j = i + 1; j < low.length; j++) {
      const b = low[j]!;
      if (near(part(a), part(b), Math.max(least[i]!, least[j]!))) joinSets(parents, a, b);
    }
  });
  const kept = [...parents.keys()].filter((k) => root(k) === k);
  const out = new Float64Array(6 * kept.length);
  const place = new Map(kept.map((k, i) => [k, out.subarray(6 * i, 6 * i + 6)]));
  for (let k = 0; k < count; k++) {
    const whole = place.get(root(k))!, own = part(k), isFirst = root(k) === k;
    for (let axis = 0; axis < 3; axis++) {
      whole[axis] = isFirst ? own[axis]! : Math.min(whole[axis]!, own[axis]!);
      whole[axis + 3] = isFirst ? own[axis + 3]! : Math.max(whole[axis + 3]!, own[axis + 3]!);
    }
  }
  return out;
}

/** Whether a box ends near the ground under its middle. */
function isLow(box: Float64Array, { a, b, c, d }: GroundPlane, height: number): boolean {
  const x = (box[0]! + box[3]!) / 2, y = (box[1]! + box[4]!) / 2;
  return box[5]! - (d - a * x - b * y) / c <= height;
}

/** How far the lines of two beams lie apart on the ground about a box's middle, and half as far again. */
function lineGap(box: Float64Array, plane: GroundPlane, rows: BeamRows | undefined): number {
  if (rows === undefined) return Infinity;
  const [ox, oy, oz] = rows.origin as [number, number, number];
  const over = plane.a * ox + plane.b * oy + plane.c * oz - plane.d;
  if (over <= 0) return Infinity;
  const x = (box[0]! + box[3]!) / 2 - ox, y = (box[1]! + box[4]!) / 2 - oy;
  const square = x * x + y * y, slope = -over / Math.sqrt(square);
  return 1.5 * square * beamGapAt(rows, slope) / over;
}

/** Whether two boxes, seen from above, come within the gap of each other. */
function near(one: Float64Array, other: Float64Array, gap: number): boolean {
  const x = Math.max(0, one[0]! - other[3]!, other[0]! - one[3]!);
  const y = Math.max(0, one[1]! - other[4]!, other[1]! - one[4]!);
  return x * x + y * y <= gap * gap;
}
