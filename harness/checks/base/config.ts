/** Configuration that several checks share. */
import { z } from "zod";

/** An absolute topic name. */
export const topicName: z.ZodString = z.string().regex(
  /^(\/[A-Za-z_][A-Za-z0-9_]*)+$/,
  "an absolute topic such as /odom",
);

/** Of the topic judged; of what it is judged by; from when on. */
export const poseSource = {
  topic: topicName.default("/odom").describe("odometry that is judged"),
  reference: topicName.optional().describe("odometry that it is judged by; default: truth"),
  settle_s: z.number().min(0).default(0).describe("poses before this are left out"),
};

/** One limit, whose unit says what is judged: metres of the position or degrees of the turn. */
export const poseLimit = {
  max_m: z.number().positive().optional().describe("limit of the error in position"),
  max_deg: z.number().positive().optional().describe("limit of the error in orientation"),
};

/** What of a list of errors is judged; `p95` is the quantile under which 95 % lie. */
export const STATISTICS = ["rmse", "mean", "median", "p95", "max"] as const;

/** One of {@linkcode STATISTICS}. */
export const statistic: z.ZodEnum<{ [K in typeof STATISTICS[number]]: K }> = z.enum(STATISTICS);

/** What {@linkcode poseLimit} parses to. */
export interface PoseLimit {
  readonly max_m?: number | undefined;
  readonly max_deg?: number | undefined;
}

/** Exactly one of the two limits. */
export const oneLimit = (config: PoseLimit): boolean =>
  (config.max_m === undefined) !== (config.max_deg === undefined);

/** What to say where {@linkcode oneLimit} does not hold. */
export const ONE_LIMIT = "give max_m or max_deg, one of them; a second check can have the other";
