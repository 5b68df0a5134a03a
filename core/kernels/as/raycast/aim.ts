// Turns and places rays: core/kernels/raycast/aim.ts, four at a time, in the same operations and
// order.
import { rays, stride } from "./state";

// @ts-ignore: decorator
@inline
function turnedPair(row: usize, x: v128, y: v128, z: v128): v128 {
  return f32x4.demote_f64x2_zero(
    f64x2.add(
      f64x2.add(
        f64x2.mul(v128.load64_splat(row), f64x2.promote_low_f32x4(x)),
        f64x2.mul(v128.load64_splat(row, 8), f64x2.promote_low_f32x4(y)),
      ),
      f64x2.mul(v128.load64_splat(row, 16), f64x2.promote_low_f32x4(z)),
    ),
  );
}

// @ts-ignore: decorator
@inline
function high(v: v128): v128 {
  return v128.shuffle<i32>(v, v, 2, 3, 2, 3);
}

/** The component along a row of the rotation, in f64, rounded once. */
// @ts-ignore: decorator
@inline
function turned(row: usize, x: v128, y: v128, z: v128): v128 {
  return v128.shuffle<i32>(
    turnedPair(row, x, y, z),
    turnedPair(row, high(x), high(y), high(z)),
    0,
    1,
    4,
    5,
  );
}

/**
 * Rays from number `first` on get the directions at `from` (three arrays of f32, `apart` bytes from
 * each other), turned and placed by `pose`: rotation (9 f64), origin (3). `count` is a multiple of 4.
 */
export function aim(first: i32, count: i32, from: usize, apart: usize, pose: usize): void {
  const ox = f32x4.splat(<f32> load<f64>(pose, 72)), oy = f32x4.splat(<f32> load<f64>(pose, 80));
  const oz = f32x4.splat(<f32> load<f64>(pose, 88)), reach = f32x4.splat(Infinity);
  const none = f32x4.splat(-1);
  let p = rays + ((<usize> first) << 2);
  for (const end = from + ((<usize> count) << 2); from < end; from += 16, p += 16) {
    const x = v128.load(from), y = v128.load(from + apart), z = v128.load(from + 2 * apart);
    const seeing = f32x4.eq(x, x);
    v128.store(p, ox);
    v128.store(p + stride, oy);
    v128.store(p + 2 * stride, oz);
    v128.store(p + 3 * stride, v128.and(turned(pose, x, y, z), seeing));
    v128.store(p + 4 * stride, v128.and(turned(pose + 24, x, y, z), seeing));
    v128.store(p + 5 * stride, v128.bitselect(turned(pose + 48, x, y, z), none, seeing));
    v128.store(p + 6 * stride, v128.bitselect(reach, none, seeing));
  }
}
