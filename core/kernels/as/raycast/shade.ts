// What a ray sees where it stopped: normal, colour, sun and sky. The same operations in the same
// order as core/kernels/raycast/shade.ts.
import { between, pattern } from "./pattern";
import { distances, primitives, kinds, rays, shapes, stride } from "./state";

/** Object and material of each shape, i32; 96 bytes an object: local from world (9), origin (3). */
let objectOf: usize = 0;
let materialOf: usize = 0;
let frames: usize = 0;
/** 64 bytes a material: two colours (6), pattern, spatial frequency. */
let materials: usize = 0;
/** 18 f64: direction to the sun; its light, the sky's and the ground's; colours of zenith, horizon. */
let light: usize = 0;
/** f32 x 3 a ray: light that is there in any case, and the sun's. */
let ambient: usize = 0;
let direct: usize = 0;
/** i32 a ray: the shape that was seen. */
let seen: usize = 0;

/** How far above a surface its shadow rays begin, metres. */
const LIFT: f64 = 1e-3;
/** Cosine of the sun's half width in the sky, 0.27 degrees. */
const SUN_EDGE: f64 = 0.9999889;

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

export function seenInto(ambientAt: usize, directAt: usize, seenAt: usize): void {
  ambient = ambientAt;
  direct = directAt;
  seen = seenAt;
}

let nx: f64 = 0, ny: f64 = 0, nz: f64 = 0;

// @ts-ignore: decorator
@inline
function component(p: usize, x: f64, y: f64, z: f64): f64 {
  return load<f64>(p) * x + load<f64>(p, 8) * y + load<f64>(p, 16) * z;
}

/** Sets the normal at a point of a shape, of length 1, on the side that (dx, dy, dz) comes from. */
function normalAt(shape: i32, x: f64, y: f64, z: f64, dx: f64, dy: f64, dz: f64): void {
  const kind = load<i32>(kinds + ((<usize> shape) << 2));
  const p = shapes + ((<usize> shape) << 7);
  if (kind == 0) {
    const ax = load<f64>(p), ay = load<f64>(p, 8), az = load<f64>(p, 16);
    const ex = load<f64>(p, 24) - ax, ey = load<f64>(p, 32) - ay, ez = load<f64>(p, 40) - az;
    const fx = load<f64>(p, 48) - ax, fy = load<f64>(p, 56) - ay, fz = load<f64>(p, 64) - az;
    nx = ey * fz - ez * fy;
    ny = ez * fx - ex * fz;
    nz = ex * fy - ey * fx;
    const length = sqrt(nx * nx + ny * ny + nz * nz);
    nx /= length;
    ny /= length;
    nz /= length;
  } else if (kind == 4) {
    nx = load<f64>(p);
    ny = load<f64>(p, 8);
    nz = load<f64>(p, 16);
  } else if (kind == 2) {
    const r = load<f64>(p, 24);
    nx = (x - load<f64>(p)) / r;
    ny = (y - load<f64>(p, 8)) / r;
    nz = (z - load<f64>(p, 16)) / r;
  } else {
    const qx = x - load<f64>(p), qy = y - load<f64>(p, 8), qz = z - load<f64>(p, 16);
    const lx = component(p + 24, qx, qy, qz), ly = component(p + 48, qx, qy, qz);
    const lz = component(p + 72, qx, qy, qz);
    let mx: f64 = 0, my: f64 = 0, mz: f64 = 0;
    if (kind == 1) {
      const gx = abs(lx) - load<f64>(p, 96), gy = abs(ly) - load<f64>(p, 104);
      const gz = abs(lz) - load<f64>(p, 112);
      if (gx >= gy && gx >= gz) mx = lx < 0 ? -1 : 1;
      else if (gy >= gz) my = ly < 0 ? -1 : 1;
      else mz = lz < 0 ? -1 : 1;
    } else {
      const round = sqrt(lx * lx + ly * ly);
      if (abs(lz) - load<f64>(p, 112) > round - load<f64>(p, 96)) mz = lz < 0 ? -1 : 1;
      else {
        mx = lx / round;
        my = ly / round;
      }
    }
    nx = load<f64>(p, 24) * mx + load<f64>(p, 48) * my + load<f64>(p, 72) * mz;
    ny = load<f64>(p, 32) * mx + load<f64>(p, 56) * my + load<f64>(p, 80) * mz;
    nz = load<f64>(p, 40) * mx + load<f64>(p, 64) * my + load<f64>(p, 88) * mz;
  }
  if (nx * dx + ny * dy + nz * dz > 0) {
    nx = -nx;
    ny = -ny;
    nz = -nz;
  }
}

/** Two channels of what a surface throws back, `share` of its second colour. */
// @ts-ignore: decorator
@inline
function albedo(m: usize, share: f64): v128 {
  return between(v128.load(m), v128.load(m, 24), f64x2.splat(share));
}

/** Two channels of the light from sky and ground on what faces `up` so far. */
// @ts-ignore: decorator
@inline
function lit(sky: usize, up: f64): v128 {
  return f64x2.add(
    f64x2.mul(f64x2.splat(up), v128.load(sky)),
    f64x2.mul(f64x2.splat(1 - up), v128.load(sky, 24)),
  );
}

/**
 * After `cast`: notes what was seen, writes the light that needs no shadow ray, and turns the rays
 * into shadow rays, to be asked by `occluded`.
 */
