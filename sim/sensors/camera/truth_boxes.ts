/**
 * Ground-truth boxes from the image of objects: the pixels that show an object span its box. Its
 * visibility is the share of it that nothing hides: of the rays through a grid of pixels that meet
 * the object at all, how many see it. What lies outside the picture is no part of that.
 */
import { ObjectCaster } from "../../../core/kernels/object_caster.ts";
import { extentsOf, type Shapes } from "../../../core/kernels/raycast/shapes.ts";
import { type Pinhole, project } from "../../../core/models/pinhole.ts";
import type { VisibleObject, VisibleWorld } from "../../world/visible/visible_world.ts";

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

/** What of a world has boxes. */
export type JudgedWorld = Pick<VisibleWorld, "objects" | "shapes" | "movingFrom">;

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

/** Finds the boxes of one camera's pictures; keeps a copy of what has any. */
export class TruthBoxes {
  readonly #config: TruthConfig;
  /** Objects of the classes that have boxes, by their place among the caster's. */
  readonly #judged: readonly { readonly object: number; readonly own: VisibleObject }[];
  readonly #objects: number;
  readonly #movingFrom: number;
  readonly #caster: ObjectCaster;

  constructor({ objects, shapes, movingFrom }: JudgedWorld, config: TruthConfig) {
    this.#config = config;
    this.#objects = objects.length;
    this.#judged = [...objects.entries()]
      .filter(([, { className }]) => config.classes.includes(className))
      .map(([object, own]) => ({ object, own }));
    this.#movingFrom = movingFrom;
    this.#caster = new ObjectCaster(shapes, this.#judged.map(({ own }) => own), JUDGES);
  }

  /** The boxes of a picture, given its image of objects, in the order of its objects. */
  of(image: Int32Array, rays: PictureRays & { readonly shapes: Shapes }): TruthBox[] {
    const found = spans(image, rays.width, this.#objects), boxes: TruthBox[] = [];
    const { min_pixels, min_visibility } = this.#config;
    this.#judged.forEach(({ object, own }, judged) => {
      const [left, top, right, bottom, pixels] = found.subarray(5 * object, 5 * object + 5);
      if (pixels! < min_pixels) return;
      if (own.first >= this.#movingFrom) this.#caster.move(judged, rays.shapes);
      const region = regionOf(rays.shapes, own.first, own.end, rays);
      const visibility = this.#visibilityOf(judged, region, image, rays);
      if (visibility < min_visibility) return;
      const edges = { left: left!, top: top!, right: right! + 1, bottom: bottom! + 1 };
      boxes.push({ object, ...edges, pixels: pixels!, visibility });
    });
    return boxes;
  }

  /** The share of an object that is seen, given the part of the picture that its bounds cover. */
  #visibilityOf(
    judged: number,
    [left, top, right, bottom]: Region,
    image: Int32Array,
    rays: PictureRays,
  ): number {
    const { width, height, directions } = rays, { object } = this.#judged[judged]!;
    const area = Math.max(1, (right - left) * (bottom - top));
    const step = Math.max(1, Math.floor(Math.sqrt(area / JUDGES)));
    const caster = this.#caster, { ox, oy, oz, dx, dy, dz, reach } = caster.rays;
    // Those who see it meet it; the others are asked, as many at once as there is room for.
    let seen = 0, hidden = 0, asked = 0;
    for (let row = Math.max(0, top); row < Math.min(height, bottom); row += step) {
      rays.pose(row, m, p);
      for (let column = Math.max(0, left); column < Math.min(width, right); column += step) {
        const i = row * width + column;
        if (image[i] === object) {
          seen++;
          continue;
        }
        const x = directions[3 * i]!, y = directions[3 * i + 1]!, z = directions[3 * i + 2]!;
        if (Number.isNaN(x)) continue; // looks nowhere
        ox[asked] = p[0]!;
        oy[asked] = p[1]!;
        oz[asked] = p[2]!;
        dx[asked] = m[0]! * x + m[1]! * y + m[2]! * z;
        dy[asked] = m[3]! * x + m[4]! * y + m[5]! * z;
        dz[asked] = m[6]! * x + m[7]! * y + m[8]! * z;
        reach[asked] = Infinity;
        if (++asked < caster.capacity) continue;
        hidden += caster.meeting(judged, asked);
        asked = 0;
      }
    }
    hidden += caster.meeting(judged, asked);
    return seen === 0 ? 0 : seen / (seen + hidden);
  }
}

const m = new Float64Array(9), p = new Float64Array(3);
const corner = new Float64Array(3), pixel = new Float64Array(2);

/** Pixels: left, top, right, bottom. */
type Region = readonly [left: number, top: number, right: number, bottom: number];

/** The part of the picture that an object's bounds cover; all of it where they reach behind. */
function regionOf(
  shapes: Shapes,
  first: number,
  end: number,
  rays: PictureRays,
): Region {
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
