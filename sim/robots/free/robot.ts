/**
 * A free body, all six degrees of freedom: along a spline through poses, along a recorded
 * trajectory (TUM or EuRoC), or on sums of sines.
 */
import { z } from "zod";
import { fromEuler } from "../../../core/math/quaternion.ts";
import { DEG } from "../../../core/math/scalar.ts";
import { KnotTruth } from "../knot_truth.ts";
import { PoseMotion, type PoseSamples } from "./pose_motion.ts";
import { parseTrajectory } from "./trajectory_file.ts";
import { type WaveConfig, WaveMotion, waveSchema } from "./wave_motion.ts";

/** A pose on the way as a scenario states it. */
export interface PoseConfig {
  at_s: number;
  position_m: [number, number, number];
  rotation_deg: [number, number, number];
}

/** A free body: exactly one of `poses`, `trajectory` and `waves`, or none of them (it stays). */
export interface FreeConfig {
  type: "free";
  position_m: [number, number, number];
  rotation_deg: [number, number, number];
  poses?: PoseConfig[] | undefined;
  trajectory?: { file: string; format?: "tum" | "euroc" | undefined } | undefined;
  waves?: WaveConfig[] | undefined;
  step_ms: number;
}

const vector = z.tuple([z.number(), z.number(), z.number()]);

/** A free body as a scenario states it. */
export const freeSchema: z.ZodType<FreeConfig> = z.strictObject({
  type: z.literal("free"),
  position_m: vector.default([0, 0, 0]).describe("about which the waves go"),
  rotation_deg: vector.default([0, 0, 0]).describe("roll, pitch, yaw about which the waves go"),
  poses: z.array(z.strictObject({
    at_s: z.number().describe("when the body is there; the first at 0"),
    position_m: vector.describe("in the world"),
    rotation_deg: vector.default([0, 0, 0]).describe("roll, pitch, yaw"),
  })).min(2).max(100_000).optional().describe("a smooth curve goes through them"),
  trajectory: z.strictObject({
    file: z.string().min(1).describe("relative to the scenario"),
    format: z.enum(["tum", "euroc"]).optional().describe("default: as the file looks"),
  }).optional().describe("recorded poses, through which a smooth curve goes"),
  waves: z.array(waveSchema).min(1).max(100).optional().describe("sines that are added up"),
  step_ms: z.number().min(1).max(20).default(5).describe("distance of the knots of truth")
    .refine((ms) => Number.isInteger(ms * 1e6), "a whole number of nanoseconds"),
}).superRefine(checkFree).describe(
  "a body free in all six directions: by poses, trajectory or waves; without them it stays",
);

function checkFree(config: FreeConfig, context: z.RefinementCtx): void {
  const ways = (["poses", "trajectory", "waves"] as const).filter((way) => config[way]);
  if (ways.length > 1) {
    context.addIssue({
      code: "custom",
      path: [ways[1]!],
      message: `a body moves by one of them, and ${ways[0]} is there already`,
    });
  }
  config.poses?.forEach((pose, n) => {
    const before = config.poses![n - 1];
    if (before === undefined ? pose.at_s === 0 : pose.at_s > before.at_s) return;
    const expected = before === undefined ? "0: the run begins here" : `above ${before.at_s}`;
    context.addIssue({ code: "custom", path: ["poses", n, "at_s"], message: expected });
  });
  let pitch = Math.abs(config.rotation_deg[1]);
  for (const wave of config.waves ?? []) {
    if (wave.axis === "pitch") pitch += Math.abs(wave.amplitude_deg ?? 0);
  }
  if (config.waves && pitch > 85) {
    context.addIssue({
      code: "custom",
      path: ["waves"],
      message: `a pitch of ${pitch}° is over 85°, where roll and yaw become one; use poses`,
    });
  }
}

function samplesOf(poses: readonly PoseConfig[]): PoseSamples {
  const times = new Float64Array(poses.length);
  const positions = new Float64Array(3 * poses.length);
  const quaternions = new Float64Array(4 * poses.length);
  const q = [1, 0, 0, 0];
  poses.forEach(({ at_s, position_m, rotation_deg: [roll, pitch, yaw] }, n) => {
    times[n] = at_s;
    positions.set(position_m, 3 * n);
    fromEuler(q, roll * DEG, pitch * DEG, yaw * DEG);
    quaternions.set(q, 4 * n);
  });
  return { times, positions, quaternions };
}

/**
 * The body of a scenario.
 *
 * @param files texts of files by the name that the scenario gives them
 * @param duration s
 * @throws {RangeError} a trajectory that is absent, not sound, or ends before the run
 */
export function freeRobot(
  config: FreeConfig,
  files: Readonly<Record<string, string>>,
  duration: number,
): KnotTruth {
  const step = config.step_ms * 1e6;
  if (config.poses !== undefined) {
    const samples = samplesOf(config.poses);
    return new KnotTruth(poseMotion(samples, "robot.poses", { step, duration }), step);
  }
  if (config.trajectory !== undefined) {
    const { file, format } = config.trajectory;
    const text = files[file];
    if (text === undefined) throw new RangeError(`robot.trajectory: there is no file ${file}`);
    const samples = parseTrajectory(text, file, format);
    return new KnotTruth(poseMotion(samples, file, { step, duration }), step);
  }
  const { position_m, rotation_deg, waves = [] } = config;
  return new KnotTruth(new WaveMotion({ position_m, rotation_deg, waves }, step), step);
}

function poseMotion(
  samples: PoseSamples,
  what: string,
  { step, duration }: { step: number; duration: number },
): PoseMotion {
  const { times } = samples;
  const last = times[times.length - 1]! - times[0]!;
  if (last < duration) {
    throw new RangeError(`${what} ends after ${last} s, the run lasts ${duration} s`);
  }
  try {
    return new PoseMotion(samples, step);
  } catch (error) {
    throw new RangeError(`${what}: ${(error as Error).message}`);
  }
}
