/** Where a scenario's truth comes from: in memory from the simulator, beside hardware as it says. */
import { z } from "zod";

const TOPIC = z.string().regex(
  /^(\/[A-Za-z_][A-Za-z0-9_]*)+$/,
  "expected an absolute topic such as /mocap/pose",
);

/** Truth as a topic says it. */
export interface TopicTruth {
  readonly from: "topic";
  readonly topic: string;
  readonly window_s: number;
}

/** Truth as the commanded motion, known only to a tolerance. */
export interface CommandedTruth {
  readonly from: "commanded";
  readonly tolerance_m?: number | undefined;
  readonly tolerance_deg?: number | undefined;
}

/** Where truth comes from. */
export type TruthSource =
  | { readonly from: "simulation" }
  | { readonly from: "none" }
  | CommandedTruth
  | TopicTruth;

const WORDS = z.enum(["simulation", "commanded", "none"]);

const OBJECTS = z.discriminatedUnion("from", [
  z.strictObject({
    from: z.literal("topic"),
    topic: TOPIC.describe("poses: nav_msgs Odometry or geometry_msgs PoseStamped"),
    window_s: z.number().min(0.02).max(2).default(0.2).describe(
      "motion is fitted through the poses of so long; truth is later than them by half of it",
    ),
  }).describe("motion capture, RTK, wheel odometry: from a topic"),
  z.strictObject({
    from: z.literal("commanded"),
    tolerance_m: z.number().positive().optional().describe(
      "how far the hardware may be from the commanded position; without it positions are not judged",
    ),
    tolerance_deg: z.number().positive().max(180).optional().describe(
      "how far it may be turned from it; without it orientations are not judged",
    ),
  }).describe("the hardware follows the scenario's cmd_vel"),
  z.strictObject({ from: z.literal("simulation") }).describe("the simulator: no hardware"),
  z.strictObject({ from: z.literal("none") }).describe("nobody knows it"),
]);

/** The key `truth` of a scenario: a word, or an object that says more. */
export const TRUTH: z.ZodType<TruthSource, unknown> = z.union([
  WORDS.transform((from): TruthSource => ({ from })),
  OBJECTS,
]).prefault("simulation").describe(
  "where truth comes from; in memory from the simulator, unless it is none: then checks that need " +
    "it are skipped. Beside hardware (hil): a topic, the commanded motion, or none",
);

/** Whether a run in memory knows the truth: whatever it will be beside hardware, but none. */
export function isSimulated({ from }: TruthSource): boolean {
  return from !== "none";
}
