/** From a list of pose errors to a verdict. */
import { quantile, statistics } from "../../../core/evaluation/statistics.ts";
import type { PosePart } from "../../../core/evaluation/pose_error.ts";
import { DEG } from "../../../core/math/scalar.ts";
import type { Verdict } from "../../contract.ts";
import type { PoseLimit, STATISTICS } from "./config.ts";
import type { PosePairs } from "./poses/pose_pairs.ts";
import { broken, type Limit, skipped, within } from "./verdict.ts";

/** The statistic of errors that a config names. */
export function statisticOf(errors: Float64Array, name: typeof STATISTICS[number]): number {
  return name === "p95" ? quantile(errors, 0.95) : statistics(errors)[name];
}

/** What of the pose a limit is about, the limit, and how many of its unit a raw error is. */
export function partOf({ max_m, max_deg }: PoseLimit): {
  part: PosePart;
  limit: Limit;
  scale: number;
} {
  return max_m !== undefined
    ? { part: "translation", limit: { max: max_m, unit: "m" }, scale: 1 }
    : { part: "rotation", limit: { max: max_deg, unit: "deg" }, scale: 1 / DEG };
}

/**
 * Judges errors of collected poses: skipped where the run lacks what is needed, failed where
 * nothing or nonsense was collected. `measure` gives the value in the limit's unit, or the reason
 * why there is none.
 */
export function judgePoses(
  poses: PosePairs,
  limit: Limit,
  measure: () => number | string,
): Verdict {
  if (poses.obstacle !== undefined) return skipped(limit, poses.obstacle);
  if (poses.problem !== undefined) return broken(limit, poses.problem);
  const value = measure();
  return typeof value === "number" ? within(value, limit) : broken(limit, value);
}
