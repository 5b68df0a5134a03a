// exact.ts for two neighbouring rays of which it is known what they hit: the same operations in the
// same order, two at a time, for the same box or plane or for two triangles. Zeros: not done, ask
// exact.ts.
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

/** Distances of the rays whose first origin is at `p` to what they hit. */
export function exactPair(first: i32, second: i32, p: usize): v128 {
  const kind = load<i32>(kinds + ((<usize> first) << 2));
  const zero = f64x2.splat(0);
  if (kind == 0) {
    return load<i32>(kinds + ((<usize> second) << 2)) == 0 ? trianglePair(first, second, p) : zero;
  }
  return first == second && (kind == 1 || kind == 4) ? bodyPair(first, kind, p) : zero;
}

// @ts-ignore: decorator
@inline
function corner(a: usize, b: usize, at: usize, from: v128): v128 {
  return f64x2.sub(v128.load64_lane(b + at, v128.load64_zero(a + at), 1), from);
}

function trianglePair(first: i32, second: i32, p: usize): v128 {
  const dx = wide(p + 3 * stride), dy = wide(p + 4 * stride), dz = wide(p + 5 * stride);
  // Which axis is longest must be the same for both, so that the same is done in both lanes.
  const lx = f64x2.abs(dx), ly = f64x2.abs(dy), lz = f64x2.abs(dz);
  const isX = i64x2.bitmask(v128.and(f64x2.gt(lx, ly), f64x2.gt(lx, lz)));
  const isY = i64x2.bitmask(f64x2.gt(ly, lz));
  const axis: usize = isX == 3 ? 0 : isX != 0 ? 3 : isY == 3 ? 1 : isY != 0 ? 3 : 2;
  if (axis == 3) return f64x2.splat(0);
  // Axes in the order x, y, z of the sheared frame, whose z is the longest.
  const z = axis, x: usize = z == 2 ? 0 : z + 1, y: usize = x == 2 ? 0 : x + 1;
  const along = wide(p + (3 + z) * stride);
  const sz = f64x2.div(f64x2.splat(1), along);
  const sx = f64x2.div(wide(p + (3 + x) * stride), along);
  const sy = f64x2.div(wide(p + (3 + y) * stride), along);
  const ox = wide(p + x * stride), oy = wide(p + y * stride), oz = wide(p + z * stride);
  const a = shapes + ((<usize> first) << 7), b = shapes + ((<usize> second) << 7);
  const az = corner(a, b, 8 * z, oz), bz = corner(a, b, 24 + 8 * z, oz);
  const cz = corner(a, b, 48 + 8 * z, oz);
  const ax = f64x2.sub(corner(a, b, 8 * x, ox), f64x2.mul(sx, az));
  const ay = f64x2.sub(corner(a, b, 8 * y, oy), f64x2.mul(sy, az));
  const bx = f64x2.sub(corner(a, b, 24 + 8 * x, ox), f64x2.mul(sx, bz));
  const by = f64x2.sub(corner(a, b, 24 + 8 * y, oy), f64x2.mul(sy, bz));
  const cx = f64x2.sub(corner(a, b, 48 + 8 * x, ox), f64x2.mul(sx, cz));
  const cy = f64x2.sub(corner(a, b, 48 + 8 * y, oy), f64x2.mul(sy, cz));
  const u = f64x2.sub(f64x2.mul(cx, by), f64x2.mul(cy, bx));
  const v = f64x2.sub(f64x2.mul(ax, cy), f64x2.mul(ay, cx));
  const w = f64x2.sub(f64x2.mul(bx, ay), f64x2.mul(by, ax));
  const sum = f64x2.add(f64x2.add(u, v), w);
  return f64x2.div(
    f64x2.add(
      f64x2.add(f64x2.mul(u, f64x2.mul(sz, az)), f64x2.mul(v, f64x2.mul(sz, bz))),
      f64x2.mul(w, f64x2.mul(sz, cz)),
    ),
    sum,
  );
}

function bodyPair(shape: i32, kind: i32, p: usize): v128 {
  const zero = f64x2.splat(0);
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
