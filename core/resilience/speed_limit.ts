/** Commands within what is safe. */
import type { Clearance } from "./clearance.ts";

/** A command of a robot that drives along its x. */
export interface Velocity {
  /** Along x, m/s. */
  readonly linear: number;
  /** About z, rad/s. */
  readonly angular: number;
}

/** What is safe. */
export interface SpeedLimits {
  /** Either way, m/s. */
  readonly maxSpeed: number;
  /** Either way, rad/s. */
  readonly maxTurn: number;
  /** What the brakes can be relied on for, m/s². */
  readonly maxDeceleration: number;
  /** What is left before an obstacle, m. */
  readonly minDistance: number;
  /** Until braking begins, s: age of the data and of the command. */
  readonly reaction: number;
}

/**
 * The highest speed from which a robot stops within a distance: the root of
 * v · reaction + v² / (2 · deceleration) = distance. 0 where there is none.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { brakingSpeed } from "./speed_limit.ts";
 * assert.equal(brakingSpeed(2, { maxDeceleration: 1, reaction: 0 }), 2); // 2² / 2
 * assert.equal(brakingSpeed(-1, { maxDeceleration: 1, reaction: 0.3 }), 0);
 * ```
 */
export function brakingSpeed(
  distance: number,
  { maxDeceleration: a, reaction }: Pick<SpeedLimits, "maxDeceleration" | "reaction">,
): number {
  if (!(distance > 0)) return 0;
  if (distance === Infinity) return Infinity;
  const delay = a * reaction;
  return Math.sqrt(delay * delay + 2 * a * distance) - delay;
}

/** What was limited. */
export type LimitedBy = "nothing" | "speed" | "distance";

/**
 * A command within limits. Too fast a one is slowed down as a whole, so that its curve stays; near
 * an obstacle only the way towards it is: a robot may always turn away on the spot.
 */
export function limitVelocity(
  { linear, angular }: Velocity,
  { ahead, behind }: Clearance,
  limits: SpeedLimits,
): Velocity & { readonly by: LimitedBy } {
  const scale = Math.min(
    1,
    limits.maxSpeed / Math.max(Math.abs(linear), limits.maxSpeed),
    limits.maxTurn / Math.max(Math.abs(angular), limits.maxTurn),
  );
  // A product may be a rounding above the limit; a limit is one to the last bit.
  const slowed = clamped(linear * scale, limits.maxSpeed);
  const way = slowed < 0 ? behind : ahead;
  const most = brakingSpeed(way - limits.minDistance, limits);
  const turn = clamped(angular * scale, limits.maxTurn);
  if (Math.abs(slowed) > most) {
    return { linear: slowed < 0 ? 0 - most : most, angular: turn, by: "distance" };
  }
  return { linear: slowed, angular: turn, by: scale < 1 ? "speed" : "nothing" };
}

function clamped(value: number, most: number): number {
  return Math.min(Math.max(value, -most), most);
}
