// exact.ts for two neighbouring rays that hit the same box or plane: the same operations in the same
// order, two at a time. Zeros: not done, ask exact.ts.
import { kinds, shapes, stride } from "./state";

// @ts-ignore: decorator
@inline
function wide(p: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(p));
}

// @ts-ignore: decorator
@inline
function component(p: usize, x: v128, y: v128, z: v128): v128 {
  return f64x2.add(
    f64x2.add(
      f64x2.mul(v128.load64_splat(p), x),
      f64x2.mul(v128.load64_splat(p, 8), y),
    ),
    f64x2.mul(v128.load64_splat(p, 16), z),
  );
}

/** Distances of the rays whose first origin is at `p`, on a shape that both hit. */
export function exactPair(shape: i32, p: usize): v128 {
  const kind = load<i32>(kinds + ((<usize> shape) << 2));
  const zero = f64x2.splat(0);
  if (kind != 1 && kind != 4) return zero;
  const at = shapes + ((<usize> shape) << 7);
  const ox = wide(p), oy = wide(p + stride), oz = wide(p + 2 * stride);
  const dx = wide(p + 3 * stride), dy = wide(p + 4 * stride), dz = wide(p + 5 * stride);
  if (kind == 4) {
    return f64x2.div(
      f64x2.sub(v128.load64_splat(at, 24), component(at, ox, oy, oz)),
      component(at, dx, dy, dz),
    );
  }
  const x = f64x2.sub(ox, v128.load64_splat(at)), y = f64x2.sub(oy, v128.load64_splat(at, 8));
  const z = f64x2.sub(oz, v128.load64_splat(at, 16));
  let near = f64x2.splat(-Infinity), far = f64x2.splat(Infinity);
  for (let i: usize = 0; i < 3; i++) {
    const row = at + 24 + 24 * i, half = v128.load64_splat(at + 96 + 8 * i);
    const d = component(row, dx, dy, dz), o = component(row, x, y, z);
    // A ray along a face has no crossing with it: exact.ts treats that apart.
    if (v128.any_true(f64x2.eq(d, zero))) return zero;
    const inverse = f64x2.div(f64x2.splat(1), d);
    const a = f64x2.mul(f64x2.sub(f64x2.neg(half), o), inverse);
    const b = f64x2.mul(f64x2.sub(half, o), inverse);
    near = f64x2.pmax(near, f64x2.pmin(b, a));
    far = f64x2.pmin(far, f64x2.pmax(a, b));
  }
  return v128.bitselect(near, far, f64x2.gt(near, zero));
}
