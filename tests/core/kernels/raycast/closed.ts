/** A closed surface of triangles about the origin, and rays that must not get out of it. */
import { type Rays, ShapeList } from "../../../../core/kernels/raycast.ts";
import { SHAPE_SIZE } from "../../../../core/kernels/raycast/shapes.ts";
import type { RandomStream } from "../../../../core/math/random.ts";
import { setRay } from "./worlds.ts";

/** A bumpy ball: the six faces of a cube, each of n × n squares, blown up. 12 n² triangles. */
export function ball(n: number): ShapeList {
  const list = new ShapeList();
  const blown = (x: number, y: number, z: number) => {
    const length = Math.hypot(x, y, z), bump = 3 + 0.4 * Math.sin(5 * x) * Math.cos(4 * y + z);
    return [x, y, z].map((c) => Math.fround(bump * c / length));
  };
  for (let face = 0; face < 6; face++) {
    const axis = face >> 1, side = face & 1 ? 1 : -1;
    const corner = (i: number, j: number) => {
      const point = [0, 0, 0];
      point[axis] = side;
      point[(axis + 1) % 3] = 2 * i / n - 1;
      point[(axis + 2) % 3] = 2 * j / n - 1;
      return blown(point[0]!, point[1]!, point[2]!);
    };
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        list.triangle(corner(i, j), corner(i + 1, j), corner(i + 1, j + 1));
        list.triangle(corner(i, j), corner(i + 1, j + 1), corner(i, j + 1));
      }
    }
  }
  return list;
}

/** Rays from inside a {@linkcode ball}: every fourth to a corner, every fourth to an edge. */
export function raysInside(rng: RandomStream, list: ShapeList, rays: Rays, count: number): void {
  for (let i = 0; i < count; i++) {
    const from = [0, 0, 0].map(() => Math.fround(1.2 * (rng.uniform() - 0.5)));
    let along = [rng.gaussian(), rng.gaussian(), rng.gaussian()];
    if (i % 2 === 0) {
      const o = Math.floor(rng.uniform() * list.count) * SHAPE_SIZE,
        share = i % 4 ? rng.uniform() : 0;
      along = from.map((x, k) => {
        const a = list.data[o + k]!, b = list.data[o + 3 + k]!;
        return a + share * (b - a) - x;
      });
    }
    setRay(rays, i, from, along);
  }
}
