/**
 * Parameters of the supervisor: the configuration of a robot, in the sections `sensor_ranges`,
 * `processing_parameters` and `safety_limits`. A scenario names a file of them with
 * `params: { include: FILE.yaml }`.
 */
import { z } from "zod";

const source = z.object({
  min_m: z.number().min(0).default(0.3).describe("Nearer returns are the robot or noise, m"),
  max_m: z.number().gt(0).default(30).describe("Farther returns don't count, m"),
  min_returns: z.int().min(1).default(20).describe(
    "A message with fewer returns in range is of a sensor that is blocked",
  ),
  min_rate_hz: z.number().gt(0).max(1000).default(5).describe(
    "Least rate of good messages, over 1 s or one period of it",
  ),
  max_age_ms: z.number().gt(0).default(400).describe(
    "The newest good message was measured no longer ago: silence is known after this",
  ),
}).refine(({ min_m, max_m }) => min_m < max_m, {
  message: "expected min_m below max_m",
  path: ["max_m"],
});

const sensorRanges = z.object({
  primary: source.default(source.parse({})).describe("The input of normal operation"),
  backup: source.default(source.parse({})).describe("The input that stands in for it"),
});

const corridor = z.object({
  front_m: z.number().min(0).default(0.25).describe("From the base to the front, m"),
  rear_m: z.number().min(0).default(0.25).describe("From the base to the back, m"),
  half_width_m: z.number().gt(0).default(0.35).describe("Half its width, with room beside it, m"),
  min_height_m: z.number().default(0.08).describe("What is lower is ground, m"),
  max_height_m: z.number().default(1.5).describe("What is higher hangs above it, m"),
}).refine((it) => it.min_height_m < it.max_height_m, {
  message: "expected min_height_m below max_height_m",
  path: ["max_height_m"],
});

const degraded = z.object({
  speed_factor: z.number().gt(0).max(1).default(0.4).describe(
    "Of max_speed_m_s and max_turn_rad_s",
  ),
  extra_distance_m: z.number().min(0).default(0.3).describe("Added to min_distance_m"),
});

const recovery = z.object({
  limit: z.int().min(1).max(1000).default(4).describe("Requests until it is given up"),
  first_ms: z.number().gt(0).default(500).describe("Wait after the first request"),
  factor: z.number().min(1).max(10).default(2).describe("Each wait is this much longer"),
  most_ms: z.number().gt(0).default(8000).describe("The longest wait"),
  jitter: z.number().min(0).max(1).default(0.1).describe("Waits differ by up to this share"),
  seed: z.int().default(0).describe("Of the jitter: another one on each robot of a fleet"),
}).refine(({ first_ms, most_ms }) => first_ms <= most_ms, {
  message: "expected first_ms of at most most_ms",
  path: ["most_ms"],
});

const processing = z.object({
  base_frame: z.string().min(1).default("base_link").describe("Frame of the corridor"),
  period_ms: z.number().min(1).max(1000).default(20).describe(
    "Commands are sent and inputs judged this often: a switch takes max_age_ms and this at most",
  ),
  start_up_s: z.number().min(0).default(3).describe("Until then nothing is missed"),
  return_after_s: z.number().min(0).default(2).describe(
    "An input that failed is used again once it has been healthy for this long",
  ),
  corridor: corridor.default(corridor.parse({})).describe("What is in the robot's way"),
  degraded: degraded.default(degraded.parse({})).describe("While the backup is used"),
  recovery: recovery.default(recovery.parse({})).describe("Requests on recovery_request"),
});

const limits = z.object({
  max_speed_m_s: z.number().gt(0).default(1).describe("Highest speed, either way"),
  max_turn_rad_s: z.number().gt(0).default(1.5).describe("Fastest turn, either way"),
  max_deceleration_m_s2: z.number().gt(0).default(1).describe("What the brakes are good for"),
  min_distance_m: z.number().min(0).default(0.3).describe("Left before an obstacle"),
  max_command_age_ms: z.number().gt(0).default(500).describe(
    "The robot stands where no command came for this long",
  ),
  max_position_sd_m: z.number().min(0).default(0).describe(
    "The robot stands where odometry is less sure of its position; 0: odometry is not watched",
  ),
  max_heading_sd_rad: z.number().min(0).default(0).describe(
    "The same of its heading; 0: not watched",
  ),
  max_odometry_age_ms: z.number().gt(0).default(500).describe(
    "Odometry that is watched was measured no longer ago",
  ),
});

/** The configuration of a robot: parameters of the node `supervisor`. */
export const supervisorParams = z.object({
  sensor_ranges: sensorRanges.default(sensorRanges.parse({})).describe("What inputs must give"),
  processing_parameters: processing.default(processing.parse({})).describe("What is made of them"),
  safety_limits: limits.default(limits.parse({})).describe("What is never exceeded"),
});

/** As the node gets them. */
export type SupervisorParams = z.output<typeof supervisorParams>;
