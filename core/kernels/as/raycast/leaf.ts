// Four rays and the shapes of a leaf, or the planes. The work is in f32 and bounds its own error:
// what it is sure of it keeps as an interval of distances, what it is not sure of is settled in f64
// by exact.ts. So the answer is that of exact.ts alone, for every ray, whatever f32 rounds.
import { exact, take } from "./exact";
import * as s from "./state";

/** Bounds the rounding of all that is computed of one primitive: 32 times half an ulp of 1. */
export const ERROR: f32 = 32 * 5.9604645e-8;
/** Below this a direction's component in a box's frame counts as this. */
const TINY: f32 = 1e-18;

// @ts-ignore: decorator
@inline
function splat(p: usize, offset: usize): v128 {
  return v128.load32_splat(p + offset);
}

// @ts-ignore: decorator
@inline
function dot(p: usize, x: v128, y: v128, z: v128): v128 {
  return f32x4.add(
    f32x4.add(f32x4.mul(splat(p, 0), x), f32x4.mul(splat(p, 4), y)),
    f32x4.mul(splat(p, 8), z),
  );
}

// @ts-ignore: decorator
@inline
export function dot3(ax: v128, ay: v128, az: v128, x: v128, y: v128, z: v128): v128 {
  return f32x4.add(f32x4.add(f32x4.mul(ax, x), f32x4.mul(ay, y)), f32x4.mul(az, z));
}

// @ts-ignore: decorator
@inline
function not(a: v128): v128 {
  return v128.xor(a, i32x4.splat(-1));
}

/** Settles one lane of a packet against one primitive. */
function settle(first: i32, packet: usize, lane: usize, primitive: i32, any: bool): void {
  const at = first + <i32> lane;
  const low = packet + (lane << 2);
  take(at);
  const t = exact(primitive);
  if (any) {
    if (t < <f64> load<f32>(s.rays + 6 * s.stride + ((<usize> at) << 2))) {
      store<f32>(low, -Infinity, s.LOW);
      store<f32>(low, -Infinity, s.HIGH);
      store<i32>(low, primitive, s.HIT);
    }
    return;
  }
  const before = load<i32>(low, s.HIT);
  if (before >= 0) {
    const best = exact(before);
    if (t > best || (t == best && primitive >= before)) return;
  } else if (!(t < <f64> load<f32>(s.rays + 6 * s.stride + ((<usize> at) << 2)))) return;
  store<f32>(low, (<f32> t) * 0.9999998, s.LOW);
  store<f32>(low, (<f32> t) * 1.0000002, s.HIGH);
  store<i32>(low, primitive, s.HIT);
}

/**
 * Keeps the hits that are `sure`, at distances `from` to `to`, and settles what is neither sure nor
 * `out`.
 */
// @ts-ignore: decorator
@inline
function keep(
  first: i32,
  packet: usize,
  primitive: i32,
  out: v128,
  sureOrOut: v128,
  from: v128,
  to: v128,
  any: bool,
): void {
  const sure = v128.andnot(sureOrOut, out);
  if (v128.any_true(sure)) {
    const done = f32x4.splat(-Infinity);
    v128.store(
      packet,
      v128.bitselect(any ? done : from, v128.load(packet, s.LOW), sure),
      s.LOW,
    );
    v128.store(
      packet,
      v128.bitselect(any ? done : to, v128.load(packet, s.HIGH), sure),
      s.HIGH,
    );
    v128.store(
      packet,
      v128.bitselect(i32x4.splat(primitive), v128.load(packet, s.HIT), sure),
      s.HIT,
    );
  }
  const unsure = i32x4.bitmask(not(v128.or(out, sure)));
  if (unsure == 0) return;
  for (let lane = 0; lane < 4; lane++) {
    if ((unsure >> lane) & 1) settle(first, packet, <usize> lane, primitive, any);
  }
}

