// Four rays at a time through both trees. The packet works in f32 and bounds its own error: what
// it is sure of it keeps as an interval of distances, what it is not sure of is settled in f64 by
// exact.ts. So the answer is that of exact.ts alone, for every ray, whatever f32 rounds.
import { exact, take } from "./exact";
import { exactPair } from "./exact_pair";
import * as s from "./state";

/** Bounds the rounding of all that is computed of one primitive: 32 times half an ulp of 1. */
const ERROR: f32 = 32 * 5.9604645e-8;
/** Covers the rounding of a node's slabs (Ize 2013), in what is compared with them. */
const WIDER: f32 = 1.000001;
/** Below this a direction's component in a box's frame counts as this. */
const TINY: f32 = 1e-18;

// @ts-ignore: decorator
@inline
function splat(p: usize, offset: usize): v128 {
  return v128.load32_splat(p + offset);
}

// @ts-ignore: decorator
@inline
function dot(p: usize, offset: usize, x: v128, y: v128, z: v128): v128 {
  return f32x4.add(
    f32x4.add(f32x4.mul(splat(p, offset), x), f32x4.mul(splat(p, offset + 4), y)),
    f32x4.mul(splat(p, offset + 8), z),
  );
}

// @ts-ignore: decorator
@inline
function not(a: v128): v128 {
  return v128.xor(a, i32x4.splat(-1));
}

/** Settles one lane against one primitive, from and to the memory at `lanes`. */
function settle(first: i32, lane: usize, primitive: i32, any: bool): void {
  const at = first + <i32> lane;
  const low = s.lanes + (lane << 2);
  take(at);
  const t = exact(primitive);
  if (any) {
    if (t < <f64> load<f32>(s.rays + 6 * s.stride + ((<usize> at) << 2))) {
      store<f32>(low, -Infinity);
      store<f32>(low, -Infinity, 16);
      store<i32>(low, primitive, 32);
    }
    return;
  }
  const before = load<i32>(low, 32);
  if (before >= 0) {
    const best = exact(before);
    if (t > best || (t == best && primitive >= before)) return;
  } else if (!(t < <f64> load<f32>(s.rays + 6 * s.stride + ((<usize> at) << 2)))) return;
  store<f32>(low, (<f32> t) * 0.9999998);
  store<f32>(low, (<f32> t) * 1.0000002, 16);
  store<i32>(low, primitive, 32);
}

/** Settles the lanes of a mask. */
function settleAll(first: i32, mask: i32, primitive: i32, any: bool): void {
  for (let lane = 0; lane < 4; lane++) {
    if ((mask >> lane) & 1) settle(first, <usize> lane, primitive, any);
  }
}

