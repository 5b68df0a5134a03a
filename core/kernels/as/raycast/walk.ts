// Ways through a tree. Rays that go much the same way walk together: bounds of their origins and
// directions rule out nodes for all of them at once, and only at a leaf each packet of four is asked.
// Those bounds are never narrower than what any single ray computes. Others walk four by four.
import { leaf } from "./leaf";
import * as s from "./state";

/** Covers the rounding of a node's slabs (Ize 2013), in what is compared with them. */
const WIDER: f32 = 1.000001;

/** The tree that is walked through. */
let nodes: usize = 0;
let slots: usize = 0;
let order: usize = 0;

/** Chooses a tree and returns its root. */
function enter(which: i32): i32 {
  nodes = which == 0 ? s.nodes0 : s.nodes1;
  slots = which == 0 ? s.slots0 : s.slots1;
  order = which == 0 ? s.order0 : s.order1;
  return which == 0 ? s.root0 : s.root1;
}

/**
 * Bounds of a group, once `gather` was asked: an axis has origins (greatest, greatest, least, least;
 * the other way where directions are negative), and the least and greatest inverse direction, with
 * the last two lanes negated.
 */
const bounds = memory.data(144, 16);
/** Where the nearer sides of children lie in a node's axis: 0, or 8 where directions are negative. */
let nearX: usize = 0, nearY: usize = 0, nearZ: usize = 0;
/** A bit for each axis whose directions are negative. */
let backward: i32 = 0;