/** The planes, which no tree can hold, for the packets of a group. */
export function planes(first: i32, group: usize, packets: i32, any: bool): void {
  const stride = s.stride, zero = f32x4.splat(0);
  for (let i = 0; i < s.planeCount; i++) {
    const primitive = load<i32>(s.planes + ((<usize> i) << 2));
    const shape = s.shapes + ((<usize> primitive) << 7);
    const nx = f32x4.splat(<f32> load<f64>(shape)), ny = f32x4.splat(<f32> load<f64>(shape, 8));
    const nz = f32x4.splat(<f32> load<f64>(shape, 16));
    const offset = f32x4.splat(<f32> load<f64>(shape, 24));
    for (let j = 0; j < packets; j++) {
      const at = first + s.step * j, packet = group + <usize> j * s.PACKET;
      const p = s.rays + ((<usize> at) << 2), high = v128.load(packet, s.HIGH);
      if (!v128.any_true(f32x4.gt(high, zero))) continue;
      const above = f32x4.sub(
        offset,
        dot3(nx, ny, nz, v128.load(p), v128.load(p + stride), v128.load(p + 2 * stride)),
      );
      const down = dot3(
        nx,
        ny,
        nz,
        v128.load(p + 3 * stride),
        v128.load(p + 4 * stride),
        v128.load(p + 5 * stride),
      );
      const r = f32x4.div(f32x4.splat(1), down);
      const t = f32x4.mul(above, r);
      const margin = f32x4.mul(
        f32x4.add(v128.load(packet, s.MARGIN), f32x4.mul(f32x4.splat(ERROR), f32x4.abs(t))),
        f32x4.abs(r),
      );
      const from = f32x4.sub(t, margin), to = f32x4.add(t, margin);
      const out = v128.or(f32x4.lt(to, zero), f32x4.gt(from, high));
      if (i32x4.all_true(out)) continue;
      const sure = v128.and(f32x4.gt(from, zero), f32x4.lt(to, v128.load(packet, s.LOW)));
      keep(at, packet, primitive, out, sure, from, to, any);
    }
  }
}

// @ts-ignore: decorator
@inline
function triangle(first: i32, packet: usize, shape: usize, primitive: usize, any: bool): void {
  const p = s.rays + ((<usize> first) << 2), stride = s.stride;
  const ox = v128.load(p), oy = v128.load(p + stride), oz = v128.load(p + 2 * stride);
  const dx = v128.load(p + 3 * stride), dy = v128.load(p + 4 * stride);
  const dz = v128.load(p + 5 * stride), one = f32x4.splat(1), zero = f32x4.splat(0);
  const r = f32x4.div(one, dot(shape, dx, dy, dz));
  const t = f32x4.mul(f32x4.sub(splat(shape, 12), dot(shape, ox, oy, oz)), r);
  const margin = f32x4.mul(v128.load(packet, s.MARGIN), f32x4.abs(r));
  const from = f32x4.sub(t, margin), to = f32x4.add(t, margin);
  const x = f32x4.add(ox, f32x4.mul(t, dx)), y = f32x4.add(oy, f32x4.mul(t, dy));
  const z = f32x4.add(oz, f32x4.mul(t, dz));
  const u = f32x4.add(dot(shape + 16, x, y, z), splat(shape, 28));
  const v = f32x4.add(dot(shape + 32, x, y, z), splat(shape, 44));
  const least = f32x4.pmin(f32x4.pmin(u, v), f32x4.sub(f32x4.sub(one, u), v));
  const edge = f32x4.mul(splat(shape, 48), margin);
  const out = v128.or(
    v128.or(f32x4.lt(to, zero), f32x4.gt(from, v128.load(packet, s.HIGH))),
    f32x4.lt(least, f32x4.neg(edge)),
  );
  if (i32x4.all_true(out)) return;
  const sure = v128.and(
    f32x4.gt(least, edge),
    v128.and(f32x4.gt(from, zero), f32x4.lt(to, v128.load(packet, s.LOW))),
  );
  keep(first, packet, load<i32>(primitive), out, sure, from, to, any);
}

