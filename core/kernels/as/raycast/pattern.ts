// How a surface's two colours mix: the patterns of core/kernels/raycast/surface.ts, in the same
// operations and order.

/** A share of the way from one to another, in both lanes. */
// @ts-ignore: decorator
@inline
export function between(a: v128, b: v128, share: v128): v128 {
  return f64x2.add(a, f64x2.mul(share, f64x2.sub(b, a)));
}

/** The hash of a lattice's corners (0, 0), (0, 1), (1, 0), (1, 1), from its first's number. */
// @ts-ignore: decorator
@inline
function corners(first: v128): v128 {
  let h = i32x4.add(first, i32x4(0, 0x165667b1, 0x27d4eb2d, 0x165667b1 + 0x27d4eb2d));
  h = i32x4.mul(v128.xor(h, i32x4.shr_s(h, 15)), i32x4.splat(0x2c1b3c6d));
  h = i32x4.mul(v128.xor(h, i32x4.shr_s(h, 12)), i32x4.splat(0x297a2d39));
  return v128.and(v128.xor(h, i32x4.shr_s(h, 15)), i32x4.splat(0xffff));
}

// @ts-ignore: decorator
@inline
function smooth(u: v128): v128 {
  return f64x2.mul(
    f64x2.mul(u, u),
    f64x2.sub(f64x2.splat(3), f64x2.mul(f64x2.splat(2), u)),
  );
}

/** Two octaves of value noise side by side: lattice values by a hash, smoothly between. */
function valueNoise(x: f64, y: f64): f64 {
  const u = f64x2(x, 3.7 * x + 17), v = f64x2(y, 3.7 * y + 31);
  const fu = f64x2.floor(u), fv = f64x2.floor(v);
  const s = smooth(f64x2.sub(u, fu)), t = smooth(f64x2.sub(v, fv));
  const first = i32x4.add(
    i32x4.mul(i32x4.trunc_sat_f64x2_s_zero(fu), i32x4.splat(0x27d4eb2d)),
    i32x4.mul(i32x4.trunc_sat_f64x2_s_zero(fv), i32x4.splat(0x165667b1)),
  );
  const coarse = corners(v128.shuffle<i32>(first, first, 0, 0, 0, 0));
  const fine = corners(v128.shuffle<i32>(first, first, 1, 1, 1, 1));
  const scale = f64x2.splat(1.0 / 65536);
  const left = v128.shuffle<i32>(coarse, fine, 0, 4, 1, 5);
  const right = v128.shuffle<i32>(coarse, fine, 2, 6, 3, 7);
  const leftHigh = v128.shuffle<i32>(left, left, 2, 3, 2, 3);
  const rightHigh = v128.shuffle<i32>(right, right, 2, 3, 2, 3);
  const low = between(
    f64x2.mul(f64x2.convert_low_i32x4_s(left), scale),
    f64x2.mul(f64x2.convert_low_i32x4_s(right), scale),
    s,
  );
  const high = between(
    f64x2.mul(f64x2.convert_low_i32x4_s(leftHigh), scale),
    f64x2.mul(f64x2.convert_low_i32x4_s(rightHigh), scale),
    s,
  );
  const both = between(low, high, t);
  return 0.6 * f64x2.extract_lane(both, 0) + 0.4 * f64x2.extract_lane(both, 1);
}

/** How much of a material's second colour is at a place of an object, 0 to 1. */
export function pattern(kind: i32, frequency: f64, x: f64, y: f64, z: f64, nx: f64, ny: f64, nz: f64): f64 {
  if (kind == 2) return <f64> ((<i32> floor(z * frequency)) & 1);
  // In the plane that the surface is nearest to.
  const ax = abs(nx), ay = abs(ny), az = abs(nz);
  let u: f64, v: f64;
  if (az >= ax && az >= ay) {
    u = x;
    v = y;
  } else if (ax >= ay) {
    u = y;
    v = z;
  } else {
    u = x;
    v = z;
  }
  u *= frequency;
  v *= frequency;
  if (kind == 1) return <f64> (((<i32> floor(u)) + (<i32> floor(v))) & 1);
  if (kind == 3) return valueNoise(u, v);
  // Bricks of 3 by 1 with joints.
  const row = floor(v), along = u / 3 + 0.5 * <f64> ((<i32> row) & 1);
  return v - row < 0.12 || along - floor(along) < 0.04 ? 1 : 0;
}
