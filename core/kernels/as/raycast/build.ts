// Sorts a tree's items: core/kernels/raycast/bvh.ts, whose words it writes, with the three axes of
// a box side by side. An item is 32 bytes: low x y z, its name (i32), high x y z, nothing.
import { stack } from "./state";

const BINS: i32 = 16;
const BIN_BYTES: usize = 32;
const LEAF_MAX: i32 = 15;
const DEPTH_MAX: i32 = 90;

/** Of each bin: low and high (f32 x 4), how many items it has (i32), what all from it on cost. */
const bins = memory.data(512, 16);
const counts = memory.data(64, 16);
const costs = memory.data(128, 16);

let items: usize = 0;
/** A node's cost in units of an item's, and how many items are a leaf without question. */
let nodeCost: f64 = 0;
let leafSmall: i32 = 0;
/** Doubled centroids' bounds of the range that is looked at, and those of its two sides. */
let centreLow: v128 = i32x4(0, 0, 0, 0), centreHigh: v128 = i32x4(0, 0, 0, 0);
let leftLow: v128 = i32x4(0, 0, 0, 0), leftHigh: v128 = i32x4(0, 0, 0, 0);
let rightLow: v128 = i32x4(0, 0, 0, 0), rightHigh: v128 = i32x4(0, 0, 0, 0);

/** Sorts `count` items at `itemsAt`, writes nodes and order, and returns the root. */
export function build(
  itemsAt: usize,
  count: i32,
  nodes: usize,
  order: usize,
  cost: f64,
): i32 {
  items = itemsAt;
  nodeCost = cost;
  leafSmall = nodeCost < 1 ? 1 : 2;
  let made = 0, root = -1, top = stack;
  if (count > 0) top = push(top, 0, count, 0, 0);
  while (top > stack) {
    top -= 16;
    const first = load<i32>(top), end = load<i32>(top, 4), depth = load<i32>(top, 8);
    const parent = <usize> load<i32>(top, 12);
    const axis = widestAxis(first, end);
    const middle = depth > DEPTH_MAX && end - first > 1
      ? halve(first, end)
      : part(first, end, axis);
    let ref: i32;
    if (middle < 0) ref = ~(first * 16 + end - first);
    else {
      ref = made++;
      const n = nodes + ((<usize> ref) << 6);
      for (let side = 0; side < 3; side++) {
        const to = n + ((<usize> side) << 4);
        store<f32>(to, lane(leftLow, side));
        store<f32>(to, lane(rightLow, side), 4);
        store<f32>(to, lane(leftHigh, side), 8);
        store<f32>(to, lane(rightHigh, side), 12);
      }
      store<i32>(n, 1 << axis, 56);
      store<i32>(n, 0, 60);
      top = push(top, middle, end, depth + 1, n + 52);
      top = push(top, first, middle, depth + 1, n + 48);
    }
    if (parent == 0) root = ref;
    else store<i32>(parent, ref);
  }
  for (let i: usize = 0; i < <usize> count; i++) {
    store<i32>(order + (i << 2), load<i32>(items + (i << 5), 12));
  }
  return root;
}

// @ts-ignore: decorator
@inline
function push(top: usize, first: i32, end: i32, depth: i32, parent: usize): usize {
  store<i32>(top, first);
  store<i32>(top, end, 4);
  store<i32>(top, depth, 8);
  store<i32>(top, <i32> parent, 12);
  return top + 16;
}

// @ts-ignore: decorator
@inline
function item(i: i32): usize {
  return items + ((<usize> i) << 5);
}

function widestAxis(first: i32, end: i32): i32 {
  let low = f32x4.splat(Infinity), high = f32x4.splat(-Infinity);
  for (let p = item(first), last = item(end); p < last; p += 32) {
    const centre = f32x4.add(v128.load(p), v128.load(p, 16));
    low = f32x4.pmin(low, centre);
    high = f32x4.pmax(high, centre);
  }
  centreLow = low;
  centreHigh = high;
  const wide = f32x4.sub(high, low);
  const x = f32x4.extract_lane(wide, 0), y = f32x4.extract_lane(wide, 1);
  const z = f32x4.extract_lane(wide, 2);
  return x >= y && x >= z ? 0 : y >= z ? 1 : 2;
}

// @ts-ignore: decorator
@inline
function lane(v: v128, axis: i32): f32 {
  return axis == 0
    ? f32x4.extract_lane(v, 0)
    : axis == 1
    ? f32x4.extract_lane(v, 1)
    : f32x4.extract_lane(v, 2);
}

// @ts-ignore: decorator
@inline
function binOf(p: usize, low: f32, scale: f32): i32 {
  return <i32> ((load<f32>(p) + load<f32>(p, 16) - low) * scale);
}

