/**
 * Heading error throughout: |2 atan(z/w)| of e = q_estimate ⊗ q_true⁻¹, the turn about the
 * vertical that is left, at every attitude (no Euler angles). By default its maximum is judged.
 */
import { z } from "zod";
import { DEG } from "../../core/math/scalar.ts";
import type { Check } from "../contract.ts";
import { poseSource, statistic } from "./base/config.ts";
import { judgePoses, statisticOf } from "./base/judge.ts";
import { PoseErrors } from "./base/poses/pose_errors.ts";
import { poseTopics } from "./base/poses/pose_pairs.ts";
import { measureOf } from "./orientation_error.ts";

const config = z.object({
  ...poseSource,
  statistic: statistic.default("max").describe("what of all errors is judged"),
  max_deg: z.number().positive().describe("limit of the error"),
}).describe("error of the turn about the vertical");

/** What {@linkcode headingError} is told. */
export type HeadingErrorConfig = z.output<typeof config>;

interface State {
  readonly config: HeadingErrorConfig;
  readonly errors: PoseErrors;
}

/** The check `heading_error`. */
export const headingError: Check<HeadingErrorConfig, State> = {
  config,
  topics: poseTopics,
  init: (config, setup) => ({
    config,
    errors: new PoseErrors(config, setup, measureOf("heading")),
  }),
  see: ({ errors }, seen) => errors.see(seen),
  verdict: ({ config, errors: all }) =>
    judgePoses(all.poses, { max: config.max_deg, unit: "deg" }, () => {
      const errors = all.errors();
      if (errors.length === 0) return `no pose on ${config.topic} to compare`;
      return statisticOf(errors, config.statistic) / DEG;
    }),
};
