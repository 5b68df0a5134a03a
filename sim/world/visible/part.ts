/** Objects are made of parts, each a convex body or a mesh, in the object's own axes, metres. */
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
