/** Objects are made of parts, each a convex body or a mesh, in the object's own axes, metres. */
import type { Placement } from "../../../core/kernels/raycast.ts";
import { placeBody, SHAPE_SIZE } from "../../../core/kernels/raycast/shapes.ts";
import { fromEuler, toMatrix } from "../../../core/math/quaternion.ts";
import { DEG } from "../../../core/math/scalar.ts";
import type { MaterialConfig } from "./material.ts";

/** Three numbers. */
export type Triple = readonly [number, number, number];

/** One part; `rotation` is roll, pitch and yaw in degrees. */
export type Part =
  | {
    readonly kind: "box";
    readonly at: Triple;
    readonly size: Triple;
    readonly rotation?: Triple;
    readonly material?: MaterialConfig;
  }
  | {
    readonly kind: "sphere";
    readonly at: Triple;
    readonly radius: number;
    readonly material?: MaterialConfig;
  }
  | {
    readonly kind: "cylinder";
    readonly at: Triple;
    readonly radius: number;
    readonly height: number;
    readonly rotation?: Triple;
    readonly material?: MaterialConfig;
  }
  | {
    readonly kind: "mesh";
    /** Corners, 9 numbers a triangle. */
    readonly triangles: Float64Array;
    readonly material?: MaterialConfig;
  };

/** A box that stands on `z`: middle of its base, size. */
export function standing(
  base: Triple,
  size: Triple,
  material?: MaterialConfig,
): Part {
  const [x, y, z] = base;
  return {
    kind: "box",
    at: [x, y, z + size[2] / 2],
    size,
    ...(material === undefined ? {} : { material }),
  };
}

/** A frustum about z with its lower circle at `base` height, as triangles. */
export function frustum(
  base: number,
  height: number,
  radii: readonly [number, number],
  sides: readonly (readonly [number, number])[],
): Float64Array {
  const [lower, upper] = radii, triangles: number[] = [];
  sides.forEach(([c, s], i) => {
    const [d, t] = sides[(i + 1) % sides.length]!;
    const a = [lower * c, lower * s, base], b = [lower * d, lower * t, base];
    const e = [upper * c, upper * s, base + height], f = [upper * d, upper * t, base + height];
    triangles.push(...a, ...b, ...f, ...a, ...f, ...e);
    triangles.push(0, 0, base + height, ...e, ...f);
  });
  return Float64Array.from(triangles);
}

const ORIGIN = [0, 0, 0] as const;
const turned = new Float64Array(4), rotation = new Float64Array(9);

function carried(
  out: Float64Array,
  { rotation: r, position }: Placement,
  p: ArrayLike<number>,
  o = 0,
) {
  const x = p[o]!, y = p[o + 1]!, z = p[o + 2]!;
  for (let i = 0; i < 3; i++) {
    out[i] = r[3 * i]! * x + r[3 * i + 1]! * y + r[3 * i + 2]! * z + position[i]!;
  }
}

const point = new Float64Array(3);

/** Matrices of parts in their objects, made once: what moves is written hundreds of times a turn. */
const partRotations = new WeakMap<Part, Float64Array>();

function partRotation(part: Exclude<Part, { kind: "mesh" | "sphere" }>): Float64Array {
  let found = partRotations.get(part);
  if (found === undefined) {
    const [roll, pitch, yaw] = part.rotation ?? ORIGIN;
    fromEuler(turned, roll * DEG, pitch * DEG, yaw * DEG);
    partRotations.set(part, found = new Float64Array(9));
    toMatrix(found, turned);
  }
  return found;
}

/** Writes a part's shapes from number `shape` on, its object placed; returns the next number. */
export function writePart(
  data: Float64Array,
  shape: number,
  part: Part,
  placement: Placement,
): number {
  const at = shape * SHAPE_SIZE;
  if (part.kind === "mesh") {
    const corners = part.triangles.length / 3;
    for (let corner = 0; corner < corners; corner++) {
      carried(point, placement, part.triangles, 3 * corner);
      data.set(point, at + SHAPE_SIZE * Math.floor(corner / 3) + 3 * (corner % 3));
    }
    return shape + corners / 3;
  }
  carried(point, placement, part.at);
  if (part.kind === "sphere") {
    data.set(point, at);
    return shape + 1;
  }
  const r = placement.rotation, own = partRotation(part);
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      rotation[3 * i + j] = r[3 * i]! * own[j]! + r[3 * i + 1]! * own[3 + j]! +
        r[3 * i + 2]! * own[6 + j]!;
    }
  }
  placeBody(data, at, { rotation, position: point });
  return shape + 1;
}
