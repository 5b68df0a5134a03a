/** Shapes and rays for the tests of the casters. */
import { type RayCaster, type Rays, ShapeList } from "../../../../core/kernels/raycast.ts";
import { type RandomStream, RandomTree } from "../../../../core/math/random.ts";
import { toMatrix } from "../../../../core/math/quaternion.ts";

/** A stream of a test, by its name. */
export function drawing(name: string, seed = 1): RandomStream {
  return RandomTree.root(seed).at(name);
}

/** Uniform on [a, b). */
export function between(rng: RandomStream, a: number, b: number): number {
  return a + (b - a) * rng.uniform();
}

/** A rotation matrix: any, or about z. */
export function anyRotation(rng: RandomStream, level = false): Float64Array {
  const q = Float64Array.from({ length: 4 }, () => rng.gaussian());
  if (level) q[1] = q[2] = 0;
  const length = Math.hypot(...q);
  const out = new Float64Array(9);
  toMatrix(out, q.map((value) => value / length));
  return out;
}

/** Corners of a bumpy sheet of n × n squares over [-10, 10]², two triangles each. */
export function sheet(rng: RandomStream, n: number): number[][][] {
  const heights = Float64Array.from({ length: (n + 1) * (n + 1) }, () => between(rng, 0, 0.5));
  const at = (i: number, j: number) => [
    -10 + 20 * i / n,
    -10 + 20 * j / n,
    heights[i * (n + 1) + j]!,
  ];
  const out: number[][][] = [];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      out.push([at(i, j), at(i + 1, j), at(i + 1, j + 1)]);
      out.push([at(i, j), at(i + 1, j + 1), at(i, j + 1)]);
    }
  }
  return out;
}

/** All kinds of shapes in a room; the first 30 boxes, half of them turned about z only. */
export function mixedWorld(rng: RandomStream): ShapeList {
  const list = new ShapeList();
  const place = () => [between(rng, -10, 10), between(rng, -10, 10), between(rng, 0, 3)];
  const size = () => between(rng, 0.1, 1);
  for (let i = 0; i < 30; i++) {
    list.box({ rotation: anyRotation(rng, i % 2 === 0), position: place() }, [
      size(),
      size(),
      size(),
    ]);
  }
  for (let i = 0; i < 20; i++) list.sphere(place(), size());
  for (let i = 0; i < 20; i++) {
    list.cylinder({ rotation: anyRotation(rng), position: place() }, size() / 2, size());
  }
  for (const [a, b, c] of sheet(rng, 12)) list.triangle(a!, b!, c!);
  list.box({ rotation: [1, 0, 0, 0, 1, 0, 0, 0, 1], position: [0, 0, 5] }, [12, 12, 8]);
  list.plane([0, 0, 1], 0.2);
  return list;
}

/** Sets ray `i`. The direction is given any length but 0. */
export function setRay(
  rays: Rays,
  i: number,
  from: number[],
  along: number[],
  reach = Infinity,
): void {
  const length = Math.hypot(...along);
  [rays.ox[i], rays.oy[i], rays.oz[i]] = from as [number, number, number];
  rays.dx[i] = along[0]! / length;
  rays.dy[i] = along[1]! / length;
  rays.dz[i] = along[2]! / length;
  rays.reach[i] = reach;
}

/** Fills rays of every sort: wild, neighbouring, level, along axes, short. */
export function manyRays(rng: RandomStream, rays: Rays, count: number): void {
  let from = [0, 0, 1], along = [1, 0, 0];
  for (let i = 0; i < count; i++) {
    const sort = (i >> 3) % 4;
    if (i % 4 === 0 || sort === 0) {
      from = [between(rng, -9, 9), between(rng, -9, 9), between(rng, 0.3, 4)];
      along = [rng.gaussian(), rng.gaussian(), 0.3 * rng.gaussian()];
    } else along = along.map((d) => d + 0.003 * rng.gaussian());
    if (sort === 2) along[2] = 0;
    if (sort === 3 && i % 5 === 0) along = [[1, 0, 0], [0, -1, 0], [0, 0, -1]][i % 3]!;
    setRay(rays, i, from, along, i % 10 === 0 ? between(rng, 0, 5) : Infinity);
  }
}

/** Copies all rays of one caster to another. */
export function copyRays(from: RayCaster, to: RayCaster): void {
  for (const field of ["ox", "oy", "oz", "dx", "dy", "dz", "reach"] as const) {
    to.rays[field].set(from.rays[field]);
  }
}