export function surfaces(count: i32): void {
  const sunX = load<f64>(light), sunY = load<f64>(light, 8), sunZ = load<f64>(light, 16);
  for (let i: usize = 0; i < <usize> count; i++) {
    const p = rays + (i << 2), a = ambient + 12 * i, b = direct + 12 * i;
    const shape = load<i32>(primitives + (i << 2));
    store<i32>(seen + (i << 2), shape);
    const dx = <f64> load<f32>(p + 3 * stride), dy = <f64> load<f32>(p + 4 * stride);
    const dz = <f64> load<f32>(p + 5 * stride);
    store<f32>(p + 6 * stride, -1);
    if (shape < 0) {
      sky(dx, dy, dz, a, b);
      continue;
    }
    const t = load<f64>(distances + (i << 3));
    const x = <f64> load<f32>(p) + t * dx, y = <f64> load<f32>(p + stride) + t * dy;
    const z = <f64> load<f32>(p + 2 * stride) + t * dz;
    normalAt(shape, x, y, z, dx, dy, dz);
    const m = materials + ((<usize> load<i32>(materialOf + ((<usize> shape) << 2))) << 6);
    const kind = <i32> load<f64>(m, 48);
    let share: f64 = 0;
    if (kind != 0) {
      const f = frames + 96 * (<usize> load<i32>(objectOf + ((<usize> shape) << 2)));
      const qx = x - load<f64>(f, 72), qy = y - load<f64>(f, 80), qz = z - load<f64>(f, 88);
      share = pattern(
        kind,
        load<f64>(m, 56),
        component(f, qx, qy, qz),
        component(f + 24, qx, qy, qz),
        component(f + 48, qx, qy, qz),
        component(f, nx, ny, nz),
        component(f + 24, nx, ny, nz),
        component(f + 48, nx, ny, nz),
      );
    }
    const facing = nx * sunX + ny * sunY + nz * sunZ;
    const up = 0.5 + 0.5 * nz, sunlit = facing > 0 ? facing : 0;
    // Red and green, then blue (and what lies behind it, which is not kept).
    const redGreen = albedo(m, share), blue = albedo(m + 16, share);
    const around = f64x2.mul(redGreen, lit(light + 48, up));
    v128.store64_lane(a, f32x4.demote_f64x2_zero(around), 0);
    v128.store32_lane(a + 8, f32x4.demote_f64x2_zero(f64x2.mul(blue, lit(light + 64, up))), 0);
    const straight = f64x2.splat(sunlit);
    v128.store64_lane(
      b,
      f32x4.demote_f64x2_zero(
        f64x2.mul(f64x2.mul(redGreen, straight), v128.load(light + 24)),
      ),
      0,
    );
    v128.store32_lane(
      b + 8,
      f32x4.demote_f64x2_zero(f64x2.mul(f64x2.mul(blue, straight), v128.load(light + 40))),
      0,
    );
    if (facing > 0) {
      store<f32>(p, <f32> (x + LIFT * nx));
      store<f32>(p + stride, <f32> (y + LIFT * ny));
      store<f32>(p + 2 * stride, <f32> (z + LIFT * nz));
      store<f32>(p + 3 * stride, <f32> sunX);
      store<f32>(p + 4 * stride, <f32> sunY);
      store<f32>(p + 5 * stride, <f32> sunZ);
      store<f32>(p + 6 * stride, Infinity);
    }
  }
}

/** From the horizon's colour to the zenith's; the sun itself where one looks at it. */
function sky(dx: f64, dy: f64, dz: f64, a: usize, b: usize): void {
  const height = dz > 0 ? sqrt(dz) : 0;
  const sun = component(light, dx, dy, dz) > SUN_EDGE;
  for (let c: usize = 0; c < 24; c += 8) {
    const horizon = load<f64>(light + 120 + c);
    const colour = horizon + height * (load<f64>(light + 96 + c) - horizon);
    store<f32>(a + (c >> 1), <f32> colour);
    store<f32>(b + (c >> 1), sun ? <f32> (20 * load<f64>(light + 24 + c)) : 0);
  }
}

/** After `occluded`: adds the sun's light where it gets to, in place of `ambient`. */
export function sunlight(count: i32): void {
  for (let i: usize = 0; i < <usize> count; i++) {
    if (load<i32>(primitives + (i << 2)) >= 0) continue;
    const a = ambient + 12 * i, b = direct + 12 * i;
    store<f32>(a, load<f32>(a) + load<f32>(b));
    store<f32>(a, load<f32>(a, 4) + load<f32>(b, 4), 4);
    store<f32>(a, load<f32>(a, 8) + load<f32>(b, 8), 8);
  }
}

/** After `cast`: cosine of the angle between ray and normal, f32 a ray, into `ambient`; 0: none. */
export function incidence(count: i32): void {
  for (let i: usize = 0; i < <usize> count; i++) {
    const p = rays + (i << 2);
    const shape = load<i32>(primitives + (i << 2));
    let cosine: f64 = 0;
    if (shape >= 0) {
      const dx = <f64> load<f32>(p + 3 * stride), dy = <f64> load<f32>(p + 4 * stride);
      const dz = <f64> load<f32>(p + 5 * stride);
      const t = load<f64>(distances + (i << 3));
      normalAt(
        shape,
        <f64> load<f32>(p) + t * dx,
        <f64> load<f32>(p + stride) + t * dy,
        <f64> load<f32>(p + 2 * stride) + t * dz,
        dx,
        dy,
        dz,
      );
      cosine = -(nx * dx + ny * dy + nz * dz);
    }
    store<f32>(ambient + (i << 2), <f32> cosine);
  }
}
