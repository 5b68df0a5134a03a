/**
 * What a stated covariance is worth (sensor_msgs, REP 145): all zero means unknown, first element
 * −1 or NaN means that the datum is absent, a variance of 1e5 or more that it isn't measured. Real
 * drivers state fiction, so `auto` takes a stated variance only within a factor of 100 of the
 * parameter's.
 */
import type { CovarianceMode } from "./settings.ts";

/** A variance from here on says "not measured". */
export const UNMEASURED = 1e5;
/** For an angle, rad². */
export const UNMEASURED_ANGLE = 1;
/** How far, as a factor, `auto` lets a stated variance be from the parameter's. */
export const PLAUSIBLE = 100;

/** What a covariance field says. */
export type Stated = "absent" | "unknown" | "stated";

/** Reads a covariance field of any size: absent, unknown (all zero) or stated. */
export function statedAs(covariance: ArrayLike<number>): Stated {
  const first = covariance[0]!;
  if (first === -1 || first !== first) return "absent";
  for (let i = 0; i < covariance.length; i++) if (covariance[i] !== 0) return "stated";
  return "unknown";
}

/**
 * The variance to use. `stated` is NaN where the message says nothing; with mode "message" such a
 * field, and one that isn't positive, falls back to the parameter.
 */
export function chooseVariance(mode: CovarianceMode, stated: number, parameter: number): number {
  if (!(stated > 0) || mode === "parameter") return parameter;
  if (mode === "message") return stated;
  return isPlausible(stated, parameter) ? stated : parameter;
}

/** Within a factor of {@linkcode PLAUSIBLE}? */
export function isPlausible(stated: number, parameter: number): boolean {
  return stated <= parameter * PLAUSIBLE && stated >= parameter / PLAUSIBLE;
}
