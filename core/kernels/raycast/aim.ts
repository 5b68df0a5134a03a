/**
 * Turns and places rays that are known in a frame of their own, such as those of a camera's pixels:
 * the definition of `as/raycast/aim.ts`. In f64, rounded once.
 */
import type { Rays } from "./rays.ts";

/** Which directions become which rays. */
export interface Aimed {
  /** The number of the first direction. */
  readonly from: number;
  /** The number of the first ray. */
  readonly first: number;
  readonly count: number;
}

/** Rotation to the world (9, row-major) and origin (3, m) of rays. */
export interface Pose {
  readonly rotation: ArrayLike<number>;
  readonly position: ArrayLike<number>;
}

/** Sets rays by unit directions, 3 a ray. One that is NaN looks nowhere: its ray is switched off. */
export function aim(
  { ox, oy, oz, dx, dy, dz, reach }: Rays,
  directions: Float32Array,
  { from, first, count }: Aimed,
  { rotation: m, position: p }: Pose,
): void {
  for (let i = first, o = 3 * from; i < first + count; i++, o += 3) {
    const x = directions[o]!, y = directions[o + 1]!, z = directions[o + 2]!;
    const seeing = x === x;
    ox[i] = p[0]!;
    oy[i] = p[1]!;
    oz[i] = p[2]!;
    dx[i] = seeing ? m[0]! * x + m[1]! * y + m[2]! * z : 0;
    dy[i] = seeing ? m[3]! * x + m[4]! * y + m[5]! * z : 0;
    dz[i] = seeing ? m[6]! * x + m[7]! * y + m[8]! * z : -1;
    reach[i] = seeing ? Infinity : -1;
  }
}
