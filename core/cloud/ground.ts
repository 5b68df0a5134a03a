/**
 * The ground plane of a cloud by RANSAC (Fischler and Bolles 1981): planes through three random
 * points, steep ones left out; the one with most points within `thickness` wins, and is fitted to
 * those by least squares of z = a x + b y + c. A point below a plane counts against it, as nothing
 * is under the ground: level with a lidar, where its beams meet all walls around, a plane can have
 * more points than the floor. Every second trial draws from the lowest quarter: a third of all
 * points on the ground, as between shelves, makes one in 27 draws from all points a good one, but
 * nearly all of those.
 */

/** What is drawn from: `RandomStream` of core/math. */
export interface Uniform {
  /** Uniform on [0, 1). */
  uniform(): number;
}

/** How the ground is found. */
export interface GroundOptions {
  /** A point is ground within so many metres of the plane. Default 0.15. */
  readonly thickness?: number;
  /** Least cosine of the plane's normal to z. Default 0.9, about 25°. */
  readonly minCosine?: number;
  /** Planes that are tried. Default 64. */
  readonly trials?: number;
  /** Least part of the points that must be ground for there to be one. Default 0.1. */
  readonly minShare?: number;
}

/** A plane n · p = d, n of length 1 with z upward, and the points on it. */
export interface Ground {
  /** x of the normal. */
  readonly a: number;
  /** y of the normal. */
  readonly b: number;
  /** z of the normal, positive. */
  readonly c: number;
  /** Metres from the origin, along the normal. */
  readonly d: number;
  /** 1 of each point that is ground; valid until the caller passes the array again. */
  readonly mask: Uint8Array;
  /** Points that are ground. */
  readonly count: number;
}

/** Points that trials are scored by; more do not tell planes apart better. */
const SCORED = 2048;

/** The golden section: of all numbers the one whose multiples keep no step with any period. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;

/**
 * Finds the ground among the first `count` points of `xyz`; undefined where there is none. `mask`
 * is written to where it is long enough.
 */
export function groundOf(
  xyz: Float32Array,
  count: number,
  random: Uniform,
  options: GroundOptions & { readonly mask?: Uint8Array } = {},
): Ground | undefined {
  const { thickness = 0.15, minCosine = 0.9, trials = 64, minShare = 0.1 } = options;
  const some = spread(count);
  const plane = new Float64Array(4), best = new Float64Array(4);
  const low = lowest(xyz, some), samples = gathered(xyz, some);
  let most = 0;
  for (let trial = 0; trial < trials; trial++) {
    const among = trial % 2 === 1 && low.length > 2 ? low : undefined;
    const choice = among?.length ?? count;
    // Drawn whether or not they are used: a trial's numbers depend on its index alone.
    const [i, j, k] = [random, random, random].map((each) => {
      const n = Math.floor(each.uniform() * choice);
      return among?.[n] ?? n;
    }) as [number, number, number];
    if (!through(plane, xyz, i, j, k) || plane[2]! < minCosine) continue;
    const score = scored(plane, samples, thickness);
    if (score > most) {
      most = score;
      best.set(plane);
    }
  }
  if (most === 0) return undefined;
  // A refined plane has its own points: once more, and the fit is to those of the better plane.
  const mask = options.mask !== undefined && options.mask.length >= count
    ? options.mask
    : new Uint8Array(count);
  for (let round = 0; round < 2; round++) refine(best, xyz, count, thickness, mask);
  if (!(best[2]! >= minCosine)) return undefined;
  const ground = marked(best, xyz, count, thickness, mask);
  if (ground < minShare * count) return undefined;
  return { a: best[0]!, b: best[1]!, c: best[2]!, d: best[3]!, mask, count: ground };
}

/**
 * Points to score by, one from each stretch of the cloud, each time at another place of it: a
 * lidar fires its beams in turn, and every eighth point of 16 beams would be of two of them.
 */
function spread(count: number): Int32Array {
  const stretch = Math.max(1, count / SCORED), some = new Int32Array(Math.min(count, SCORED));
  for (let n = 0; n < some.length; n++) {
    const turn = n * GOLDEN;
    some[n] = Math.floor((n + turn - Math.floor(turn)) * stretch);
  }
  return some;
}

/** Those points side by side: each trial goes through them. */
function gathered(xyz: Float32Array, some: Int32Array): Float32Array {
  const samples = new Float32Array(3 * some.length);
  for (let n = 0; n < some.length; n++) {
    for (let axis = 0; axis < 3; axis++) samples[3 * n + axis] = xyz[3 * some[n]! + axis]!;
  }
  return samples;
}

