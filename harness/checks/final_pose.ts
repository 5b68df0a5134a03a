/**
 * Where the run ended: the last pose against the reference's, or its position against a place
 * that the scenario names (then no truth is needed, as on a recorded log).
 */
import { z } from "zod";
import { absolutePoseError } from "../../core/evaluation/pose_error.ts";
import { select } from "../../core/evaluation/trajectory.ts";
import { SECOND } from "../../msgs/time.ts";
import type { Check, CheckSetup, Verdict } from "../contract.ts";
import { ONE_LIMIT, oneLimit, poseLimit, poseSource } from "./base/config.ts";
import { judgePoses, partOf } from "./base/judge.ts";
import { poseOf, readPose, stampOf } from "./base/message.ts";
import { PosePairs, poseTopics } from "./base/poses/pose_pairs.ts";
import { broken, obstacle, skipped, within } from "./base/verdict.ts";

const config = z.object({
  ...poseSource,
  position: z.tuple([z.number(), z.number(), z.number()]).optional()
    .describe("expected x y z, m, instead of a reference"),
  ...poseLimit,
})
  .describe("where the robot is said to be at the end")
  .refine(oneLimit, ONE_LIMIT)
  .refine(
    ({ position, max_m }) => position === undefined || max_m !== undefined,
    "a position is judged by max_m",
  );

/** What {@linkcode finalPose} is told. */
export type FinalPoseConfig = z.output<typeof config>;

interface State {
  readonly config: FinalPoseConfig;
  readonly setup: CheckSetup;
  readonly poses: PosePairs;
  readonly last: Float64Array;
  lastAt: number | undefined;
}

/** The check `final_pose`. */
export const finalPose: Check<FinalPoseConfig, State> = {
  config,
  topics: poseTopics,
  init: (config, setup) => ({
    config,
    setup,
    poses: new PosePairs(config, setup),
    last: new Float64Array(7).fill(NaN),
    lastAt: undefined,
  }),
  see(state, seen) {
    if (state.config.position === undefined) return state.poses.see(seen);
    const pose = poseOf(seen);
    state.lastAt = stampOf(seen.message, state.setup.epoch);
    if (!pose || !readPose(state.last, pose)) state.last.fill(NaN);
  },
  verdict(state) {
    const { config, poses } = state;
    const { part, limit, scale } = partOf(config);
    if (config.position !== undefined) return atPlace(state, config.position);
    return judgePoses(poses, limit, () => {
      const { estimate, reference } = poses.pairs();
      const end = estimate.stamps.length - 1;
      if (end < 0) return `no pose on ${config.topic} to compare`;
      const errors = absolutePoseError(select(reference, [end]), select(estimate, [end]), { part });
      return scale * errors[0]!;
    });
  },
};

function atPlace({ config, setup, last, lastAt }: State, place: readonly number[]): Verdict {
  const { limit } = partOf(config);
  const missing = obstacle(setup, { topics: [config.topic] });
  if (missing !== undefined) return skipped(limit, missing);
  if (lastAt === undefined) return broken(limit, `no stamped pose on ${config.topic}`);
  const [x, y, z] = [last[0]! - place[0]!, last[1]! - place[1]!, last[2]! - place[2]!];
  const distance = Math.sqrt(x * x + y * y + z * z);
  return Number.isFinite(distance)
    ? within(distance, limit)
    : broken(limit, `the last pose on ${config.topic}, at ${lastAt / SECOND} s, is not finite`);
}
