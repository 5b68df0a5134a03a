/**
 * How far the beams of a turning lidar lie apart, found in its clouds. From beam to beam an upright
 * surface has no points: of a VLP-16, 2° apart, for 0.35 m at 10 m; of an OS1-32-G for 0.06 m near
 * the horizon and for 0.5 m high up. A distance that is to join the rows of one thing must grow with
 * both, and no lidar need be named for that.
 */

/** Neighbouring rows of a thing that leans, and is seen with noise, are so many times as far apart. */
export const SLANT = 1.5;

/** Where the cloud was taken from. */
export interface Viewpoint {
  /** x, y, z of the sensor, metres. */
  readonly origin: readonly number[];
  /** Unit vector that it turns about. */
  readonly axis: readonly number[];
}

/** Slopes (height along the axis over distance from it) that are told apart, to either side of 0. */
const SLOPES = 1200;
/** 0.001: 0.06°. The closest beams are 0.35° apart. */
const STEP = 0.001;
/** Fewer points at a slope are no row. */
const LEAST = 5;
/** No gap has more points than this part of a row beside it. */
const STRAY = 0.25;
/** Rows farther apart than this slope, 5.7°, are none of neighbouring beams. */
const MOST = 0.1;
/** Distances that heights are tabulated for: so far apart, m, but no more of them than this. */
const APART = 0.5, DISTANCES = 64;

/** The rows of a cloud. */
export interface BeamRows extends Viewpoint {
  /** Of each step of slopes the gap that it lies in, or the wider beside it, as a slope; or 0. */
  readonly gaps: Float64Array;
}

/**
 * The rows that the first `count` points of `xyz` lie in; undefined where they lie in none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { beamGapAt, beamRowsOf } from "./beam_rows.ts";
 * const rows = [-0.2, -0.15, 0, 0.1].flatMap((slope) =>
 *   Array.from({ length: 50 }, (_, k) => [2 + k, 0, (2 + k) * slope])
 * );
 * const view = { origin: [0, 0, 0], axis: [0, 0, 1] };
 * const found = beamRowsOf(Float32Array.from(rows.flat()), 200, view)!;
 * assert.ok(Math.abs(beamGapAt(found, -0.17) - 0.05) <= 0.002);
 * ```
 */
export function beamRowsOf(
  xyz: Float32Array,
  count: number,
  { origin, axis }: Viewpoint,
): BeamRows | undefined {
  const [ox, oy, oz] = origin as [number, number, number];
  const [ax, ay, az] = axis as [number, number, number];
  const counts = new Int32Array(2 * SLOPES);
  for (let i = 0; i < 3 * count; i += 3) {
    const x = xyz[i]! - ox, y = xyz[i + 1]! - oy, z = xyz[i + 2]! - oz;
    const up = x * ax + y * ay + z * az;
    const slope = up / Math.sqrt(x * x + y * y + z * z - up * up);
    const at = Math.floor(slope / STEP) + SLOPES;
    if (at >= 0 && at < 2 * SLOPES) counts[at]!++;
  }
  const gaps = new Float64Array(2 * SLOPES);
  let before: Row | undefined, found = false;
  for (const row of rowsIn(counts)) {
    const steps = before === undefined ? 0 : row.first - before.last, gap = steps * STEP;
    if (before !== undefined && gap <= MOST && isGap(before, row, steps)) {
      found = true;
      for (let k = before.last; k <= row.first; k++) gaps[k] = Math.max(gaps[k]!, gap);
    }
    before = row;
  }
  return found ? { origin, axis, gaps } : undefined;
}

/** Steps of slopes side by side that have points: a row at a slope between two, or smeared. */
interface Row {
  readonly first: number;
  readonly last: number;
  /** Of its fullest step. */
  readonly points: number;
  /** Points between the row before it and this one. */
  readonly strays: number;
}

