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
import { PosePairs, poseTopics } from "./base/pose_pairs.ts";

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
}

/** The check `ate`. */
export const ate: Check<AteConfig, State> = {
  config,
  topics: poseTopics,
  init: (config, setup) => ({ config, poses: new PosePairs(config, setup) }),
  see: ({ poses }, seen) => poses.see(seen),
  verdict({ config, poses }) {
    const { part, limit, scale } = partOf(config);
    return judgePoses(poses, limit, () => {
      const { estimate, reference } = poses.pairs();
      if (estimate.stamps.length === 0) return `no pose on ${config.topic} to compare`;
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