// @ts-ignore: decorator
@inline
function sphere(first: i32, packet: usize, shape: usize, primitive: usize, any: bool): void {
  const p = s.rays + ((<usize> first) << 2), stride = s.stride;
  const dx = v128.load(p + 3 * stride), dy = v128.load(p + 4 * stride);
  const dz = v128.load(p + 5 * stride), zero = f32x4.splat(0);
  const x = f32x4.sub(splat(shape, 0), v128.load(p));
  const y = f32x4.sub(splat(shape, 4), v128.load(p + stride));
  const z = f32x4.sub(splat(shape, 8), v128.load(p + 2 * stride));
  const t = f32x4.div(dot3(x, y, z, dx, dy, dz), dot3(dx, dy, dz, dx, dy, dz));
  const lx = f32x4.sub(x, f32x4.mul(t, dx)), ly = f32x4.sub(y, f32x4.mul(t, dy));
  const lz = f32x4.sub(z, f32x4.mul(t, dz)), error = v128.load(packet, s.MARGIN);
  const reach = f32x4.add(splat(shape, 12), f32x4.add(error, error));
  const out = v128.or(
    f32x4.gt(dot3(lx, ly, lz, lx, ly, lz), f32x4.mul(reach, reach)),
    f32x4.gt(f32x4.mul(f32x4.sub(t, reach), f32x4.splat(0.98)), v128.load(packet, s.HIGH)),
  );
  if (i32x4.all_true(out)) return;
  keep(first, packet, load<i32>(primitive), out, zero, zero, zero, any);
}

/** A box, or a cylinder by the box about it, which rules out but is never sure. */
// @ts-ignore: decorator
@inline
function body(first: i32, packet: usize, shape: usize, primitive: usize, any: bool): void {
  const p = s.rays + ((<usize> first) << 2), stride = s.stride;
  const ox = v128.load(p), oy = v128.load(p + stride), oz = v128.load(p + 2 * stride);
  const dx = v128.load(p + 3 * stride), dy = v128.load(p + 4 * stride);
  const dz = v128.load(p + 5 * stride), error = v128.load(packet, s.MARGIN);
  const tiny = f32x4.splat(TINY), zero = f32x4.splat(0);
  // The part of a ray inside all slabs: what can't be outside it, and what is surely inside.
  let from = f32x4.splat(-Infinity), to = from, farOut = f32x4.splat(Infinity), farIn = farOut;
  for (let row: usize = 0; row < 3; row++) {
    const at = shape + (row << 4);
    const d = dot(at, dx, dy, dz);
    let r = f32x4.div(f32x4.splat(1), v128.bitselect(tiny, d, f32x4.lt(f32x4.abs(d), tiny)));
    const middle = f32x4.mul(f32x4.neg(f32x4.add(dot(at, ox, oy, oz), splat(at, 12))), r);
    const half = splat(shape + (row << 2), 48);
    r = f32x4.abs(r);
    const outer = f32x4.mul(f32x4.add(half, error), r);
    const inner = f32x4.mul(f32x4.sub(half, error), r);
    from = f32x4.pmax(from, f32x4.sub(middle, outer));
    farOut = f32x4.pmin(farOut, f32x4.add(middle, outer));
    to = f32x4.pmax(to, f32x4.sub(middle, inner));
    farIn = f32x4.pmin(farIn, f32x4.add(middle, inner));
  }
  const missed = v128.or(f32x4.gt(from, farOut), f32x4.lt(farOut, zero));
  let sure = zero;
  if (load<i32>(shape, 60) == 1) {
    // From inside, the way out; an origin at the surface is unsure.
    const inside = v128.and(f32x4.lt(to, zero), f32x4.gt(farIn, zero));
    sure = v128.and(f32x4.le(to, farIn), v128.or(f32x4.gt(from, zero), inside));
    from = v128.bitselect(farIn, from, inside);
    to = v128.bitselect(farOut, to, inside);
    sure = v128.and(sure, f32x4.lt(to, v128.load(packet, s.LOW)));
  }
  const out = v128.or(missed, f32x4.gt(from, v128.load(packet, s.HIGH)));
  if (i32x4.all_true(out)) return;
  keep(first, packet, load<i32>(primitive), out, sure, from, to, any);
}

/** The shapes of a leaf, `ref` as core/kernels/raycast/bvh.ts has it, of the tree at `slots`. */
export function leaf(
  first: i32,
  packet: usize,
  ref: i32,
  slots: usize,
  order: usize,
  any: bool,
): void {
  const begin = ~ref >> 4, end = begin + (~ref & 15);
  for (let slot = begin; slot < end; slot++) {
    const shape = slots + ((<usize> slot) << 6), primitive = order + ((<usize> slot) << 2);
    const kind = load<i32>(shape, 60);
    if (kind == 0) triangle(first, packet, shape, primitive, any);
    else if (kind == 2) sphere(first, packet, shape, primitive, any);
    else body(first, packet, shape, primitive, any);
  }
}
