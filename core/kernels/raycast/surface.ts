/** Normals and patterns of surfaces, in the operations and order of `as/raycast/shade.ts`. */
import { KIND, SHAPE_SIZE, type Shapes } from "./shapes.ts";

function component(data: Float64Array, at: number, x: number, y: number, z: number): number {
  return data[at]! * x + data[at + 1]! * y + data[at + 2]! * z;
}

/**
 * out (3) = the unit normal of a shape at a point (3) of it, on the side that a ray along
 * `direction` (3) comes from.
 */
export function normalAt(
  out: Float64Array,
  { kinds, data }: Shapes,
  shape: number,
  point: Float64Array,
  direction: Float64Array,
): void {
  const o = shape * SHAPE_SIZE, kind = kinds[shape]!;
  if (kind === KIND.triangle) triangleNormal(out, data, o);
  else if (kind === KIND.plane) out.set(data.subarray(o, o + 3));
  else if (kind === KIND.sphere) {
    for (let i = 0; i < 3; i++) out[i] = (point[i]! - data[o + i]!) / data[o + 3]!;
  } else bodyNormal(out, data, o, kind === KIND.box, point);
  const along = out[0]! * direction[0]! + out[1]! * direction[1]! + out[2]! * direction[2]!;
  if (along > 0) { for (let i = 0; i < 3; i++) out[i] = -out[i]!; }
}

function triangleNormal(out: Float64Array, data: Float64Array, o: number): void {
  const ax = data[o]!, ay = data[o + 1]!, az = data[o + 2]!;
  const ex = data[o + 3]! - ax, ey = data[o + 4]! - ay, ez = data[o + 5]! - az;
  const fx = data[o + 6]! - ax, fy = data[o + 7]! - ay, fz = data[o + 8]! - az;
  const x = ey * fz - ez * fy, y = ez * fx - ex * fz, z = ex * fy - ey * fx;
  const length = Math.sqrt(x * x + y * y + z * z);
  out[0] = x / length;
  out[1] = y / length;
  out[2] = z / length;
}

const local = new Float64Array(3);

function bodyNormal(
  out: Float64Array,
  data: Float64Array,
  o: number,
  isBox: boolean,
  point: Float64Array,
): void {
  const x = point[0]! - data[o]!, y = point[1]! - data[o + 1]!, z = point[2]! - data[o + 2]!;
  const lx = component(data, o + 3, x, y, z), ly = component(data, o + 6, x, y, z);
  const lz = component(data, o + 9, x, y, z);
  local.fill(0);
  if (isBox) {
    const gx = Math.abs(lx) - data[o + 12]!, gy = Math.abs(ly) - data[o + 13]!;
    const gz = Math.abs(lz) - data[o + 14]!;
    if (gx >= gy && gx >= gz) local[0] = lx < 0 ? -1 : 1;
    else if (gy >= gz) local[1] = ly < 0 ? -1 : 1;
    else local[2] = lz < 0 ? -1 : 1;
  } else {
    const round = Math.sqrt(lx * lx + ly * ly);
    if (Math.abs(lz) - data[o + 14]! > round - data[o + 12]!) local[2] = lz < 0 ? -1 : 1;
    else {
      local[0] = lx / round;
      local[1] = ly / round;
    }
  }
  for (let i = 0; i < 3; i++) {
    out[i] = data[o + 3 + i]! * local[0]! + data[o + 6 + i]! * local[1]! +
      data[o + 9 + i]! * local[2]!;
  }
}

/** A lattice point's value in [0, 1): integer hash. */
function lattice(x: number, y: number): number {
  let h = (Math.imul(x, 0x27d4eb2d) + Math.imul(y, 0x165667b1)) | 0;
  h = Math.imul(h ^ (h >> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >> 12), 0x297a2d39);
  return ((h ^ (h >> 15)) & 0xffff) / 65536;
}

/** Value noise: lattice values, smoothly between. */
function valueNoise(x: number, y: number): number {
  const ix = Math.floor(x), iy = Math.floor(y);
  const u = x - ix, v = y - iy;
  const s = u * u * (3 - 2 * u), t = v * v * (3 - 2 * v);
  const a = lattice(ix, iy), b = lattice(ix + 1, iy);
  const c = lattice(ix, iy + 1), d = lattice(ix + 1, iy + 1);
  const low = a + s * (b - a), high = c + s * (d - c);
  return low + t * (high - low);
}

/**
 * How much of a material's second colour is at a place (3) of an object, 0 to 1; `normal` (3) in
 * the object's axes. Kinds as in {@linkcode Scenery.materials}, 0 excluded.
 */
export function pattern(
  kind: number,
  frequency: number,
  place: Float64Array,
  normal: Float64Array,
): number {
  const x = place[0]!, y = place[1]!, z = place[2]!;
  if (kind === 2) return Math.floor(z * frequency) & 1;
  // In the plane that the surface is nearest to.
  const ax = Math.abs(normal[0]!), ay = Math.abs(normal[1]!), az = Math.abs(normal[2]!);
  const level = az >= ax && az >= ay, side = !level && ax >= ay;
  const u = (side ? y : x) * frequency, v = (level ? y : z) * frequency;
  if (kind === 1) return (Math.floor(u) + Math.floor(v)) & 1;
  if (kind === 3) return 0.6 * valueNoise(u, v) + 0.4 * valueNoise(3.7 * u + 17, 3.7 * v + 31);
  // Bricks of 3 by 1 with joints.
  const row = Math.floor(v), along = u / 3 + 0.5 * (row & 1);
  return v - row < 0.12 || along - Math.floor(along) < 0.04 ? 1 : 0;
}
