// Where a ray first meets a primitive, in f64: what the kernel's answer is defined by. The same
// operations in the same order as core/kernels/raycast/exact.ts. Infinity: nowhere.
import { rays, shapes, kinds, stride } from "./state";

let ox: f64 = 0, oy: f64 = 0, oz: f64 = 0, dx: f64 = 0, dy: f64 = 0, dz: f64 = 0;

/** Makes ray `at` the current one. */
export function take(at: i32): void {
  const p = rays + ((<usize> at) << 2);
  ox = <f64> load<f32>(p);
  oy = <f64> load<f32>(p + stride);
  oz = <f64> load<f32>(p + 2 * stride);
  dx = <f64> load<f32>(p + 3 * stride);
  dy = <f64> load<f32>(p + 4 * stride);
  dz = <f64> load<f32>(p + 5 * stride);
}

export function exact(primitive: i32): f64 {
  const kind = load<i32>(kinds + ((<usize> primitive) << 2));
  const p = shapes + ((<usize> primitive) << 7);
  if (kind == 0) return triangle(p);
  if (kind == 1) return box(p);
  if (kind == 2) return sphere(p);
  if (kind == 3) return cylinder(p);
  return plane(p);
}

// @ts-ignore: decorator
@inline
function component(p: usize, x: f64, y: f64, z: f64): f64 {
  return load<f64>(p) * x + load<f64>(p, 8) * y + load<f64>(p, 16) * z;
}

function triangle(p: usize): f64 {
  // Shear of the ray's frame (Woop, Benthin, Wald 2013): which axis is longest, and its slopes.
  let axis: i32, sx: f64, sy: f64, sz: f64;
  const lx = abs(dx), ly = abs(dy), lz = abs(dz);
  if (lx > ly && lx > lz) {
    axis = 0;
    sz = 1 / dx;
    sx = dy / dx;
    sy = dz / dx;
  } else if (ly > lz) {
    axis = 1;
    sz = 1 / dy;
    sx = dz / dy;
    sy = dx / dy;
  } else {
    axis = 2;
    sz = 1 / dz;
    sx = dx / dz;
    sy = dy / dz;
  }
  let ax = load<f64>(p) - ox, ay = load<f64>(p, 8) - oy, az = load<f64>(p, 16) - oz;
  let bx = load<f64>(p, 24) - ox, by = load<f64>(p, 32) - oy, bz = load<f64>(p, 40) - oz;
  let cx = load<f64>(p, 48) - ox, cy = load<f64>(p, 56) - oy, cz = load<f64>(p, 64) - oz;
  let s: f64;
  if (axis == 0) {
    s = ax, ax = ay, ay = az, az = s;
    s = bx, bx = by, by = bz, bz = s;
    s = cx, cx = cy, cy = cz, cz = s;
  } else if (axis == 1) {
    s = ax, ax = az, az = ay, ay = s;
    s = bx, bx = bz, bz = by, by = s;
    s = cx, cx = cz, cz = cy, cy = s;
  }
  ax -= sx * az;
  ay -= sy * az;
  bx -= sx * bz;
  by -= sy * bz;
  cx -= sx * cz;
  cy -= sy * cz;
  const u = cx * by - cy * bx, v = ax * cy - ay * cx, w = bx * ay - by * ax;
  if ((u < 0 || v < 0 || w < 0) && (u > 0 || v > 0 || w > 0)) return Infinity;
  const sum = u + v + w;
  if (sum == 0) return Infinity;
  const t = (u * (sz * az) + v * (sz * bz) + w * (sz * cz)) / sum;
  return t > 0 ? t : Infinity;
}

// The part of the line inside a slab or shape so far.
let near: f64 = 0, far: f64 = 0;

/** Cuts [near, far] by |o + t d| <= h; false: nothing is left. */
function slab(o: f64, d: f64, h: f64): bool {
  if (d == 0) return abs(o) <= h;
  const inverse = 1 / d;
  const a = (-h - o) * inverse, b = (h - o) * inverse;
  const low = a < b ? a : b, high = a < b ? b : a;
  if (low > near) near = low;
  if (high < far) far = high;
  return near <= far;
}

/** Where a convex body is met from outside, or left from inside. */
// @ts-ignore: decorator
@inline
function surface(): f64 {
  if (near > 0) return near;
  return far > 0 ? far : Infinity;
}

function box(p: usize): f64 {
  const x = ox - load<f64>(p), y = oy - load<f64>(p, 8), z = oz - load<f64>(p, 16);
  near = -Infinity;
  far = Infinity;
  for (let i: usize = 0; i < 3; i++) {
    const row = p + 24 + 24 * i;
    if (!slab(component(row, x, y, z), component(row, dx, dy, dz), load<f64>(p + 96 + 8 * i))) {
      return Infinity;
    }
  }
  return surface();
}

function sphere(p: usize): f64 {
  const x = load<f64>(p) - ox, y = load<f64>(p, 8) - oy, z = load<f64>(p, 16) - oz;
  const r = load<f64>(p, 24);
  const dd = dx * dx + dy * dy + dz * dz;
  const middle = (x * dx + y * dy + z * dz) / dd;
  const lx = x - middle * dx, ly = y - middle * dy, lz = z - middle * dz;
  const square = (r * r - (lx * lx + ly * ly + lz * lz)) / dd;
  if (square < 0) return Infinity;
  const half = sqrt(square);
  near = middle - half;
  far = middle + half;
  return surface();
}

function cylinder(p: usize): f64 {
  const x = ox - load<f64>(p), y = oy - load<f64>(p, 8), z = oz - load<f64>(p, 16);
  const px = component(p + 24, x, y, z), py = component(p + 48, x, y, z);
  const qx = component(p + 24, dx, dy, dz), qy = component(p + 48, dx, dy, dz);
  const r = load<f64>(p, 96);
  near = -Infinity;
  far = Infinity;
  const qq = qx * qx + qy * qy;
  if (qq == 0) {
    if (px * px + py * py > r * r) return Infinity;
  } else {
    const middle = -(px * qx + py * qy) / qq;
    const lx = px + middle * qx, ly = py + middle * qy;
    const square = (r * r - (lx * lx + ly * ly)) / qq;
    if (square < 0) return Infinity;
    const half = sqrt(square);
    near = middle - half;
    far = middle + half;
  }
  const pz = component(p + 72, x, y, z), qz = component(p + 72, dx, dy, dz);
  return slab(pz, qz, load<f64>(p, 112)) ? surface() : Infinity;
}

function plane(p: usize): f64 {
  const along = component(p, dx, dy, dz);
  if (along == 0) return Infinity;
  const t = (load<f64>(p, 24) - component(p, ox, oy, oz)) / along;
  return t > 0 ? t : Infinity;
}
