// What rays see where they stopped, four at a time in f32: normal, colour, sun and sky. The same
// operations in the same order as core/kernels/raycast/shade.ts.
import { dot3 } from "./leaf";
import { along, forgetShape, normals, nx, ny, nz, spread } from "./normal";
import { between, pattern } from "./pattern";
import { distances, primitives, rays, stride } from "./state";

/** Object and material of each shape, i32; 96 bytes an object: local from world (9), origin (3). */
let objectOf: usize = 0;
let materialOf: usize = 0;
let frames: usize = 0;
/** 64 bytes a material: two colours (6), pattern, spatial frequency. */
let materials: usize = 0;
/** 18 f64: direction to the sun; its light, the sky's and the ground's; colours of zenith, horizon. */
let light: usize = 0;
/** f32 x 3 a ray, colour by colour: light that is there in any case, and the sun's. */
let ambient: usize = 0;
let direct: usize = 0;
/** f32 x 3 a ray, its colours side by side: all of it. */
let colours: usize = 0;
/** i32 a ray: the object that was seen. */
let seen: usize = 0;

/** The light, and material and frame that were asked for last: f32, each in all lanes. */
const lights = memory.data(288, 16);
const matter = memory.data(128, 16);
const frame = memory.data(192, 16);
let knownMaterial: i32 = -1;
let knownObject: i32 = -1;

/** How far above a surface its shadow rays begin, metres. */
const LIFT: f32 = 1e-3;
/** Cosine of the sun's half width in the sky, 0.27 degrees. */
const SUN_EDGE: f32 = 0.9999889;

export function scenery(
  objectOfAt: usize,
  materialOfAt: usize,
  framesAt: usize,
  materialsAt: usize,
  lightAt: usize,
): void {
  objectOf = objectOfAt;
  materialOf = materialOfAt;
  frames = framesAt;
  materials = materialsAt;
  light = lightAt;
}

export function seenInto(ambientAt: usize, directAt: usize, coloursAt: usize, seenAt: usize): void {
  ambient = ambientAt;
  direct = directAt;
  colours = coloursAt;
  seen = seenAt;
}

/** Where rays came to. */
// @ts-ignore: decorator
@inline
function reached(p: usize, axis: usize, t: v128): v128 {
  const at = p + axis * stride;
  return f32x4.add(v128.load(at), f32x4.mul(t, v128.load(at + 3 * stride)));
}

// @ts-ignore: decorator
@inline
function distanceOf(first: usize): v128 {
  const p = distances + (first << 3);
  return v128.shuffle<i32>(
    f32x4.demote_f64x2_zero(v128.load(p)),
    f32x4.demote_f64x2_zero(v128.load(p, 16)),
    0, 1, 4, 5,
  );
}

/** Writes what is to be kept `where`; to all four, if what they have is still to come. */
// @ts-ignore: decorator
@inline
function put(at: usize, value: v128, where: v128, fresh: bool): void {
  if (fresh) v128.store(at, value);
  else v128.store(at, v128.bitselect(value, v128.load(at), where));
}

/** Makes ready for shapes, frames and light that may have changed. */
function forget(): void {
  forgetShape();
  knownMaterial = knownObject = -1;
  spread(light, lights, 18);
}

/** The second colour's share at places of a shape under the normals. */
// @ts-ignore: decorator
@inline
function shareAt(shape: i32, x: v128, y: v128, z: v128): v128 {
  const material = load<i32>(materialOf + ((<usize> shape) << 2));
  const m = materials + ((<usize> material) << 6);
  if (material != knownMaterial) {
    knownMaterial = material;
    spread(m, matter, 8);
  }
  const kind = <i32> load<f64>(m, 48);
  if (kind == 0) return f32x4.splat(0);
  const object = load<i32>(objectOf + ((<usize> shape) << 2));
  if (object != knownObject) {
    knownObject = object;
    spread(frames + 96 * (<usize> object), frame, 12);
  }
  const qx = f32x4.sub(x, v128.load(frame, 144)), qy = f32x4.sub(y, v128.load(frame, 160));
  const qz = f32x4.sub(z, v128.load(frame, 176));
  return pattern(
    kind,
    v128.load(matter, 112),
    along(frame, qx, qy, qz),
    along(frame + 48, qx, qy, qz),
    along(frame + 96, qx, qy, qz),
    along(frame, nx, ny, nz),
    along(frame + 48, nx, ny, nz),
    along(frame + 96, nx, ny, nz),
  );
}

/**
 * After `cast`: notes what was seen, writes the light that needs no shadow ray, and turns the rays
 * into shadow rays, to be asked by `occluded`.
 */
export function surfaces(count: i32): void {
  forget();
  for (let first: usize = 0; first < <usize> count; first += 4) {
    const hit = v128.load(primitives + (first << 2));
    const p = rays + (first << 2), t = distanceOf(first);
    const dx = v128.load(p + 3 * stride), dy = v128.load(p + 4 * stride);
    const dz = v128.load(p + 5 * stride);
    const x = reached(p, 0, t), y = reached(p, 1, t), z = reached(p, 2, t);
    const live = ~i32x4.bitmask(hit) & 15;
    // Shape by shape: neighbours mostly see the same one.
    for (let left = live; left != 0;) {
      const shape = load<i32>(primitives + ((first + <usize> ctz(left)) << 2));
      const where = i32x4.eq(hit, i32x4.splat(shape));
      normals(shape, x, y, z, dx, dy, dz);
      surface(first, shape, x, y, z, where, left == live);
      left &= ~i32x4.bitmask(where);
    }
    if (live != 15) sky(first, dx, dy, dz, i32x4.shr_s(hit, 31), live == 0);
  }
}

