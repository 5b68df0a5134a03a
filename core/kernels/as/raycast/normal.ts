// Normals of what four rays hit, in f32: the same operations in the same order as
// core/kernels/raycast/surface.ts.
import { dot3 } from "./leaf";
import { kinds, shapes } from "./state";

/** Unit normals, on the sides that the rays come from. */
export let nx: v128 = f32x4.splat(0), ny: v128 = nx, nz: v128 = nx;

/** Numbers of the shape that was asked for last, f32, each in all lanes; a triangle's are its normal. */
const numbers = memory.data(240, 16);
let known: i32 = -1;

/** Shapes may have other numbers than before. */
export function forgetShape(): void {
  known = -1;
}

/** Writes `count` f64 at `from` as f32 to `to`, each in all lanes. */
export function spread(from: usize, to: usize, count: usize): void {
  for (let i: usize = 0; i < count; i++) {
    v128.store(to + (i << 4), f32x4.splat(<f32> load<f64>(from + (i << 3))));
  }
}

/** The component of (x, y, z) along the spread vector at `p`. */
// @ts-ignore: decorator
@inline
export function along(p: usize, x: v128, y: v128, z: v128): v128 {
  return dot3(v128.load(p), v128.load(p, 16), v128.load(p, 32), x, y, z);
}

/** Sets the normals at points of a shape that rays along (dx, dy, dz) came to. */
export function normals(shape: i32, x: v128, y: v128, z: v128, dx: v128, dy: v128, dz: v128): void {
  const kind = load<i32>(kinds + ((<usize> shape) << 2));
  if (shape != known) {
    known = shape;
    const p = shapes + ((<usize> shape) << 7);
    if (kind == 0) triangle(p);
    else spread(p, numbers, 15);
  }
  if (kind == 0 || kind == 4) {
    nx = v128.load(numbers);
    ny = v128.load(numbers, 16);
    nz = v128.load(numbers, 32);
  } else {
    const qx = f32x4.sub(x, v128.load(numbers)), qy = f32x4.sub(y, v128.load(numbers, 16));
    const qz = f32x4.sub(z, v128.load(numbers, 32));
    if (kind == 2) {
      const r = v128.load(numbers, 48);
      nx = f32x4.div(qx, r);
      ny = f32x4.div(qy, r);
      nz = f32x4.div(qz, r);
    } else {
      const lx = along(numbers + 48, qx, qy, qz), ly = along(numbers + 96, qx, qy, qz);
      const lz = along(numbers + 144, qx, qy, qz);
      if (kind == 1) box(lx, ly, lz);
      else cylinder(lx, ly, lz);
    }
  }
  const behind = v128.and(
    f32x4.gt(dot3(nx, ny, nz, dx, dy, dz), f32x4.splat(0)),
    f32x4.splat(-0.0),
  );
  nx = v128.xor(nx, behind);
  ny = v128.xor(ny, behind);
  nz = v128.xor(nz, behind);
}

/** In f64, for the edges of small triangles far from the origin. */
function triangle(p: usize): void {
  const ax = load<f64>(p), ay = load<f64>(p, 8), az = load<f64>(p, 16);
  const ex = load<f64>(p, 24) - ax, ey = load<f64>(p, 32) - ay, ez = load<f64>(p, 40) - az;
  const fx = load<f64>(p, 48) - ax, fy = load<f64>(p, 56) - ay, fz = load<f64>(p, 64) - az;
  const x = ey * fz - ez * fy, y = ez * fx - ex * fz, z = ex * fy - ey * fx;
  const length = sqrt(x * x + y * y + z * z);
  v128.store(numbers, f32x4.splat(<f32> (x / length)));
  v128.store(numbers, f32x4.splat(<f32> (y / length)), 16);
  v128.store(numbers, f32x4.splat(<f32> (z / length)), 32);
}

/** A component of one of a box's axes. */
// @ts-ignore: decorator
@inline
function chosen(offset: usize, isX: v128, isY: v128): v128 {
  return v128.bitselect(
    v128.load(numbers + offset, 48),
    v128.bitselect(v128.load(numbers + offset, 96), v128.load(numbers + offset, 144), isY),
    isX,
  );
}

/** The sign of what is less than 0. */
// @ts-ignore: decorator
@inline
function signOf(value: v128): v128 {
  return v128.and(f32x4.lt(value, f32x4.splat(0)), f32x4.splat(-0.0));
}

// @ts-ignore: decorator
@inline
function box(lx: v128, ly: v128, lz: v128): void {
  const gx = f32x4.sub(f32x4.abs(lx), v128.load(numbers, 192));
  const gy = f32x4.sub(f32x4.abs(ly), v128.load(numbers, 208));
  const gz = f32x4.sub(f32x4.abs(lz), v128.load(numbers, 224));
  const isX = v128.and(f32x4.ge(gx, gy), f32x4.ge(gx, gz)), isY = f32x4.ge(gy, gz);
  const sign = signOf(v128.bitselect(lx, v128.bitselect(ly, lz, isY), isX));
  nx = v128.xor(chosen(0, isX, isY), sign);
  ny = v128.xor(chosen(16, isX, isY), sign);
  nz = v128.xor(chosen(32, isX, isY), sign);
}

// @ts-ignore: decorator
@inline
function roundOrCap(offset: usize, a: v128, b: v128, cap: v128, sign: v128): v128 {
  const side = f32x4.add(
    f32x4.mul(v128.load(numbers + offset, 48), a),
    f32x4.mul(v128.load(numbers + offset, 96), b),
  );
  return v128.bitselect(v128.xor(v128.load(numbers + offset, 144), sign), side, cap);
}

// @ts-ignore: decorator
@inline
function cylinder(lx: v128, ly: v128, lz: v128): void {
  const round = f32x4.sqrt(f32x4.add(f32x4.mul(lx, lx), f32x4.mul(ly, ly)));
  const cap = f32x4.gt(
    f32x4.sub(f32x4.abs(lz), v128.load(numbers, 224)),
    f32x4.sub(round, v128.load(numbers, 192)),
  );
  const a = f32x4.div(lx, round), b = f32x4.div(ly, round), sign = signOf(lz);
  nx = roundOrCap(0, a, b, cap, sign);
  ny = roundOrCap(16, a, b, cap, sign);
  nz = roundOrCap(32, a, b, cap, sign);
}
