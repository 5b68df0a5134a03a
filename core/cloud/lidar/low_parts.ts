/**
 * Pieces of low, flat things put together. A turning lidar meets what lies flat in lines, each with
 * a beam: at a range r, h under the sensor and with beams an angle δ apart, r² δ / h from line to
 * line. At 5 m from a VLP-16 1 m up that is 0.9 m: no tolerance that keeps things apart joins the
 * lines of a pallet, nor the line on a barrel's top to its front.
 */
import { beamGapAt, type BeamRows, SLANT } from "./beam_rows.ts";
import { joinSets, rootOf, singles } from "../disjoint.ts";

/** A cluster no higher than this is a line or two on something flat, m. */
const FLAT = 0.05;

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
 * Bounds of clusters (least x y z, largest x y z, side by side) with those of low ones joined, and
 * lines on tops with what they are the top of; the order is that of first pieces.
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
  const tops = rows === undefined ? [] : topsOf(bounds, ground, { height, gap, rows });
  if (low.length < 2 && tops.length === 0) return bounds;
  const parents = singles(new Int32Array(count), count);
  const root = (k: number) => rootOf(parents, k);
  const least = low.map((k) => Math.min(gap, lineGap(part(k), ground, rows)));
  low.forEach((a, i) => {
    for (let j = i + 1; j < low.length; j++) {
      const b = low[j]!;
      if (distance(part(a), part(b)) <= Math.max(least[i]!, least[j]!)) joinSets(parents, a, b);
    }
  });
  for (const [top, thing] of tops) joinSets(parents, thing, top);
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

/**
 * Lines on tops, each with the thing that it is the top of: of those that end at its height, a row
 * lower at most, the nearest. One line joins one thing, so that no two things become one.
 */
function topsOf(
  bounds: Float64Array,
  ground: GroundPlane,
  { height, gap, rows }: LowPartOptions & { readonly rows: BeamRows },
): [top: number, thing: number][] {
  const count = bounds.length / 6, found: [number, number][] = [];
  const part = (k: number) => bounds.subarray(6 * k, 6 * k + 6);
  const isFlat = (k: number) => bounds[6 * k + 5]! - bounds[6 * k + 2]! <= FLAT;
  for (let k = 0; k < count; k++) {
    if (!isFlat(k) || isLow(part(k), ground, height)) continue;
    const { away, over, step } = seenFrom(rows, part(k), ground, heightOf(part(k), ground));
    if (!(over > 0)) continue;
    const top = bounds[6 * k + 5]!, row = SLANT * away * step;
    let least = Math.min(gap, row * away / over), thing = -1;
    for (let j = 0; j < count; j++) {
      const lower = top - bounds[6 * j + 5]!;
      if (isFlat(j) || lower < -FLAT || lower > row + FLAT) continue;
      const between = distance(part(k), part(j));
      if (between > least) continue;
      least = between;
      thing = j;
    }
    if (thing >= 0) found.push([k, thing]);
  }
  return found;
}

/** How high over the ground under its middle a box ends, m. */
function heightOf(box: Float64Array, { a, b, c, d }: GroundPlane): number {
  const x = (box[0]! + box[3]!) / 2, y = (box[1]! + box[4]!) / 2;
  return box[5]! - (d - a * x - b * y) / c;
}

function isLow(box: Float64Array, ground: GroundPlane, height: number): boolean {
  return heightOf(box, ground) <= height;
}

/** The middle of a box at a height over the ground: how far away, how far below, beams how far apart. */
function seenFrom(rows: BeamRows, box: Float64Array, plane: GroundPlane, height: number) {
  const [ox, oy, oz] = rows.origin as [number, number, number];
  const over = plane.a * ox + plane.b * oy + plane.c * oz - plane.d - height;
  const x = (box[0]! + box[3]!) / 2 - ox, y = (box[1]! + box[4]!) / 2 - oy;
  const away = Math.sqrt(x * x + y * y);
  return { away, over, step: beamGapAt(rows, -over / away) };
}

/** How far apart the lines of two beams on the ground about a box's middle may be. */
function lineGap(box: Float64Array, plane: GroundPlane, rows: BeamRows | undefined): number {
  if (rows === undefined) return Infinity;
  const { away, over, step } = seenFrom(rows, box, plane, 0);
  return over > 0 ? SLANT * away * away * step / over : Infinity;
}

/** How far apart two boxes are, seen from above; 0 where they overlap. */
function distance(one: Float64Array, other: Float64Array): number {
  const x = Math.max(0, one[0]! - other[3]!, other[0]! - one[3]!);
  const y = Math.max(0, one[1]! - other[4]!, other[1]! - one[4]!);
  return Math.sqrt(x * x + y * y);
}
