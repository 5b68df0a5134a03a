/**
 * Ground-truth boxes from the image of objects: the pixels that show an object span its box. Its
 * visibility is the share of it that nothing hides: of the rays through a grid of pixels that meet
 * the object at all, how many see it. What lies outside the picture is no part of that.
 */
import { ExactRay } from "../../../core/kernels/raycast/exact.ts";
import { rayArrays } from "../../../core/kernels/raycast/rays.ts";
import { extentsOf, type Shapes } from "../../../core/kernels/raycast/shapes.ts";
import { type Pinhole, project } from "../../../core/models/pinhole.ts";
import type { VisibleObject } from "../../world/visible/visible_world.ts";

/** A box in pixels: edges, not middles of pixels. */
export interface TruthBox {
  readonly object: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  readonly pixels: number;
  /** 0 to 1. */
  readonly visibility: number;
}

/** Which boxes are stated. */
export interface TruthConfig {
  readonly classes: readonly string[];
  readonly min_pixels: number;
  readonly min_visibility: number;
}

/** The boxes of a picture, in the order of its objects. */
export function trueBoxes(
  image: Int32Array,
  objects: readonly VisibleObject[],
  rays: PictureRays & { readonly shapes: Shapes },
  config: TruthConfig,
): TruthBox[] {
  const found = spans(image, rays.width, objects.length), boxes: TruthBox[] = [];
  objects.forEach((object, n) => {
    const [left, top, right, bottom, pixels] = found.subarray(5 * n, 5 * n + 5);
    if (pixels! < config.min_pixels || !config.classes.includes(object.className)) return;
    const visibility = visibilityOf(n, object, { shapes: rays.shapes, image, rays });
    if (visibility < config.min_visibility) return;
    const edges = { left: left!, top: top!, right: right! + 1, bottom: bottom! + 1 };
    boxes.push({ object: n, ...edges, pixels: pixels!, visibility });
  });
  return boxes;
}

/** The spans of the objects that a picture shows, 5 numbers each: left, top, right, bottom, pixels. */
export function spans(
  image: Int32Array,
  width: number,
  objects: number,
): Int32Array {
  const out = new Int32Array(5 * objects);
  for (let o = 0; o < out.length; o += 5) {
    out[o] = out[o + 1] = 0x7fffffff;
    out[o + 2] = out[o + 3] = -1;
  }
  for (let i = 0, row = 0; i < image.length; i += width, row++) {
    for (let column = 0; column < width;) {
      const first = column, object = image[i + first]!;
      do column++; while (column < width && image[i + column] === object);
      if (object < 0) continue;
      const o = 5 * object;
      if (first < out[o]!) out[o] = first;
      if (row < out[o + 1]!) out[o + 1] = row;
      if (column > out[o + 2]!) out[o + 2] = column - 1;
      if (row > out[o + 3]!) out[o + 3] = row;
      out[o + 4]! += column - first;
    }
  }
  return out;
}

/** How a picture's pixels became rays. */
export interface PictureRays {
  readonly width: number;
  readonly height: number;
  readonly pinhole: Pinhole;
  /** Unit directions in the optical frame, 3 a pixel. */
  readonly directions: Float32Array;
  /** Writes world from optical frame (9, row-major) and the camera's place (3) of a row. */
  pose(row: number, rotation: Float64Array, position: Float64Array): void;
}

/** About so many rays judge an object's visibility. */
const JUDGES = 600;

/** The share of an object that is seen, given the image of objects. */
export function visibilityOf(
  object: number,
  { first, end }: VisibleObject,
  { shapes, image, rays }: { shapes: Shapes; image: Int32Array; rays: PictureRays },
): number {
  const { width, height } = rays;
  const [left, top, right, bottom] = regionOf(shapes, first, end, rays);
  const area = Math.max(1, (right - left) * (bottom - top));
  const step = Math.max(1, Math.floor(Math.sqrt(area / JUDGES)));
  let all = 0, seen = 0;
  for (let row = Math.max(0, top); row < Math.min(height, bottom); row += step) {
    rays.pose(row, m, p);
    one.ox[0] = p[0]!;
    one.oy[0] = p[1]!;
    one.oz[0] = p[2]!;
    for (let column = Math.max(0, left); column < Math.min(width, right); column += step) {
      const i = row * width + column, d = 3 * i;
      const shown = image[i] === object;
      const x = rays.directions[d]!, y = rays.directions[d + 1]!, z = rays.directions[d + 2]!;
      one.dx[0] = m[0]! * x + m[1]! * y + m[2]! * z;
      one.dy[0] = m[3]! * x + m[4]! * y + m[5]! * z;
      one.dz[0] = m[6]! * x + m[7]! * y + m[8]! * z;
      if (shown || meets(shapes, first, end)) all++;
      if (shown) seen++;
    }
  }
  return all === 0 ? 0 : seen / all;
}

const m = new Float64Array(9), p = new Float64Array(3);
const one = rayArrays(new ArrayBuffer(28), 0, 1);
let exact: ExactRay | undefined, exactOf: Shapes | undefined;

function meets(shapes: Shapes, first: number, end: number): boolean {
  if (exact === undefined || exactOf !== shapes) {
    exact = new ExactRay(shapes);
    exactOf = shapes;
  }
  exact.take(one, 0);
  for (let shape = first; shape < end; shape++) {
    if (exact.distance(shape) < Infinity) return true;
  }
  return false;
}

const corner = new Float64Array(3), pixel = new Float64Array(2);

/** The part of the picture that an object's bounds cover; all of it where they reach behind. */
function regionOf(
  shapes: Shapes,
  first: number,
  end: number,
  rays: PictureRays,
): [number, number, number, number] {
  const { width, height } = rays;
  rays.pose(height >> 1, m, p);
  const [low, high] = boundsOf(shapes, first, end);
  let left = Infinity, top = Infinity, right = -Infinity, bottom = -Infinity;
  for (let i = 0; i < 8; i++) {
    const x = (i & 1 ? high : low)[0]! - p[0]!, y = (i & 2 ? high : low)[1]! - p[1]!;
    const z = (i & 4 ? high : low)[2]! - p[2]!;
    corner[0] = m[0]! * x + m[3]! * y + m[6]! * z;
    corner[1] = m[1]! * x + m[4]! * y + m[7]! * z;
    corner[2] = m[2]! * x + m[5]! * y + m[8]! * z;
    project(pixel, rays.pinhole, corner);
    if (!(corner[2]! > 0.05)) return [0, 0, width, height];
    left = Math.min(left, Math.floor(pixel[0]!));
    right = Math.max(right, Math.ceil(pixel[0]!) + 1);
    top = Math.min(top, Math.floor(pixel[1]!));
    bottom = Math.max(bottom, Math.ceil(pixel[1]!) + 1);
  }
  return [left, top, right, bottom];
}

const extents = new Float64Array(6);

function boundsOf(shapes: Shapes, first: number, end: number): [number[], number[]] {
  const low = [Infinity, Infinity, Infinity], high = [-Infinity, -Infinity, -Infinity];
  for (let shape = first; shape < end; shape++) {
    extentsOf(shapes, shape, extents);
    for (let i = 0; i < 3; i++) {
      low[i] = Math.min(low[i]!, extents[i]!);
      high[i] = Math.max(high[i]!, extents[3 + i]!);
    }
  }
  return [low, high];
}