/** Those of four rays that saw one shape, whose normals are set. */
function surface(
  first: usize,
  shape: i32,
  x: v128,
  y: v128,
  z: v128,
  where: v128,
  fresh: bool,
): void {
  const p = rays + (first << 2), zero = f32x4.splat(0);
  const share = shareAt(shape, x, y, z);
  const facing = along(lights, nx, ny, nz), sunlit = f32x4.pmax(zero, facing);
  const half = f32x4.splat(0.5), up = f32x4.add(half, f32x4.mul(half, nz));
  const down = f32x4.sub(f32x4.splat(1), up);
  for (let c: usize = 0; c < 3; c++) {
    const m = matter + (c << 4), l = lights + (c << 4), at = (c * stride) + (first << 2);
    const albedo = between(v128.load(m), v128.load(m, 48), share);
    const around = f32x4.add(
      f32x4.mul(up, v128.load(l, 96)),
      f32x4.mul(down, v128.load(l, 144)),
    );
    put(ambient + at, f32x4.mul(albedo, around), where, fresh);
    put(direct + at, f32x4.mul(f32x4.mul(albedo, sunlit), v128.load(l, 48)), where, fresh);
  }
  const object = load<i32>(objectOf + ((<usize> shape) << 2));
  put(seen + (first << 2), i32x4.splat(object), where, fresh);
  const lift = f32x4.splat(LIFT);
  put(p, f32x4.add(x, f32x4.mul(lift, nx)), where, fresh);
  put(p + stride, f32x4.add(y, f32x4.mul(lift, ny)), where, fresh);
  put(p + 2 * stride, f32x4.add(z, f32x4.mul(lift, nz)), where, fresh);
  put(p + 3 * stride, v128.load(lights), where, fresh);
  put(p + 4 * stride, v128.load(lights, 16), where, fresh);
  put(p + 5 * stride, v128.load(lights, 32), where, fresh);
  const reach = v128.bitselect(
    f32x4.splat(Infinity),
    f32x4.splat(-1),
    f32x4.gt(facing, zero),
  );
  put(p + 6 * stride, reach, where, fresh);
}

/** From the horizon's colour to the zenith's; the sun itself where one looks at it. */
function sky(first: usize, dx: v128, dy: v128, dz: v128, where: v128, fresh: bool): void {
  const height = f32x4.sqrt(f32x4.pmax(f32x4.splat(0), dz));
  const sun = f32x4.gt(along(lights, dx, dy, dz), f32x4.splat(SUN_EDGE));
  for (let c: usize = 0; c < 3; c++) {
    const l = lights + (c << 4), at = (c * stride) + (first << 2);
    const bright = v128.and(sun, f32x4.mul(f32x4.splat(20), v128.load(l, 48)));
    put(ambient + at, between(v128.load(l, 240), v128.load(l, 192), height), where, fresh);
    put(direct + at, bright, where, fresh);
  }
  put(seen + (first << 2), i32x4.splat(-1), where, fresh);
  put(rays + (first << 2) + 6 * stride, f32x4.splat(-1), where, fresh);
}

/** One colour of four rays: with the sun's light where nothing stopped it. */
// @ts-ignore: decorator
@inline
function colourOf(at: usize, lit: v128): v128 {
  return f32x4.add(v128.load(ambient + at), v128.and(lit, v128.load(direct + at)));
}

/** After `occluded`: adds the sun's light where it gets to, and lays the colours side by side. */
export function sunlight(count: i32): void {
  for (let first: usize = 0; first < <usize> count; first += 4) {
    const at = first << 2, lit = i32x4.shr_s(v128.load(primitives + at), 31);
    const r = colourOf(at, lit), g = colourOf(at + stride, lit), b = colourOf(at + 2 * stride, lit);
    const to = colours + 12 * first;
    v128.store(to, v128.shuffle<i32>(v128.shuffle<i32>(r, g, 0, 4, 1, 5), b, 0, 1, 4, 2));
    v128.store(to, v128.shuffle<i32>(v128.shuffle<i32>(g, b, 1, 5, 2, 6), r, 0, 1, 6, 2), 16);
    v128.store(to, v128.shuffle<i32>(b, v128.shuffle<i32>(r, g, 3, 7, 3, 7), 2, 4, 5, 3), 32);
  }
}

/** After `cast`: cosines of the angles between rays and normals, f32 a ray, into `colours`; 0: none. */
export function incidence(count: i32): void {
  forget();
  for (let first: usize = 0; first < <usize> count; first += 4) {
    const at = first << 2, hit = v128.load(primitives + at), to = colours + at;
    let left = ~i32x4.bitmask(hit) & 15;
    v128.store(to, f32x4.splat(0));
    const p = rays + at, t = distanceOf(first);
    const dx = v128.load(p + 3 * stride), dy = v128.load(p + 4 * stride);
    const dz = v128.load(p + 5 * stride);
    const x = reached(p, 0, t), y = reached(p, 1, t), z = reached(p, 2, t);
    while (left != 0) {
      const shape = load<i32>(primitives + ((first + <usize> ctz(left)) << 2));
      const where = i32x4.eq(hit, i32x4.splat(shape));
      left &= ~i32x4.bitmask(where);
      normals(shape, x, y, z, dx, dy, dz);
      put(to, f32x4.neg(dot3(nx, ny, nz, dx, dy, dz)), where, false);
    }
  }
}
