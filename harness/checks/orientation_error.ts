/**
 * Orientation error, whole or split as BROAD does (Laidig et al., Data 6(7):72, 2021): of
 * e = q_estimate ⊗ q_true⁻¹ the total angle 2 acos|w|, the heading 2 atan|z/w|, the inclination
 * 2 acos √(w² + z²).
 */
import { z } from "zod";
import { orientationError } from "../../core/evaluation/orientation_error.ts";
import { DEG } from "../../core/math/scalar.ts";
import type { Check } from "../contract.ts";
import { poseSource, statistic } from "./base/config.ts";
import { judgePoses, statisticOf } from "./base/judge.ts";
import { type Measure, PoseErrors } from "./base/poses/pose_errors.ts";
import { poseTopics } from "./base/poses/pose_pairs.ts";

/** The parts of an orientation error, in the order of the kernel's output. */
export const ORIENTATION_PARTS = ["total", "heading", "inclination"] as const;

const config = z.object({
  ...poseSource,
  part: z.enum(ORIENTATION_PARTS).default("total").describe("which part of the turn is judged"),
  statistic: statistic.default("rmse").describe("what of all errors is judged"),
  max_deg: z.number().positive().describe("limit of the error"),
}).describe("error of the orientation");

/** What {@linkcode orientationErrorCheck} is told. */
export type OrientationErrorConfig = z.output<typeof config>;

interface State {
  readonly config: OrientationErrorConfig;
  readonly errors: PoseErrors;
}

/** The check `orientation_error`. */
export const orientationErrorCheck: Check<OrientationErrorConfig, State> = {
  config,
  topics: poseTopics,
  init: (config, setup) => ({
    config,
    errors: new PoseErrors(config, setup, measureOf(config.part)),
  }),
  see: ({ errors }, seen) => errors.see(seen),
  verdict: ({ config, errors: all }) =>
    judgePoses(all.poses, { max: config.max_deg, unit: "deg" }, () => {
      const errors = all.errors();
      if (errors.length === 0) return `no pose on ${config.topic} to compare`;
      return statisticOf(errors, config.statistic) / DEG;
    }),
};

/** Measures |error| of one part at every pose, radians. */
export function measureOf(part: typeof ORIENTATION_PARTS[number]): Measure {
  const index = ORIENTATION_PARTS.indexOf(part);
  const out = new Float64Array(3);
  return ({ estimate, reference }) =>
    Float64Array.from(estimate.stamps, (_, i) => {
      orientationError(
        out,
        estimate.orientations.subarray(4 * i, 4 * i + 4),
        reference.orientations.subarray(4 * i, 4 * i + 4),
      );
      return Math.abs(out[index]!);
    });
}