function* rowsIn(counts: Int32Array): Generator<Row> {
  let strays = 0;
  for (let at = 0; at < counts.length; at++) {
    if (counts[at]! < LEAST) {
      strays += counts[at]!;
      continue;
    }
    const first = at;
    let points = 0;
    for (; counts[at]! >= LEAST; at++) points = Math.max(points, counts[at]!);
    yield { first, last: at - 1, points, strays };
    strays = counts[at] ?? 0;
  }
}

/** Whether nothing is between two rows, each of them narrower than that: else they are surfaces. */
function isGap(below: Row, above: Row, steps: number): boolean {
  const width = Math.max(below.last - below.first, above.last - above.first);
  return width < steps && above.strays <= STRAY * Math.min(below.points, above.points);
}

/** From row to row at a slope, as a difference of slopes; 0 where there are none. */
export function beamGapAt({ gaps }: BeamRows, slope: number): number {
  return gaps[Math.floor(slope / STEP) + SLOPES] ?? 0;
}

/** How far rows are moved together. */
export interface Flattening {
  /** From row to row it is no farther than this afterwards, m. */
  readonly most: number;
}

/**
 * Into `out`, moves points along the axis so that rows which are farther than `most` apart, at the
 * points' own distance, are just that: a tolerance that joins points side by side then joins rows,
 * too. What lies less far apart stays so; two points of one height and at other distances part by
 * no more than a part of their slope.
 */
export function flattenRows(
  out: Float32Array,
  xyz: Float32Array,
  count: number,
  { origin, axis, gaps }: BeamRows,
  { most }: Flattening,
): void {
  const [ox, oy, oz] = origin as [number, number, number];
  const [ax, ay, az] = axis as [number, number, number];
  let farthest = 0;
  for (let i = 0; i < 3 * count; i += 3) {
    const x = xyz[i]! - ox, y = xyz[i + 1]! - oy, z = xyz[i + 2]! - oz;
    const away = x * x + y * y + z * z;
    if (away > farthest && away < Infinity) farthest = away;
  }
  farthest = Math.sqrt(farthest);
  const apart = Math.max(APART, farthest / DISTANCES), size = 2 * SLOPES + 1;
  const heights = heightsOf(gaps, { most, apart, farthest });
  for (let i = 0; i < 3 * count; i += 3) {
    const x = xyz[i]! - ox, y = xyz[i + 1]! - oy, z = xyz[i + 2]! - oz;
    const up = x * ax + y * ay + z * az, flat = Math.sqrt(x * x + y * y + z * z - up * up);
    const slope = up / flat / STEP + SLOPES;
    let less = 0;
    if (slope > 0 && slope < 2 * SLOPES) {
      const k = Math.floor(flat / apart), at = k * size + Math.floor(slope);
      const s = slope - Math.floor(slope), d = flat / apart - k;
      const near = heights[at]! + s * (heights[at + 1]! - heights[at]!);
      const far = heights[at + size]! + s * (heights[at + size + 1]! - heights[at + size]!);
      less = near + d * (far - near) - up;
    }
    out[i] = xyz[i]! + less * ax;
    out[i + 1] = xyz[i + 1]! + less * ay;
    out[i + 2] = xyz[i + 2]! + less * az;
  }
}

/** At each distance, `apart` from each other, the height that each step of slopes comes to. */
function heightsOf(
  gaps: Float64Array,
  { most, apart, farthest }: { most: number; apart: number; farthest: number },
): Float64Array {
  const size = gaps.length + 1, distances = Math.floor(farthest / apart) + 2;
  const heights = new Float64Array(distances * size);
  for (let k = 0; k < distances; k++) {
    const row = k * size, distance = k * apart;
    for (let side = SLOPES; side < gaps.length; side++) {
      heights[row + side + 1] = heights[row + side]! + step(gaps[side]!, distance, most);
    }
    for (let side = SLOPES - 1; side >= 0; side--) {
      heights[row + side] = heights[row + side + 1]! - step(gaps[side]!, distance, most);
    }
  }
  return heights;
}

/** Metres that a step of slopes is worth. */
function step(gap: number, distance: number, most: number): number {
  return STEP * (gap * distance > most ? most / gap : distance);
}
