// All rays of a batch, thirty-two at a time: planes first, then both trees, then the exact distances.
import { exact, take } from "./exact";
import { exactPair } from "./exact_pair";
import { ERROR, planes } from "./leaf";
import * as s from "./state";
import { apart, farthest, gather, together } from "./walk";

/** Packets of four rays in a group that may walk together. */
const GROUP: i32 = 8;

/** Prepares the packet at `packet` for rays `first` to `first + 3`; false: they are switched off. */
function begin(first: i32, packet: usize): bool {
  const p = s.rays + ((<usize> first) << 2), stride = s.stride;
  const reach = v128.load(p + 6 * stride), one = f32x4.splat(1);
  v128.store(packet, reach, s.LOW);
  v128.store(packet, reach, s.HIGH);
  v128.store(packet, i32x4.splat(-1), s.HIT);
  if (!v128.any_true(f32x4.gt(reach, f32x4.splat(0)))) return false;
  let error = f32x4.splat(s.scale);
  for (let axis: usize = 0; axis < 3; axis++) {
    const origin = v128.load(p + axis * stride), direction = v128.load(p + (3 + axis) * stride);
    v128.store(packet + (axis << 4), f32x4.div(one, direction), s.INVERSE);
    error = f32x4.add(error, f32x4.abs(origin));
  }
  v128.store(packet, f32x4.mul(f32x4.splat(ERROR), error), s.MARGIN);
  return true;
}

/** Takes a group through both trees as a whole, if those of its rays that are on go one way. */
function whole(first: i32, group: usize, packets: i32, any: bool): bool {
  if (!(farthest(group, packets) > 0)) return true;
  if (!gather(first, group, packets)) return false;
  together(0, first, group, packets, any);
  together(1, first, group, packets, any);
  return true;
}

/** Finds what a group's rays hit; with `any` the first hit that is found is enough. */
function group(first: i32, packets: i32, any: bool): void {
  let live = false;
  for (let i = 0; i < packets; i++) {
    live = begin(first + s.step * i, s.packets + <usize> i * s.PACKET) || live;
  }
  if (live) planes(first, s.packets, packets, any);
  if (live && !whole(first, s.packets, packets, any)) {
    for (let i = 0; i < packets; i++) {
      const packet = s.packets + <usize> i * s.PACKET, at = first + s.step * i;
      if (whole(at, packet, 1, any)) continue;
      apart(0, at, packet, any);
      apart(1, at, packet, any);
    }
  }
  for (let i = 0; i < packets; i++) {
    const hit = v128.load(s.packets + <usize> i * s.PACKET, s.HIT);
    v128.store(s.primitives + ((<usize> (first + s.step * i)) << 2), hit);
  }
}

/** Exact distances of the hits of two rays. */
function measure(first: i32): void {
  const p = s.primitives + ((<usize> first) << 2);
  const a = load<i32>(p), b = load<i32>(p, 4);
  const to = s.distances + ((<usize> first) << 3);
  if (a >= 0 && b >= 0) {
    const both = exactPair(a, b, s.rays + ((<usize> first) << 2));
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

/** All rays, group by group; `count` is a multiple of 4. */
function all(count: i32, any: bool): void {
  if (s.step == 4) {
    for (let first = 0; first < count; first += 4 * GROUP) {
      group(first, min(GROUP, (count - first) >> 2), any);
    }
    return;
  }
  for (let row = 0; row < count; row += GROUP * s.step) {
    const end = min(row + s.step, count);
    for (let first = row; first < end; first += 4) {
      group(first, min(GROUP, (count - first + s.step - 1) / s.step), any);
    }
  }
}

/** The nearest hit of each ray. */
export function cast(count: i32): void {
  all(count, false);
  for (let first = 0; first < count; first += 2) measure(first);
}

/** Whether anything is nearer than a ray's reach: some primitive that is, or -1. */
export function occluded(count: i32): void {
  all(count, true);
}