/** Parts a range in two and returns where; -1: it is better a leaf. Sets the sides' bounds. */
function part(first: i32, end: i32, axis: i32): i32 {
  const count = end - first;
  if (count <= leafSmall) return -1;
  const low = lane(centreLow, axis), width = lane(centreHigh, axis) - low;
  const scale: f32 = <f32> 15.9998 / width;
  if (!(width > 0) || !(scale < Infinity)) return count <= LEAF_MAX ? -1 : halve(first, end);
  const offset = (<usize> axis) << 2;
  fillBins(first, end, offset, low, scale);
  const split = bestSplit(count);
  if (split < 0) return -1;
  let i = item(first), j = item(end) - 32;
  while (i <= j) {
    if (binOf(i + offset, low, scale) < split) i += 32;
    else {
      const a = v128.load(i), b = v128.load(i, 16);
      v128.store(i, v128.load(j));
      v128.store(i, v128.load(j, 16), 16);
      v128.store(j, a);
      v128.store(j, b, 16);
      j -= 32;
    }
  }
  leftLow = rightLow = f32x4.splat(Infinity);
  leftHigh = rightHigh = f32x4.splat(-Infinity);
  for (let bin = 0; bin < split; bin++) {
    const b = bins + BIN_BYTES * <usize> bin;
    leftLow = f32x4.pmin(leftLow, v128.load(b));
    leftHigh = f32x4.pmax(leftHigh, v128.load(b, 16));
  }
  for (let bin = split; bin < BINS; bin++) {
    const b = bins + BIN_BYTES * <usize> bin;
    rightLow = f32x4.pmin(rightLow, v128.load(b));
    rightHigh = f32x4.pmax(rightHigh, v128.load(b, 16));
  }
  return <i32> ((i - items) >> 5);
}

function fillBins(first: i32, end: i32, offset: usize, low: f32, scale: f32): void {
  const nothing = f32x4.splat(Infinity), all = f32x4.splat(-Infinity);
  for (let bin: usize = 0; bin < <usize> BINS; bin++) {
    store<i32>(counts + (bin << 2), 0);
    v128.store(bins + BIN_BYTES * bin, nothing);
    v128.store(bins + BIN_BYTES * bin, all, 16);
  }
  for (let p = item(first), last = item(end); p < last; p += 32) {
    const bin = <usize> binOf(p + offset, low, scale);
    const c = counts + (bin << 2), b = bins + BIN_BYTES * bin;
    store<i32>(c, load<i32>(c) + 1);
    v128.store(b, f32x4.pmin(v128.load(b), v128.load(p)));
    v128.store(b, f32x4.pmax(v128.load(b, 16), v128.load(p, 16)), 16);
  }
}

/** The first bin of the right side, by the least expected cost; -1: a leaf costs less. */
function bestSplit(count: i32): i32 {
  let low = f32x4.splat(Infinity), high = f32x4.splat(-Infinity);
  let number = 0;
  for (let bin = BINS - 1; bin > 0; bin--) {
    const b = bins + BIN_BYTES * <usize> bin;
    low = f32x4.pmin(low, v128.load(b));
    high = f32x4.pmax(high, v128.load(b, 16));
    number += load<i32>(counts + ((<usize> bin) << 2));
    store<f64>(
      costs + ((<usize> bin) << 3),
      number == 0 ? Infinity : <f64> number * surface(low, high),
    );
  }
  const whole = surface(f32x4.pmin(low, v128.load(bins)), f32x4.pmax(high, v128.load(bins, 16)));
  low = f32x4.splat(Infinity);
  high = f32x4.splat(-Infinity);
  number = 0;
  let best = Infinity, split = -1;
  for (let bin = 1; bin < BINS; bin++) {
    const b = bins + BIN_BYTES * <usize> (bin - 1);
    low = f32x4.pmin(low, v128.load(b));
    high = f32x4.pmax(high, v128.load(b, 16));
    number += load<i32>(counts + ((<usize> (bin - 1)) << 2));
    if (number == 0) continue;
    const cost = <f64> number * surface(low, high) + load<f64>(costs + ((<usize> bin) << 3));
    if (cost < best) {
      best = cost;
      split = bin;
    }
  }
  return count <= LEAF_MAX && <f64> count * whole <= nodeCost * whole + best ? -1 : split;
}

/** Half the surface of a box. */
// @ts-ignore: decorator
@inline
function surface(low: v128, high: v128): f64 {
  const side = f32x4.sub(high, low);
  const x = <f64> f32x4.extract_lane(side, 0), y = <f64> f32x4.extract_lane(side, 1);
  const z = <f64> f32x4.extract_lane(side, 2);
  return x * y + y * z + z * x;
}

/** Two halves as they lie, for items that no plane parts. */
function halve(first: i32, end: i32): i32 {
  const middle = (first + end) >> 1;
  leftLow = rightLow = f32x4.splat(Infinity);
  leftHigh = rightHigh = f32x4.splat(-Infinity);
  for (let p = item(first), last = item(middle); p < last; p += 32) {
    leftLow = f32x4.pmin(leftLow, v128.load(p));
    leftHigh = f32x4.pmax(leftHigh, v128.load(p, 16));
  }
  for (let p = item(middle), last = item(end); p < last; p += 32) {
    rightLow = f32x4.pmin(rightLow, v128.load(p));
    rightHigh = f32x4.pmax(rightHigh, v128.load(p, 16));
  }
  return middle;
}
