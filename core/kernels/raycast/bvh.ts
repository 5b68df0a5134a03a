/**
 * A bounding volume hierarchy: binned surface area heuristic (Wald 2007), 16 bins along the widest
 * axis of the centroids. Only + − × ÷, min and max, hence the same tree on every machine; this is
 * the specification of the kernel's `as/raycast/build.ts`, which writes the same words.
 *
 * A node is 16 words: for each of the axes x y z low of child 0, low of child 1, high of child 0 and
 * high of child 1 (f32), then child 0, child 1 and a bit for the axis that parts them (i32). A child
 * is a node's number or, if negative, ~(first slot · 16 + number of slots) of a leaf; −1 is no tree
 * at all.
 */

/** Words of a node. */
export const NODE_SIZE = 16;
/** Words of an item to be sorted in: low (f32), its name (i32), high (f32) and one without use. */
export const ITEM_SIZE = 8;
/** Where in an item its name and its high are. */
export const ITEM_NAME = 3, ITEM_HIGH = 4;

const BINS = 16;
/** Just below {@linkcode BINS}, so that the last item is in the last bin. */
const BINS_FILLED = Math.fround(15.9998);
const LEAF_MAX = 15;
/** Below this depth ranges are halved, so that no traversal needs more than 128 entries. */
const DEPTH_MAX = 90;

/** Where a tree is written to. */
export interface TreeTarget {
  /** {@linkcode NODE_SIZE} · items words; two views of the same bytes. */
  readonly nodes: Float32Array;
  readonly nodeInts: Int32Array;
  /** Names of items in the order of the leaves' slots. */
  readonly order: Int32Array;
  /** A node's cost in units of an item's. From 1 on two items are a leaf without question. */
  readonly nodeCost: number;
}

const binCount = new Int32Array(BINS);
const binBounds = new Float32Array(BINS * 6);
/** Surface and number of all bins from one on. */
const rightCost = new Float64Array(BINS);
const left = new Float32Array(6), right = new Float32Array(6);
const centroids = new Float32Array(6);

/** Ranges that wait to be parted: first, end, depth and the word that will name them. */
const todo: number[] = [];

/**
 * Sorts items and writes a tree over them; returns its root.
 *
 * @param items {@linkcode ITEM_SIZE} words each; they are reordered
 */
export function buildTree(items: Float32Array, count: number, target: TreeTarget): number {
  const { nodes, nodeInts, order, nodeCost } = target;
  const names = new Int32Array(items.buffer, items.byteOffset, items.length);
  let made = 0, root = -1;
  todo.length = 0;
  if (count > 0) todo.push(0, count, 0, -1);
  while (todo.length > 0) {
    const parent = todo.pop()!, depth = todo.pop()!, end = todo.pop()!, first = todo.pop()!;
    const axis = widestAxis(items, first, end);
    const middle = depth > DEPTH_MAX && end - first > 1
      ? halve(items, first, end)
      : part(items, first, end, { axis, nodeCost });
    let ref: number;
    if (middle < 0) ref = ~(first * 16 + end - first);
    else {
      ref = made++;
      const n = ref * NODE_SIZE;
      for (let side = 0; side < 3; side++) {
        nodes[n + 4 * side] = left[side]!;
        nodes[n + 4 * side + 1] = right[side]!;
        nodes[n + 4 * side + 2] = left[3 + side]!;
        nodes[n + 4 * side + 3] = right[3 + side]!;
      }
      nodeInts[n + 14] = 1 << axis;
      todo.push(middle, end, depth + 1, n + 13, first, middle, depth + 1, n + 12);
    }
    if (parent < 0) root = ref;
    else nodeInts[parent] = ref;
  }
  for (let i = 0; i < count; i++) order[i] = names[i * ITEM_SIZE + ITEM_NAME]!;
  return root;
}

const fround = Math.fround;

/** A coordinate of an item's doubled centroid. */
function centre(items: Float32Array, o: number, axis: number): number {
  return fround(items[o + axis]! + items[o + ITEM_HIGH + axis]!);
}

function binOf(value: number, low: number, scale: number): number {
  return fround(fround(value - low) * scale) | 0;
}

/** The axis along which the centroids spread most; `centroids` gets their doubled bounds. */
function widestAxis(items: Float32Array, first: number, end: number): 0 | 1 | 2 {
  let lx = Infinity, ly = Infinity, lz = Infinity, hx = -Infinity, hy = -Infinity, hz = -Infinity;
  for (let o = first * ITEM_SIZE; o < end * ITEM_SIZE; o += ITEM_SIZE) {
    const x = centre(items, o, 0), y = centre(items, o, 1), z = centre(items, o, 2);
    if (x < lx) lx = x;
    if (x > hx) hx = x;
    if (y < ly) ly = y;
    if (y > hy) hy = y;
    if (z < lz) lz = z;
    if (z > hz) hz = z;
  }
  centroids[0] = lx;
  centroids[1] = ly;
  centroids[2] = lz;
  centroids[3] = hx;
  centroids[4] = hy;
  centroids[5] = hz;
  const x = fround(hx - lx), y = fround(hy - ly), z = fround(hz - lz);
  return x >= y && x >= z ? 0 : y >= z ? 1 : 2;
}

