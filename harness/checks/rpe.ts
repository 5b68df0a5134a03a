/**
 * Relative pose error: drift over steps of a given length, blind to where the run began (evo's
 * RPE over consecutive pairs: (Q_i⁻¹ Q_j)⁻¹ (P_i⁻¹ P_j); Sturm et al., IROS 2012, eq. 2).
 */
import { z } from "zod";
import { DELTA_UNITS, relativePoseError } from "../../core/evaluation/pose_error.ts";
import type { Check } from "../contract.ts";
import { ONE_LIMIT, oneLimit, poseLimit, poseSource, statistic } from "./base/config.ts";
import { judgePoses, partOf, statisticOf } from "./base/judge.ts";
import { PosePairs, poseTopics } from "./base/poses/pose_pairs.ts";

const config = z.object({
  ...poseSource,
  delta: z.number().positive().default(1).describe("length of a step in delta_unit"),
  delta_unit: z.enum(DELTA_UNITS).default("m").describe("what delta counts"),
  statistic: statistic.default("rmse").describe("what of all errors is judged"),
  ...poseLimit,
})
  .describe("relative pose error, as evo defines it")
  .refine(oneLimit, ONE_LIMIT)
  .refine(
    ({ delta, delta_unit }) => delta_unit !== "frames" || Number.isInteger(delta),
    "delta counts frames: a whole number",
  );

/** What {@linkcode rpe} is told. */
export type RpeConfig = z.output<typeof config>;

interface State {
  readonly config: RpeConfig;
  readonly poses: PosePairs;
}

/** The check `rpe`. */
export const rpe: Check<RpeConfig, State> = {
  config,
  topics: poseTopics,
  init: (config, setup) => ({ config, poses: new PosePairs(config, setup) }),
  see: ({ poses }, seen) => poses.see(seen),
  verdict({ config, poses }) {
    const { part, limit, scale } = partOf(config);
    return judgePoses(poses, limit, () => {
      const { estimate, reference } = poses.pairs();
      const { delta, delta_unit: unit } = config;
      const errors = relativePoseError(reference, estimate, { delta, unit, part });
      return errors.length === 0
        ? `${config.topic} holds no step of ${delta} ${unit} to compare`
        : scale * statisticOf(errors, config.statistic);
    });
  },
};
