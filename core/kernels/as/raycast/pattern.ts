// How a surface's two colours mix at four places: the patterns of core/kernels/raycast/surface.ts,
// in the same operations and order.

/** A share of the way from one to another. */
// @ts-ignore: decorator
@inline
export function between(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(share, f32x4.sub(b, a)));
}

/** Lattice values in [0, 1), times 65536: a hash of a corner's number. */
// @ts-ignore: decorator
@inline
function lattice(corner: v128): v128 {
  const h = i32x4.mul(v128.xor(corner, i32x4.shr_u(corner, 15)), i32x4.splat(0x2c1b3c6d));
  return f32x4.convert_i32x4_s(i32x4.shr_u(h, 16));
}

// @ts-ignore: decorator
@inline
function smooth(u: v128): v128 {
  return f32x4.mul(
    f32x4.mul(u, u),
    f32x4.sub(f32x4.splat(3), f32x4.mul(f32x4.splat(2), u)),
  );
}

/** Value noise, times 65536: lattice values, smoothly between. */
function valueNoise(u: v128, v: v128): v128 {
  const fu = f32x4.floor(u), fv = f32x4.floor(v);
  const s = smooth(f32x4.sub(u, fu)), t = smooth(f32x4.sub(v, fv));
  const right = i32x4.splat(0x27d4eb2d), up = i32x4.splat(0x165667b1);
  const a = i32x4.add(
    i32x4.mul(i32x4.trunc_sat_f32x4_s(fu), right),
    i32x4.mul(i32x4.trunc_sat_f32x4_s(fv), up),
  );
  const c = i32x4.add(a, up);
  return between(
    between(lattice(a), lattice(i32x4.add(a, right)), s),
    between(lattice(c), lattice(i32x4.add(c, right)), s),
    t,
  );
}

/** 1 where a whole number is odd, 0 where it is even. */
// @ts-ignore: decorator
@inline
function odd(whole: v128): v128 {
  return f32x4.convert_i32x4_s(v128.and(whole, i32x4.splat(1)));
}

/** How much of a material's second colour is at places of an object, 0 to 1. */
export function pattern(
  kind: i32,
  frequency: v128,
  x: v128,
  y: v128,
  z: v128,
  nx: v128,
  ny: v128,
  nz: v128,
): v128 {
  if (kind == 2) return odd(i32x4.trunc_sat_f32x4_s(f32x4.floor(f32x4.mul(z, frequency))));
  // In the plane that the surface is nearest to.
  const ax = f32x4.abs(nx), ay = f32x4.abs(ny), az = f32x4.abs(nz);
  const level = v128.and(f32x4.ge(az, ax), f32x4.ge(az, ay));
  const side = v128.andnot(f32x4.ge(ax, ay), level);
  const u = f32x4.mul(v128.bitselect(y, x, side), frequency);
  const v = f32x4.mul(v128.bitselect(y, z, level), frequency);
  if (kind == 3) {
    const step = f32x4.splat(3.7);
    return f32x4.add(
      f32x4.mul(f32x4.splat(<f32> 0.6 / 65536), valueNoise(u, v)),
      f32x4.mul(
        f32x4.splat(<f32> 0.4 / 65536),
        valueNoise(
          f32x4.add(f32x4.mul(step, u), f32x4.splat(17)),
          f32x4.add(f32x4.mul(step, v), f32x4.splat(31)),
        ),
      ),
    );
  }
  const row = f32x4.floor(v), whole = i32x4.trunc_sat_f32x4_s(row);
  if (kind == 1) return odd(i32x4.add(i32x4.trunc_sat_f32x4_s(f32x4.floor(u)), whole));
  // Bricks of 3 by 1 with joints.
  const brick = f32x4.add(
    f32x4.div(u, f32x4.splat(3)),
    f32x4.mul(f32x4.splat(0.5), odd(whole)),
  );
  const joint = v128.or(
    f32x4.lt(f32x4.sub(v, row), f32x4.splat(0.12)),
    f32x4.lt(f32x4.sub(brick, f32x4.floor(brick)), f32x4.splat(0.04)),
  );
  return v128.and(joint, f32x4.splat(1));
}