/** Parts a range in two and returns where; −1: it is better a leaf. Fills `left` and `right`. */
function part(
  items: Float32Array,
  first: number,
  end: number,
  { axis, nodeCost }: { axis: 0 | 1 | 2; nodeCost: number },
): number {
  const count = end - first;
  if (count <= (nodeCost < 1 ? 1 : 2)) return -1;
  const low = centroids[axis]!, width = fround(centroids[3 + axis]! - low);
  const scale = fround(BINS_FILLED / width);
  if (!(width > 0) || !(scale < Infinity)) return count <= LEAF_MAX ? -1 : halve(items, first, end);
  fillBins(items, first, end, axis, low, scale);
  const split = bestSplit(count, nodeCost);
  if (split < 0) return -1;
  let i = first, j = end - 1;
  while (i <= j) {
    const o = i * ITEM_SIZE;
    if (binOf(centre(items, o, axis), low, scale) < split) i++;
    else swap(items, o, j-- * ITEM_SIZE);
  }
  left.fill(Infinity, 0, 3);
  left.fill(-Infinity, 3);
  right.set(left);
  for (let bin = 0; bin < BINS; bin++) grow(bin < split ? left : right, bin * 6);
  return i;
}

function fillBins(
  items: Float32Array,
  first: number,
  end: number,
  axis: number,
  low: number,
  scale: number,
): void {
  binCount.fill(0);
  for (let bin = 0; bin < BINS * 6; bin += 6) {
    binBounds[bin] = binBounds[bin + 1] = binBounds[bin + 2] = Infinity;
    binBounds[bin + 3] = binBounds[bin + 4] = binBounds[bin + 5] = -Infinity;
  }
  for (let o = first * ITEM_SIZE; o < end * ITEM_SIZE; o += ITEM_SIZE) {
    const bin = binOf(centre(items, o, axis), low, scale);
    binCount[bin]!++;
    const b = bin * 6;
    if (items[o]! < binBounds[b]!) binBounds[b] = items[o]!;
    if (items[o + 1]! < binBounds[b + 1]!) binBounds[b + 1] = items[o + 1]!;
    if (items[o + 2]! < binBounds[b + 2]!) binBounds[b + 2] = items[o + 2]!;
    if (items[o + 4]! > binBounds[b + 3]!) binBounds[b + 3] = items[o + 4]!;
    if (items[o + 5]! > binBounds[b + 4]!) binBounds[b + 4] = items[o + 5]!;
    if (items[o + 6]! > binBounds[b + 5]!) binBounds[b + 5] = items[o + 6]!;
  }
}

/** The first bin of the right side, by the least expected cost; −1: a leaf costs less. */
function bestSplit(count: number, nodeCost: number): number {
  right.fill(Infinity, 0, 3);
  right.fill(-Infinity, 3);
  let items = 0;
  for (let bin = BINS - 1; bin > 0; bin--) {
    grow(right, bin * 6);
    items += binCount[bin]!;
    rightCost[bin] = items === 0 ? Infinity : items * surface(right);
  }
  grow(right, 0);
  const whole = surface(right);
  left.fill(Infinity, 0, 3);
  left.fill(-Infinity, 3);
  items = 0;
  let best = Infinity, split = -1;
  for (let bin = 1; bin < BINS; bin++) {
    grow(left, (bin - 1) * 6);
    items += binCount[bin - 1]!;
    if (items === 0) continue;
    const cost = items * surface(left) + rightCost[bin]!;
    if (cost < best) {
      best = cost;
      split = bin;
    }
  }
  return count <= LEAF_MAX && count * whole <= nodeCost * whole + best ? -1 : split;
}

/** Widens bounds by those of a bin. */
function grow(bounds: Float32Array, bin: number): void {
  for (let i = 0; i < 3; i++) {
    if (binBounds[bin + i]! < bounds[i]!) bounds[i] = binBounds[bin + i]!;
    if (binBounds[bin + 3 + i]! > bounds[3 + i]!) bounds[3 + i] = binBounds[bin + 3 + i]!;
  }
}

/** Half the surface of a box. */
function surface(b: Float32Array): number {
  const x = fround(b[3]! - b[0]!), y = fround(b[4]! - b[1]!), z = fround(b[5]! - b[2]!);
  return x * y + y * z + z * x;
}

/** Two halves as they lie, for items that no plane parts. */
function halve(items: Float32Array, first: number, end: number): number {
  const middle = (first + end) >> 1;
  for (const [side, from, to] of [[left, first, middle], [right, middle, end]] as const) {
    side.fill(Infinity, 0, 3);
    side.fill(-Infinity, 3);
    for (let o = from * ITEM_SIZE; o < to * ITEM_SIZE; o += ITEM_SIZE) {
      for (let i = 0; i < 3; i++) {
        side[i] = Math.min(side[i]!, items[o + i]!);
        side[3 + i] = Math.max(side[3 + i]!, items[o + ITEM_HIGH + i]!);
      }
    }
  }
  return middle;
}

function swap(items: Float32Array, a: number, b: number): void {
  for (let i = 0; i < ITEM_SIZE - 1; i++) {
    const word = items[a + i]!;
    items[a + i] = items[b + i]!;
    items[b + i] = word;
  }
}