/** Rays `first` to `first + 3`; with `any` the first hit that is found is enough. */
// @ts-ignore: decorator
@inline
function packet(first: i32, any: bool): void {
  const p = s.rays + ((<usize> first) << 2), stride = s.stride, lanes = s.lanes;
  const ox = v128.load(p), oy = v128.load(p + stride), oz = v128.load(p + 2 * stride);
  const dx = v128.load(p + 3 * stride), dy = v128.load(p + 4 * stride);
  const dz = v128.load(p + 5 * stride);
  let high = v128.load(p + 6 * stride), low = high;
  let hit = i32x4.splat(-1);
  const one = f32x4.splat(1), zero = f32x4.splat(0), wider = f32x4.splat(WIDER);
  const ix = f32x4.div(one, dx), iy = f32x4.div(one, dy), iz = f32x4.div(one, dz);
  const error = f32x4.mul(
    f32x4.splat(ERROR),
    f32x4.add(
      f32x4.add(f32x4.abs(ox), f32x4.abs(oy)),
      f32x4.add(f32x4.abs(oz), f32x4.splat(s.scale)),
    ),
  );

  for (let i = 0; i < s.planeCount; i++) {
    const primitive = load<i32>(s.planes + ((<usize> i) << 2));
    const shape = s.shapes + ((<usize> primitive) << 7);
    const nx = f32x4.splat(<f32> load<f64>(shape)), ny = f32x4.splat(<f32> load<f64>(shape, 8));
    const nz = f32x4.splat(<f32> load<f64>(shape, 16));
    const number = f32x4.sub(
      f32x4.splat(<f32> load<f64>(shape, 24)),
      f32x4.add(f32x4.add(f32x4.mul(nx, ox), f32x4.mul(ny, oy)), f32x4.mul(nz, oz)),
    );
    const r = f32x4.div(
      one,
      f32x4.add(f32x4.add(f32x4.mul(nx, dx), f32x4.mul(ny, dy)), f32x4.mul(nz, dz)),
    );
    const t = f32x4.mul(number, r);
    const margin = f32x4.mul(
      f32x4.add(error, f32x4.mul(f32x4.splat(ERROR), f32x4.abs(t))),
      f32x4.abs(r),
    );
    const from = f32x4.sub(t, margin), to = f32x4.add(t, margin);
    const out = v128.or(f32x4.lt(to, zero), f32x4.gt(from, high));
    const sure = v128.and(f32x4.gt(from, zero), f32x4.lt(to, low));
    low = v128.bitselect(any ? f32x4.splat(-Infinity) : from, low, sure);
    high = v128.bitselect(any ? f32x4.splat(-Infinity) : to, high, sure);
    hit = v128.bitselect(i32x4.splat(primitive), hit, sure);
    const unsure = not(v128.or(out, sure));
    if (v128.any_true(unsure)) {
      v128.store(lanes, low);
      v128.store(lanes, high, 16);
      v128.store(lanes, hit, 32);
      settleAll(first, i32x4.bitmask(unsure), primitive, any);
      low = v128.load(lanes);
      high = v128.load(lanes, 16);
      hit = v128.load(lanes, 32);
    }
  }

  // Where all four point the same way along an axis, the nearer side of a node is known.
  const mx = i32x4.bitmask(ix), my = i32x4.bitmask(iy), mz = i32x4.bitmask(iz);
  const coherent = (mx == 0 || mx == 15) && (my == 0 || my == 15) && (mz == 0 || mz == 15);
  const nearX: usize = mx ? 12 : 0, nearY: usize = my ? 16 : 4, nearZ: usize = mz ? 20 : 8;
  const farX: usize = 12 - nearX, farY: usize = 20 - nearY, farZ: usize = 28 - nearZ;

  for (let which = 0; which < 2; which++) {
    let node = which == 0 ? s.root0 : s.root1;
    if (node == -1) continue;
    const nodes = which == 0 ? s.nodes0 : s.nodes1, slots = which == 0 ? s.slots0 : s.slots1;
    const order = which == 0 ? s.order0 : s.order1;
    let top = s.stack;
    for (;;) {
      if (node >= 0) {
        const n = nodes + ((<usize> node) << 6);
        const limit = f32x4.mul(high, wider);
        let near0: v128, near1: v128, far0: v128, far1: v128;
        if (coherent) {
          near0 = f32x4.pmax(zero, f32x4.mul(f32x4.sub(splat(n, nearX), ox), ix));
          near1 = f32x4.pmax(zero, f32x4.mul(f32x4.sub(splat(n, nearX + 24), ox), ix));
          far0 = f32x4.pmin(high, f32x4.mul(f32x4.sub(splat(n, farX), ox), ix));
          far1 = f32x4.pmin(high, f32x4.mul(f32x4.sub(splat(n, farX + 24), ox), ix));
          near0 = f32x4.pmax(near0, f32x4.mul(f32x4.sub(splat(n, nearY), oy), iy));
          near1 = f32x4.pmax(near1, f32x4.mul(f32x4.sub(splat(n, nearY + 24), oy), iy));
          far0 = f32x4.pmin(far0, f32x4.mul(f32x4.sub(splat(n, farY), oy), iy));
          far1 = f32x4.pmin(far1, f32x4.mul(f32x4.sub(splat(n, farY + 24), oy), iy));
          near0 = f32x4.pmax(near0, f32x4.mul(f32x4.sub(splat(n, nearZ), oz), iz));
          near1 = f32x4.pmax(near1, f32x4.mul(f32x4.sub(splat(n, nearZ + 24), oz), iz));
          far0 = f32x4.pmin(far0, f32x4.mul(f32x4.sub(splat(n, farZ), oz), iz));
          far1 = f32x4.pmin(far1, f32x4.mul(f32x4.sub(splat(n, farZ + 24), oz), iz));
        } else {
          near0 = zero;
          near1 = zero;
          far0 = high;
          far1 = high;
          let a = f32x4.mul(f32x4.sub(splat(n, 0), ox), ix);
          let b = f32x4.mul(f32x4.sub(splat(n, 12), ox), ix);
          near0 = f32x4.pmax(near0, f32x4.pmin(a, b));
          far0 = f32x4.pmin(far0, f32x4.pmax(a, b));
          a = f32x4.mul(f32x4.sub(splat(n, 4), oy), iy);
          b = f32x4.mul(f32x4.sub(splat(n, 16), oy), iy);
          near0 = f32x4.pmax(near0, f32x4.pmin(a, b));
          far0 = f32x4.pmin(far0, f32x4.pmax(a, b));
          a = f32x4.mul(f32x4.sub(splat(n, 8), oz), iz);
          b = f32x4.mul(f32x4.sub(splat(n, 20), oz), iz);
          near0 = f32x4.pmax(near0, f32x4.pmin(a, b));
          far0 = f32x4.pmin(far0, f32x4.pmax(a, b));
          a = f32x4.mul(f32x4.sub(splat(n, 24), ox), ix);
          b = f32x4.mul(f32x4.sub(splat(n, 36), ox), ix);
          near1 = f32x4.pmax(near1, f32x4.pmin(a, b));
          far1 = f32x4.pmin(far1, f32x4.pmax(a, b));
          a = f32x4.mul(f32x4.sub(splat(n, 28), oy), iy);
          b = f32x4.mul(f32x4.sub(splat(n, 40), oy), iy);
          near1 = f32x4.pmax(near1, f32x4.pmin(a, b));
          far1 = f32x4.pmin(far1, f32x4.pmax(a, b));
          a = f32x4.mul(f32x4.sub(splat(n, 32), oz), iz);
          b = f32x4.mul(f32x4.sub(splat(n, 44), oz), iz);
          near1 = f32x4.pmax(near1, f32x4.pmin(a, b));
          far1 = f32x4.pmin(far1, f32x4.pmax(a, b));
        }
        const in0 = f32x4.le(near0, f32x4.mul(far0, wider));
        const in1 = f32x4.le(near1, f32x4.mul(far1, wider));
        const hit0 = v128.any_true(in0), hit1 = v128.any_true(in1);
        const child0 = load<i32>(n, 48), child1 = load<i32>(n, 52);
        if (hit0) {
          if (hit1) {
            // The nearer first, by the axis along which they were parted.
            const backward = (load<i32>(n, 56) & ((mx & 1) | ((my & 1) << 1) | ((mz & 1) << 2)));
            if (backward) {
              store<i32>(top, child0);
              v128.store(top, v128.bitselect(near0, f32x4.splat(Infinity), in0), 16);
              node = child1;
            } else {
              store<i32>(top, child1);
              v128.store(top, v128.bitselect(near1, f32x4.splat(Infinity), in1), 16);
              node = child0;
            }
            top += 32;
          } else node = child0;
          continue;
        }
        if (hit1) {
          node = child1;
          continue;
        }
      } else {
        const leaf = ~node, end = (leaf >> 4) + (leaf & 15);
        for (let slot = leaf >> 4; slot < end; slot++) {
          const primitive = load<i32>(order + ((<usize> slot) << 2));
          const shape = slots + ((<usize> slot) << 6);
          const kind = load<i32>(shape, 60);
          let out: v128, sure: v128, from: v128, to: v128;
          if (kind == 0) {
            const r = f32x4.div(one, dot(shape, 0, dx, dy, dz));
            const t = f32x4.mul(f32x4.sub(splat(shape, 12), dot(shape, 0, ox, oy, oz)), r);
            const margin = f32x4.mul(error, f32x4.abs(r));
            from = f32x4.sub(t, margin);
            to = f32x4.add(t, margin);
            out = v128.or(f32x4.lt(to, zero), f32x4.gt(from, high));
            const x = f32x4.add(ox, f32x4.mul(t, dx)), y = f32x4.add(oy, f32x4.mul(t, dy));
            const z = f32x4.add(oz, f32x4.mul(t, dz));
            const u = f32x4.add(dot(shape, 16, x, y, z), splat(shape, 28));
            const v = f32x4.add(dot(shape, 32, x, y, z), splat(shape, 44));
            const least = f32x4.pmin(f32x4.pmin(u, v), f32x4.sub(f32x4.sub(one, u), v));
            const edge = f32x4.mul(splat(shape, 48), margin);
            out = v128.or(out, f32x4.lt(least, f32x4.neg(edge)));
            if (i32x4.all_true(out)) continue;
            sure = v128.and(
              f32x4.gt(least, edge),
              v128.and(f32x4.gt(from, zero), f32x4.lt(to, low)),
            );
          } else if (kind == 2) {
            const x = f32x4.sub(splat(shape, 0), ox), y = f32x4.sub(splat(shape, 4), oy);
            const z = f32x4.sub(splat(shape, 8), oz);
            const t = f32x4.div(
              f32x4.add(f32x4.add(f32x4.mul(x, dx), f32x4.mul(y, dy)), f32x4.mul(z, dz)),
              f32x4.add(f32x4.add(f32x4.mul(dx, dx), f32x4.mul(dy, dy)), f32x4.mul(dz, dz)),
            );
            const lx = f32x4.sub(x, f32x4.mul(t, dx)), ly = f32x4.sub(y, f32x4.mul(t, dy));
            const lz = f32x4.sub(z, f32x4.mul(t, dz));
            const reach = f32x4.add(splat(shape, 12), f32x4.add(error, error));
            out = f32x4.gt(
              f32x4.add(f32x4.add(f32x4.mul(lx, lx), f32x4.mul(ly, ly)), f32x4.mul(lz, lz)),
              f32x4.mul(reach, reach),
            );
            out = v128.or(out, f32x4.gt(f32x4.mul(f32x4.sub(t, reach), f32x4.splat(0.98)), high));
            sure = zero;
            from = zero;
            to = zero;
          } else {
            const tiny = f32x4.splat(TINY);
            let d = dot(shape, 0, dx, dy, dz);
            let r = f32x4.div(one, v128.bitselect(tiny, d, f32x4.lt(f32x4.abs(d), tiny)));
            let middle = f32x4.mul(
              f32x4.neg(f32x4.add(dot(shape, 0, ox, oy, oz), splat(shape, 12))),
              r,
            );
            let half = splat(shape, 48);
            r = f32x4.abs(r);
            let outer = f32x4.mul(f32x4.add(half, error), r);
            let inner = f32x4.mul(f32x4.sub(half, error), r);
            from = f32x4.sub(middle, outer);
            let farOut = f32x4.add(middle, outer);
            to = f32x4.sub(middle, inner);
            let farIn = f32x4.add(middle, inner);

            d = dot(shape, 16, dx, dy, dz);
            r = f32x4.div(one, v128.bitselect(tiny, d, f32x4.lt(f32x4.abs(d), tiny)));
            middle = f32x4.mul(
              f32x4.neg(f32x4.add(dot(shape, 16, ox, oy, oz), splat(shape, 28))),
              r,
            );
            half = splat(shape, 52);
            r = f32x4.abs(r);
            outer = f32x4.mul(f32x4.add(half, error), r);
            inner = f32x4.mul(f32x4.sub(half, error), r);
            from = f32x4.pmax(from, f32x4.sub(middle, outer));
            farOut = f32x4.pmin(farOut, f32x4.add(middle, outer));
            to = f32x4.pmax(to, f32x4.sub(middle, inner));
            farIn = f32x4.pmin(farIn, f32x4.add(middle, inner));

            d = dot(shape, 32, dx, dy, dz);
            r = f32x4.div(one, v128.bitselect(tiny, d, f32x4.lt(f32x4.abs(d), tiny)));
            middle = f32x4.mul(
              f32x4.neg(f32x4.add(dot(shape, 32, ox, oy, oz), splat(shape, 44))),
              r,
            );
            half = splat(shape, 56);
            r = f32x4.abs(r);
            outer = f32x4.mul(f32x4.add(half, error), r);
            inner = f32x4.mul(f32x4.sub(half, error), r);
            from = f32x4.pmax(from, f32x4.sub(middle, outer));
            farOut = f32x4.pmin(farOut, f32x4.add(middle, outer));
            to = f32x4.pmax(to, f32x4.sub(middle, inner));
            farIn = f32x4.pmin(farIn, f32x4.add(middle, inner));

            out = v128.or(f32x4.gt(from, farOut), f32x4.lt(farOut, zero));
            if (kind == 1) {
              // From inside, the way out; an origin at the surface is unsure.
              const inside = v128.and(f32x4.lt(to, zero), f32x4.gt(farIn, zero));
              sure = v128.and(
                f32x4.le(to, farIn),
                v128.or(f32x4.gt(from, zero), inside),
              );
              from = v128.bitselect(farIn, from, inside);
              to = v128.bitselect(farOut, to, inside);
              sure = v128.and(sure, f32x4.lt(to, low));
              out = v128.or(out, f32x4.gt(from, high));
            } else {
              out = v128.or(out, f32x4.gt(from, high));
              sure = zero;
            }
          }
          sure = v128.andnot(sure, out);
          if (v128.any_true(sure)) {
            low = v128.bitselect(any ? f32x4.splat(-Infinity) : from, low, sure);
            high = v128.bitselect(any ? f32x4.splat(-Infinity) : to, high, sure);
            hit = v128.bitselect(i32x4.splat(primitive), hit, sure);
          }
          const unsure = not(v128.or(out, sure));
          if (v128.any_true(unsure)) {
            v128.store(lanes, low);
            v128.store(lanes, high, 16);
            v128.store(lanes, hit, 32);
            settleAll(first, i32x4.bitmask(unsure), primitive, any);
            low = v128.load(lanes);
            high = v128.load(lanes, 16);
            hit = v128.load(lanes, 32);
          }
        }
      }
      // The next that is waiting and can still hold something nearer.
      for (;;) {
        if (top == s.stack) {
          node = -1;
          break;
        }
        top -= 32;
        if (v128.any_true(f32x4.le(v128.load(top, 16), f32x4.mul(high, wider)))) {
          node = load<i32>(top);
          break;
        }
      }
      if (node == -1) break;
    }
  }
  v128.store(s.primitives + ((<usize> first) << 2), hit);
}

function nearestPacket(first: i32): void {
  packet(first, false);
}

function anyPacket(first: i32): void {
  packet(first, true);
}

/** Exact distances of the hits of two rays. */
function measure(first: i32): void {
  const p = s.primitives + ((<usize> first) << 2);
  const a = load<i32>(p), b = load<i32>(p, 4);
  const to = s.distances + ((<usize> first) << 3);
  if (a == b && a >= 0) {
    const both = exactPair(a, s.rays + ((<usize> first) << 2));
    if (v128.any_true(both)) {
      v128.store(to, both);
      return;
    }
  }
  store<f64>(to, exactOf(first, a));
  store<f64>(to, exactOf(first + 1, b), 8);
}

function exactOf(at: i32, primitive: i32): f64 {
  if (primitive < 0) return Infinity;
  take(at);
  return exact(primitive);
}

/** The nearest hit of each ray; `count` is a multiple of 4. */
export function cast(count: i32): void {
  for (let first = 0; first < count; first += 4) {
    nearestPacket(first);
    measure(first);
    measure(first + 2);
  }
}

/** Whether anything is nearer than a ray's reach: some primitive that is, or -1. */
export function occluded(count: i32): void {
  for (let first = 0; first < count; first += 4) anyPacket(first);
}
