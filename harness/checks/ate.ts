/**
 * Absolute trajectory error: how far the estimated poses lie from the true ones, after an
 * alignment (evo's APE: Q_i⁻¹ P_i; Sturm et al., "A Benchmark for the Evaluation of RGB-D SLAM
 * Systems", IROS 2012, eq. 4).
 */
import { z } from "zod";
import { align, ALIGNMENTS } from "../../core/evaluation/align.ts";
import { absolutePoseError } from "../../core/evaluation/pose_error.ts";
import type { Check } from "../contract.ts";
import { ONE_LIMIT, oneLimit, poseLimit, poseSource, statistic } from "./base/config.ts";
import { judgePoses, partOf, statisticOf } from "./base/judge.ts";
import { PoseErrors } from "./base/poses/pose_errors.ts";
import { PosePairs, poseTopics } from "./base/poses/pose_pairs.ts";

const config = z.object({
  ...poseSource,
  align: z.enum(ALIGNMENTS).default("none")
    .describe("what of the frame may be chosen anew before comparing"),
  statistic: statistic.default("rmse").describe("what of all errors is judged"),
  ...poseLimit,
}).refine(oneLimit, ONE_LIMIT).describe("absolute trajectory error, as evo defines it");

/** What {@linkcode ate} is told. */
export type AteConfig = z.output<typeof config>;

interface State {
  readonly config: AteConfig;
  readonly poses: PosePairs;
  /** Where the frame stands: the poses are not needed for more than their errors. */
  readonly errors: PoseErrors | undefined;
}

/** The check `ate`. */
export const ate: Check<AteConfig, State> = {
  config,
  topics: poseTopics,
  init(config, setup) {
    if (config.align !== "none") {
      return { config, poses: new PosePairs(config, setup), errors: undefined };
    }
    const { part } = partOf(config);
    const errors = new PoseErrors(config, setup, ({ estimate, reference }) => {
      return absolutePoseError(reference, estimate, { part });
    });
    return { config, poses: errors.poses, errors };
  },
  see: ({ poses, errors }, seen) => (errors ?? poses).see(seen),
  verdict({ config, poses, errors: known }) {
    const { part, limit, scale } = partOf(config);
    return judgePoses(poses, limit, () => {
      const none = `no pose on ${config.topic} to compare`;
      if (known !== undefined) {
        const errors = known.errors();
        return errors.length > 0 ? scale * statisticOf(errors, config.statistic) : none;
      }
      const { estimate, reference } = poses.pairs();
      if (estimate.stamps.length === 0) return none;
      try {
        const aligned = align(estimate, reference, config.align);
        const errors = absolutePoseError(reference, aligned, { part });
        return scale * statisticOf(errors, config.statistic);
      } catch (error) {
        if (!(error instanceof RangeError)) throw error;
        return `align ${config.align}: ${error.message}`;
      }
    });
  },
};
