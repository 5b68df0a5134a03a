/**
 * Normals and patterns of surfaces, in f32, in the operations and order of `as/raycast/normal.ts`
 * and `as/raycast/pattern.ts`. Every operation on two f32 is rounded to f32: by `fround`, or where
 * it is stored. (That rounds as f32 hardware does: f64 has more than twice its digits.)
 */
import { KIND, SHAPE_SIZE, type Shapes } from "./shapes.ts";

const fround = Math.fround;

/** The component of (x, y, z) along the vector at `at`, f32. */
export function along(
  data: ArrayLike<number>,
  at: number,
  x: number,
  y: number,
  z: number,
): number {
  const a = fround(fround(data[at]!) * x), b = fround(fround(data[at + 1]!) * y);
  return fround(fround(a + b) + fround(fround(data[at + 2]!) * z));
}

/**
 * out (3) = the unit normal of a shape at a point (3) of it, on the side that a ray along
 * `direction` (3) comes from.
 */
export function normalAt(
  out: Float32Array,
  { kinds, data }: Shapes,
  shape: number,
  point: Float32Array,
  direction: Float32Array,
): void {
  const o = shape * SHAPE_SIZE, kind = kinds[shape]!;
  if (kind === KIND.triangle) triangleNormal(out, data, o);
  else if (kind === KIND.plane) out.set(data.subarray(o, o + 3));
  else if (kind === KIND.sphere) {
    const r = fround(data[o + 3]!);
    for (let i = 0; i < 3; i++) out[i] = fround(point[i]! - fround(data[o + i]!)) / r;
  } else bodyNormal(out, data, o, kind === KIND.box, point);
  if (along(out, 0, direction[0]!, direction[1]!, direction[2]!) > 0) {
    for (let i = 0; i < 3; i++) out[i] = -out[i]!;
  }
}

/** In f64, for the edges of small triangles far from the origin. */
function triangleNormal(out: Float32Array, data: Float64Array, o: number): void {
  const ax = data[o]!, ay = data[o + 1]!, az = data[o + 2]!;
  const ex = data[o + 3]! - ax, ey = data[o + 4]! - ay, ez = data[o + 5]! - az;
  const fx = data[o + 6]! - ax, fy = data[o + 7]! - ay, fz = data[o + 8]! - az;
  const x = ey * fz - ez * fy, y = ez * fx - ex * fz, z = ex * fy - ey * fx;
  const length = Math.sqrt(x * x + y * y + z * z);
  out[0] = x / length;
  out[1] = y / length;
  out[2] = z / length;
}

const local = new Float32Array(3);

function bodyNormal(
  out: Float32Array,
  data: Float64Array,
  o: number,
  isBox: boolean,
  point: Float32Array,
): void {
  const x = fround(point[0]! - fround(data[o]!)), y = fround(point[1]! - fround(data[o + 1]!));
  const z = fround(point[2]! - fround(data[o + 2]!));
  for (let i = 0; i < 3; i++) local[i] = along(data, o + 3 + 3 * i, x, y, z);
  /** How far outside a half size a local coordinate is. */
  const beyond = (i: number) => fround(Math.abs(local[i]!) - fround(data[o + 12 + i]!));
  const axisOf = (axis: number) => {
    const sign = local[axis]! < 0 ? -1 : 1;
    for (let i = 0; i < 3; i++) out[i] = sign * data[o + 3 + 3 * axis + i]!;
  };
  if (isBox) {
    const gx = beyond(0), gy = beyond(1), gz = beyond(2);
    axisOf(gx >= gy && gx >= gz ? 0 : gy >= gz ? 1 : 2);
    return;
  }
  const lx = local[0]!, ly = local[1]!;
  const round = fround(Math.sqrt(fround(fround(lx * lx) + fround(ly * ly))));
  if (beyond(2) > fround(round - fround(data[o + 12]!))) return axisOf(2);
  const a = fround(lx / round), b = fround(ly / round);
  for (let i = 0; i < 3; i++) {
    out[i] = fround(fround(data[o + 3 + i]!) * a) + fround(fround(data[o + 6 + i]!) * b);
  }
}

/** A lattice point's value in [0, 1): integer hash. */
function lattice(x: number, y: number): number {
  const corner = (Math.imul(x, 0x27d4eb2d) + Math.imul(y, 0x165667b1)) | 0;
  return (Math.imul(corner ^ (corner >>> 15), 0x2c1b3c6d) >>> 16) / 65536;
}

/** The whole number below, within what 32 bits hold. */
function whole(x: number): number {
  return Math.max(-0x80000000, Math.min(0x7fffffff, Math.floor(x)));
}

function smooth(u: number): number {
  return fround(fround(u * u) * fround(3 - fround(2 * u)));
}

/** A share of the way from one to another. */
export function between(a: number, b: number, share: number): number {
  return fround(a + fround(share * fround(b - a)));
}

/** Value noise: lattice values, smoothly between. */
function valueNoise(x: number, y: number): number {
  const ix = whole(x), iy = whole(y);
  const s = smooth(fround(x - Math.floor(x))), t = smooth(fround(y - Math.floor(y)));
  const low = between(lattice(ix, iy), lattice(ix + 1, iy), s);
  const high = between(lattice(ix, iy + 1), lattice(ix + 1, iy + 1), s);
  return between(low, high, t);
}

/**
 * How much of a material's second colour is at a place (3) of an object, 0 to 1; `normal` (3) in
 * the object's axes. Kinds as in {@linkcode Scenery.materials}, 0 excluded; `frequency` an f32.
 */
export function pattern(
  kind: number,
  frequency: number,
  place: Float32Array,
  normal: Float32Array,
): number {
  const x = place[0]!, y = place[1]!, z = place[2]!;
  if (kind === 2) return whole(fround(z * frequency)) & 1;
  // In the plane that the surface is nearest to.
  const ax = Math.abs(normal[0]!), ay = Math.abs(normal[1]!), az = Math.abs(normal[2]!);
  const level = az >= ax && az >= ay, side = !level && ax >= ay;
  const u = fround((side ? y : x) * frequency), v = fround((level ? y : z) * frequency);
  if (kind === 1) return (whole(u) + whole(v)) & 1;
  if (kind === 3) {
    const fine = (w: number, shift: number) => fround(fround(fround(3.7) * w) + shift);
    return fround(
      fround(fround(0.6) * valueNoise(u, v)) +
        fround(fround(0.4) * valueNoise(fine(u, 17), fine(v, 31))),
    );
  }
  // Bricks of 3 by 1 with joints.
  const row = Math.floor(v), brick = fround(fround(u / 3) + 0.5 * (whole(row) & 1));
  const joint = fround(v - row) < fround(0.12) ||
    fround(brick - Math.floor(brick)) < fround(0.04);
  return joint ? 1 : 0;
}
