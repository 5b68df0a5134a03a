// Where things lie in memory. Addresses are set once by `scene`, `moving` and `rays`.

/** Exact definitions: 16 f64 a primitive, by its number. */
export let shapes: usize = 0;
/** Kind of a primitive, i32, by its number: 0 triangle, 1 box, 2 sphere, 3 cylinder, 4 plane. */
export let kinds: usize = 0;
/** Bound of every coordinate sum |x| + |y| + |z| of the scene. */
export let scale: f32 = 0;
/** Planes, which no tree can hold: their numbers, i32. */
export let planes: usize = 0;
export let planeCount: i32 = 0;

/** A tree: nodes of 64 bytes; slots of 64 bytes in leaf order; a slot's primitive, i32. */
export let nodes0: usize = 0;
export let slots0: usize = 0;
export let order0: usize = 0;
export let root0: i32 = 0;
export let nodes1: usize = 0;
export let slots1: usize = 0;
export let order1: usize = 0;
export let root1: i32 = 0;

/** Rays: seven arrays of f32, `stride` bytes apart: origin, unit direction, reach. */
export let rays: usize = 0;
export let stride: usize = 0;
/** What they hit: f64 distance, i32 primitive or -1. */
export let distances: usize = 0;
export let primitives: usize = 0;

/** Traversal stack: 32 bytes an entry. */
export let stack: usize = 0;
/** The packets of four rays that are looked at, PACKET bytes each. */
export let packets: usize = 0;
/** Rays from a packet's first to that of the next in its group: neighbours in a row, or rows. */
export let step: i32 = 4;
/** What a packet has, all f32 x 4 but for the shape that was hit (i32 x 4, -1: none yet). */
export const PACKET: usize = 128;
/** Bounds of the nearest hit's distance so far; or both the ray's reach. */
export const LOW: usize = 0;
export const HIGH: usize = 16;
export const HIT: usize = 32;
/** Bound of the error of what is computed of one shape. */
export const MARGIN: usize = 48;
/** One over the direction's x, y and z. */
export const INVERSE: usize = 64;

export function scene(
  shapesAt: usize,
  kindsAt: usize,
  planesAt: usize,
  planeNumber: i32,
  sceneScale: f32,
): void {
  shapes = shapesAt;
  kinds = kindsAt;
  planes = planesAt;
  planeCount = planeNumber;
  scale = sceneScale;
}

/** Tree 0 is of what stands, tree 1 of what moves. A root of -1: nothing. */
export function tree(which: i32, nodesAt: usize, slotsAt: usize, orderAt: usize, root: i32): void {
  if (which == 0) {
    nodes0 = nodesAt;
    slots0 = slotsAt;
    order0 = orderAt;
    root0 = root;
  } else {
    nodes1 = nodesAt;
    slots1 = slotsAt;
    order1 = orderAt;
    root1 = root;
  }
}

export function batch(
  raysAt: usize,
  strideBytes: usize,
  distancesAt: usize,
  primitivesAt: usize,
  stackAt: usize,
  packetsAt: usize,
): void {
  rays = raysAt;
  stride = strideBytes;
  distances = distancesAt;
  primitives = primitivesAt;
  stack = stackAt;
  packets = packetsAt;
}

/** Whether the rays are rows of so many, a multiple of 4, of which four are a group; 0: no rows. */
export function rows(length: i32): void {
  step = length > 0 ? length : 4;
}

/** The first byte that is free. */
export function free(): usize {
  return __heap_base;
}