/** The lowest quarter of the points that trials are scored by. */
function lowest(xyz: Float32Array, some: Int32Array): Int32Array {
  const finite = some.filter((i) => Number.isFinite(xyz[3 * i + 2]!));
  const heights = new Float32Array(finite.length);
  for (let n = 0; n < finite.length; n++) heights[n] = xyz[3 * finite[n]! + 2]!;
  const quarter = heights.sort()[heights.length >> 2]!;
  return finite.filter((i) => xyz[3 * i + 2]! <= quarter);
}

/** plane = the one through three points, its normal upward; false where they span none. */
function through(
  plane: Float64Array,
  xyz: Float32Array,
  i: number,
  j: number,
  k: number,
): boolean {
  const x = xyz[3 * i]!, y = xyz[3 * i + 1]!, z = xyz[3 * i + 2]!;
  const ux = xyz[3 * j]! - x, uy = xyz[3 * j + 1]! - y, uz = xyz[3 * j + 2]! - z;
  const vx = xyz[3 * k]! - x, vy = xyz[3 * k + 1]! - y, vz = xyz[3 * k + 2]! - z;
  const nx = uy * vz - uz * vy, ny = uz * vx - ux * vz, nz = ux * vy - uy * vx;
  return unit(plane, nx, ny, nz, nx * x + ny * y + nz * z);
}

function unit(plane: Float64Array, a: number, b: number, c: number, d: number): boolean {
  const length = Math.sqrt(a * a + b * b + c * c);
  if (!(length > 1e-12 && length < Infinity)) return false;
  const scale = c < 0 ? -1 / length : 1 / length;
  plane[0] = a * scale;
  plane[1] = b * scale;
  plane[2] = c * scale;
  plane[3] = d * scale;
  return true;
}

/** mask = 1 of each point within the thickness; returns how many. */
function marked(
  plane: Float64Array,
  xyz: Float32Array,
  count: number,
  thickness: number,
  mask: Uint8Array,
): number {
  const a = plane[0]!, b = plane[1]!, c = plane[2]!, d = plane[3]!;
  let sum = 0;
  for (let p = 0, i = 0; p < count; p++, i += 3) {
    const away = Math.abs(a * xyz[i]! + b * xyz[i + 1]! + c * xyz[i + 2]! - d);
    const near = Number(away <= thickness); // NaN is not near
    mask[p] = near;
    sum += near;
  }
  return sum;
}

/** Samples within the thickness, less those below. */
function scored(plane: Float64Array, samples: Float32Array, thickness: number): number {
  const a = plane[0]!, b = plane[1]!, c = plane[2]!, d = plane[3]!;
  let score = 0;
  for (let i = 0; i < samples.length; i += 3) {
    const above = a * samples[i]! + b * samples[i + 1]! + c * samples[i + 2]! - d;
    // No branch: nothing could predict it. NaN is nowhere.
    score += Number(Math.abs(above) <= thickness) - Number(above < -thickness);
  }
  return score;
}

/** Fits the plane to its points: normal equations about their mean, which keeps them small. */
function refine(
  plane: Float64Array,
  xyz: Float32Array,
  count: number,
  thickness: number,
  mask: Uint8Array,
): void {
  const n = marked(plane, xyz, count, thickness, mask);
  if (n < 3) return;
  let mx = 0, my = 0, mz = 0;
  for (let p = 0, i = 0; p < count; p++, i += 3) {
    if (mask[p] === 0) continue;
    mx += xyz[i]!;
    my += xyz[i + 1]!;
    mz += xyz[i + 2]!;
  }
  mx /= n;
  my /= n;
  mz /= n;
  let xx = 0, xy = 0, yy = 0, xz = 0, yz = 0;
  for (let p = 0, i = 0; p < count; p++, i += 3) {
    if (mask[p] === 0) continue;
    const x = xyz[i]! - mx, y = xyz[i + 1]! - my, z = xyz[i + 2]! - mz;
    xx += x * x;
    xy += x * y;
    yy += y * y;
    xz += x * z;
    yz += y * z;
  }
  const determinant = xx * yy - xy * xy;
  if (!(determinant > 1e-9 * xx * yy)) return; // on a line: nothing to tilt by
  const a = (xz * yy - yz * xy) / determinant, b = (yz * xx - xz * xy) / determinant;
  unit(plane, -a, -b, 1, mz - a * mx - b * my);
}