// @ts-ignore: decorator
@inline
function least(v: v128): f32 {
  const half = f32x4.pmin(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return min(f32x4.extract_lane(half, 0), f32x4.extract_lane(half, 1));
}

// @ts-ignore: decorator
@inline
function greatest(v: v128): f32 {
  const half = f32x4.pmax(v, v128.shuffle<i32>(v, v, 2, 3, 0, 1));
  return max(f32x4.extract_lane(half, 0), f32x4.extract_lane(half, 1));
}

/**
 * Bounds one axis of a group's live rays, which may be all; false: they don't all go the same way
 * along it.
 */
function gatherAxis(first: i32, group: usize, packets: usize, axis: usize, all: bool): bool {
  const nothing = f32x4.splat(Infinity), zero = f32x4.splat(0);
  let low = nothing, high = f32x4.neg(nothing), slow = nothing, fast = high;
  let p = s.rays + ((<usize> first) << 2) + axis * s.stride;
  for (let packet = group, end = group + packets * s.PACKET; packet < end; packet += s.PACKET) {
    const origin = v128.load(p), inverse = v128.load(packet + (axis << 4), s.INVERSE);
    if (all) {
      low = f32x4.pmin(low, origin);
      high = f32x4.pmax(high, origin);
      slow = f32x4.pmin(slow, inverse);
      fast = f32x4.pmax(fast, inverse);
    } else {
      const live = f32x4.gt(v128.load(packet, s.HIGH), zero);
      low = f32x4.pmin(low, v128.bitselect(origin, nothing, live));
      high = f32x4.pmax(high, v128.bitselect(origin, f32x4.neg(nothing), live));
      slow = f32x4.pmin(slow, v128.bitselect(inverse, nothing, live));
      fast = f32x4.pmax(fast, v128.bitselect(inverse, f32x4.neg(nothing), live));
    }
    p += (<usize> s.step) << 2;
  }
  const a = least(slow), b = greatest(fast), from = least(low), to = greatest(high);
  // Along an axis that a ray does not move on at all, its inverse is infinite and bounds nothing.
  if (!(a > 0 || b < 0) || a == -Infinity || b == Infinity) return false;
  const at = bounds + 48 * axis;
  v128.store(at, a > 0 ? f32x4(to, to, from, from) : f32x4(from, from, to, to));
  v128.store(at, f32x4(a, a, -a, -a), 16);
  v128.store(at, f32x4(b, b, -b, -b), 32);
  const near: usize = a > 0 ? 0 : 8;
  if (axis == 0) nearX = near;
  else if (axis == 1) nearY = near;
  else nearZ = near;
  if (a < 0) backward |= 1 << <i32> axis;
  return true;
}

/**
 * Whether the packets at `group`, of the rays from `first` on, go the same way along every axis;
 * sets their bounds.
 */
export function gather(first: i32, group: usize, packets: usize): bool {
  backward = 0;
  let live = i32x4.splat(-1);
  for (let i: usize = 0; i < packets; i++) {
    live = v128.and(live, f32x4.gt(v128.load(group + i * s.PACKET, s.HIGH), f32x4.splat(0)));
  }
  const all = i32x4.all_true(live);
  return gatherAxis(first, group, packets, 0, all) && gatherAxis(first, group, packets, 1, all) &&
    gatherAxis(first, group, packets, 2, all);
}

/** The farthest that still counts for any ray of a group; negative: for none. */
export function farthest(group: usize, packets: usize): f32 {
  let high = v128.load(group, s.HIGH);
  for (let packet: usize = 1; packet < packets; packet++) {
    high = f32x4.pmax(high, v128.load(group + packet * s.PACKET, s.HIGH));
  }
  return greatest(high);
}

// @ts-ignore: decorator
@inline
function sides(n: usize, near: usize, axis: usize): v128 {
  const both = v128.load64_lane(n + 16 * axis + (8 - near), v128.load64_zero(n + 16 * axis + near), 1);
  const at = bounds + 48 * axis;
  const way = f32x4.sub(both, v128.load(at));
  return f32x4.pmin(f32x4.mul(way, v128.load(at, 16)), f32x4.mul(way, v128.load(at, 32)));
}

/** A group that `gather` found to go one way, through a tree. */
export function together(which: i32, first: i32, group: usize, packets: usize, any: bool): void {
  let ref = enter(which), top = s.stack, box: usize = 0, reach = farthest(group, packets);
  if (ref == -1) return;
  let none = f32x4(0, 0, -reach, -reach);
  for (;;) {
    if (ref >= 0) {
      const n = nodes + ((<usize> ref) << 6);
      // Near sides in lanes 0 and 1, far sides, negated, in 2 and 3: all are greatest over the axes.
      const all = f32x4.pmax(
        f32x4.pmax(none, sides(n, nearX, 0)),
        f32x4.pmax(sides(n, nearY, 1), sides(n, nearZ, 2)),
      );
      const far = f32x4.mul(f32x4.splat(-WIDER), v128.shuffle<i32>(all, all, 2, 3, 2, 3));
      const met = i32x4.bitmask(f32x4.le(all, far)) & 3;
      if (met != 0) {
        // The nearer first, by the axis along which they were parted.
        const second = met == 3 ? <usize> ((load<i32>(n, 56) & backward) == 0) : 0;
        if (met == 3) {
          const other = second << 2;
          store<i32>(top, load<i32>(n + other, 48));
          store<i32>(top, <i32> (n + other), 4);
          store<f32>(top, second ? f32x4.extract_lane(all, 1) : f32x4.extract_lane(all, 0), 8);
          top += 16;
        }
        const side: usize = met == 3 ? (1 - second) << 2 : met == 2 ? 4 : 0;
        box = n + side;
        ref = load<i32>(box, 48);
        continue;
      }
    } else {
      for (let i: usize = 0; i < packets; i++) {
        const packet = group + i * s.PACKET;
        const at = first + s.step * <i32> i;
        if (box == 0 || meets(at, packet, box)) leaf(at, packet, ref, slots, order, any);
      }
      reach = farthest(group, packets);
      none = f32x4(0, 0, -reach, -reach);
      if (any && !(reach > 0)) return;
    }
    // The next that is waiting and can still hold something nearer.
    do {
      if (top == s.stack) return;
      top -= 16;
    } while (!(load<f32>(top, 8) <= reach * WIDER));
    ref = load<i32>(top);
    box = load<i32>(top, 4);
  }
}

/** Whether any ray of a packet, as of a group that goes one way, meets the box of a child. */
// @ts-ignore: decorator
@inline
function meets(first: i32, packet: usize, box: usize): bool {
  const p = s.rays + ((<usize> first) << 2), stride = s.stride, high = v128.load(packet, s.HIGH);
  const near = f32x4.pmax(
    f32x4.pmax(f32x4.splat(0), side(p, packet, box + nearX)),
    f32x4.pmax(
      side(p + stride, packet + 16, box + 16 + nearY),
      side(p + 2 * stride, packet + 32, box + 32 + nearZ),
    ),
  );
  const far = f32x4.pmin(
    f32x4.pmin(high, side(p, packet, box + 8 - nearX)),
    f32x4.pmin(
      side(p + stride, packet + 16, box + 24 - nearY),
      side(p + 2 * stride, packet + 32, box + 40 - nearZ),
    ),
  );
  return v128.any_true(f32x4.le(near, f32x4.mul(far, f32x4.splat(WIDER))));
}

/** How far a packet's rays go to a side, given where their origins, inverses and the side lie. */
// @ts-ignore: decorator
@inline
function side(origin: usize, inverse: usize, at: usize): v128 {
  return f32x4.mul(
    f32x4.sub(v128.load32_splat(at), v128.load(origin)),
    v128.load(inverse, s.INVERSE),
  );
}

/** Four rays, whichever ways they go, through a tree. */
export function apart(which: i32, first: i32, packet: usize, any: bool): void {
  let ref = enter(which), top = s.stack;
  if (ref == -1) return;
  const p = s.rays + ((<usize> first) << 2), stride = s.stride;
  const wider = f32x4.splat(WIDER), way = waysOf(packet);
  let high = v128.load(packet, s.HIGH);
  for (;;) {
    if (ref >= 0) {
      const n = nodes + ((<usize> ref) << 6);
      let near0 = f32x4.splat(0), near1 = near0, far0 = high, far1 = high;
      for (let axis: usize = 0; axis < 3; axis++) {
        const o = v128.load(p + axis * stride), i = v128.load(packet + (axis << 4), s.INVERSE);
        const at = n + (axis << 4);
        const a = f32x4.mul(f32x4.sub(v128.load32_splat(at), o), i);
        const b = f32x4.mul(f32x4.sub(v128.load32_splat(at, 8), o), i);
        near0 = f32x4.pmax(near0, f32x4.pmin(a, b));
        far0 = f32x4.pmin(far0, f32x4.pmax(a, b));
        const c = f32x4.mul(f32x4.sub(v128.load32_splat(at, 4), o), i);
        const d = f32x4.mul(f32x4.sub(v128.load32_splat(at, 12), o), i);
        near1 = f32x4.pmax(near1, f32x4.pmin(c, d));
        far1 = f32x4.pmin(far1, f32x4.pmax(c, d));
      }
      const in0 = f32x4.le(near0, f32x4.mul(far0, wider));
      const in1 = f32x4.le(near1, f32x4.mul(far1, wider));
      const hit0 = v128.any_true(in0), hit1 = v128.any_true(in1);
      if (hit0 && hit1) {
        // The nearer first, by the axis along which they were parted and the first ray's way.
        const back = (load<i32>(n, 56) & way) != 0;
        const near = v128.bitselect(near0, near1, i32x4.splat(back ? -1 : 0));
        const met = v128.bitselect(in0, in1, i32x4.splat(back ? -1 : 0));
        store<i32>(top, load<i32>(n + (back ? 0 : 4), 48));
        v128.store(top, v128.bitselect(near, f32x4.splat(Infinity), met), 16);
        top += 32;
        ref = load<i32>(n + (back ? 4 : 0), 48);
        continue;
      }
      if (hit0 || hit1) {
        ref = load<i32>(n + (hit0 ? 0 : 4), 48);
        continue;
      }
    } else {
      leaf(first, packet, ref, slots, order, any);
      high = v128.load(packet, s.HIGH);
    }
    const limit = f32x4.mul(high, wider);
    do {
      if (top == s.stack) return;
      top -= 32;
    } while (!v128.any_true(f32x4.le(v128.load(top, 16), limit)));
    ref = load<i32>(top);
  }
}

/** A bit for each axis along which a packet's first ray goes backward. */
function waysOf(packet: usize): i32 {
  let ways = 0;
  for (let axis = 0; axis < 3; axis++) {
    ways |= (i32x4.bitmask(v128.load(packet + (axis << 4), s.INVERSE)) & 1) << axis;
  }
  return ways;
}
