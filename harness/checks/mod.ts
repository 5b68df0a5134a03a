/**
 * The table of checks. A new check is one file and one line here; a check of one's own needs
 * neither, it goes beside these in the catalogue of a run:
 *
 * ```ts
 * import { z } from "zod";
 * import type { Check } from "../contract.ts";
 * import { within } from "./base/verdict.ts";
 *
 * const config = z.object({ max: z.number() });
 * // Never more than `max` messages on /cmd_vel: `{ ...CATALOGUE, checks: { ...CHECKS, calm } }`.
 * export const calm: Check<{ max: number }, { max: number; count: number }> = {
 *   config,
 *   topics: () => ["/cmd_vel"],
 *   init: ({ max }) => ({ max, count: 0 }),
 *   see: (state) => void state.count++,
 *   verdict: ({ max, count }) => within(count, { max, unit: "messages" }),
 * };
 * ```
 *
 * @module
 */
import type { AnyCheck } from "../schema/catalogue.ts";
import { ate } from "./ate.ts";
import { clusters } from "./clusters.ts";
import { deadline } from "./deadline.ts";
import { detections } from "./detections.ts";
import { diagnostics } from "./diagnostics.ts";
import { finalPose } from "./final_pose.ts";
import { finite } from "./finite.ts";
import { headingError } from "./heading_error.ts";
import { insideSigma } from "./inside_sigma.ts";
import { latency } from "./latency.ts";
import { messageCount } from "./message_count.ts";
import { mode } from "./mode.ts";
import { nees } from "./nees.ts";
import { nis } from "./nis.ts";
import { noJump } from "./no_jump.ts";
import { order } from "./order.ts";
import { orientationErrorCheck } from "./orientation_error.ts";
import { rate } from "./rate.ts";
import { recovery } from "./recovery.ts";
import { rpe } from "./rpe.ts";
import { speed } from "./speed.ts";
import { standstillDrift } from "./standstill_drift.ts";

/** Every check by the `type` that a scenario gives it. */
export const CHECKS: Readonly<Record<string, AnyCheck>> = {
  ate,
  clusters,
  deadline,
  detections,
  diagnostics,
  final_pose: finalPose,
  finite,
  heading_error: headingError,
  inside_sigma: insideSigma,
  latency,
  message_count: messageCount,
  mode,
  nees,
  nis,
  no_jump: noJump,
  order,
  orientation_error: orientationErrorCheck,
  rate,
  recovery,
  rpe,
  speed,
  standstill_drift: standstillDrift,
};
