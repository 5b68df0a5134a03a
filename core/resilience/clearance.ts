/** How far a robot can go before it hits what its sensors see. */

/** The robot's outline and what of the world can hit it, in the frame of its base, metres. */
export interface Corridor {
  /** From the base to its front. */
  readonly front: number;
  /** From the base to its back, positive. */
  readonly rear: number;
  /** Half of its width, with what is to be kept beside it. */
  readonly halfWidth: number;
  /** What is lower is ground. */
  readonly minHeight: number;
  /** What is higher hangs above it. */
  readonly maxHeight: number;
}

/** Metres of free way; infinite where nothing is seen. */
export interface Clearance {
  /** From its front, along x. */
  readonly ahead: number;
  /** From its back, against x. */
  readonly behind: number;
}

/**
 * The nearest points of x y z triples in the straight corridor ahead and behind. Points within the
 * outline are the robot itself; points that are not finite are none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { clearanceOf } from "./clearance.ts";
 * const robot = { front: 0.3, rear: 0.3, halfWidth: 0.4, minHeight: 0.1, maxHeight: 1.5 };
 * const found = clearanceOf([2.5, 0.1, 0.5, 1, 0.9, 0.5, -1.5, 0, 0.05], 3, robot);
 * assert.deepEqual(found, { ahead: 2.2, behind: Infinity }); // one beside it, one is ground
 * ```
 */
export function clearanceOf(
  xyz: { readonly [index: number]: number },
  count: number,
  { front, rear, halfWidth, minHeight, maxHeight }: Corridor,
): Clearance {
  let first = Infinity, last = -Infinity;
  for (let i = 0; i < count; i++) {
    const x = xyz[3 * i]!, y = xyz[3 * i + 1]!, z = xyz[3 * i + 2]!;
    if (!(y >= -halfWidth && y <= halfWidth && z >= minHeight && z <= maxHeight)) continue;
    if (x > front && x < first) first = x;
    if (x < -rear && x > last) last = x;
  }
  return { ahead: first - front, behind: -last - rear };
}
