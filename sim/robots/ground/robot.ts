/**
 * Ground robots: differential drive, and Ackermann with base_link in the middle of the rear axle.
 * They follow waypoints, or `cmd_vel` where a scenario gives none.
 */
import { z } from "zod";
import { atan2, DEG, tan } from "../../../core/math/scalar.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { TruthState, WheelGeometry } from "../../contract.ts";
import type { Terrain } from "../../world/terrain.ts";
import { CommandDriver } from "./command_driver.ts";
import { type Demand, Drive, type DriveLimits } from "./drive.ts";
import { liftToGround, type PlanarState } from "./lift.ts";
import { KnotTruth, type Motion } from "../knot_truth.ts";
import { type DrivingStyle, type Waypoint, WaypointDriver } from "./waypoint_driver.ts";

/** A waypoint as a scenario states it. */
export interface WaypointConfig {
  position_m: [number, number];
  speed_m_s?: number | undefined;
  stop_s: number;
}

/** What both kinds of ground robot have. */
export interface GroundConfig {
  start?: { position_m: [number, number]; yaw_deg: number } | undefined;
  waypoints: WaypointConfig[];
  loop: boolean;
  max_speed_m_s: number;
  max_acceleration_m_s2: number;
  max_jerk_m_s3: number;
  max_yaw_rate_rad_s: number;
  max_lateral_acceleration_m_s2: number;
  lookahead_m: number;
  actuator_lag_s: number;
  cmd_vel: string;
  wheel_radius_m: number;
  track_m: number;
  step_ms: number;
}

/** A differential-drive robot; the defaults resemble a Clearpath Jackal. */
export interface DifferentialConfig extends GroundConfig {
  type: "differential";
  max_yaw_acceleration_rad_s2: number;
  max_yaw_jerk_rad_s3: number;
}

/** An Ackermann robot; the defaults resemble a small car. */
export interface AckermannConfig extends GroundConfig {
  type: "ackermann";
  wheelbase_m: number;
  max_steering_rad: number;
  max_steering_rate_rad_s: number;
  max_steering_acceleration_rad_s2: number;
}

const point = z.tuple([z.number(), z.number()]);
const waypoint: z.ZodType<WaypointConfig> = z.union([
  point.transform((position_m): WaypointConfig => ({ position_m, stop_s: 0 })),
  z.strictObject({
    position_m: point.describe("in the world"),
    speed_m_s: z.number().positive().optional().describe("highest speed on the way there"),
    stop_s: z.number().min(0).default(0).describe("how long to stand there"),
  }),
]);

const shared = {
  start: z.strictObject({
    position_m: point.describe("in the world"),
    yaw_deg: z.number().default(0).describe("0 is east"),
  }).optional()
    .describe("default: on the first waypoint, facing the second"),
  waypoints: z.array(waypoint).max(10_000).default([]).describe("none: driven by cmd_vel"),
  loop: z.boolean().default(false).describe("after the last waypoint comes the first again"),
  actuator_lag_s: z.number().min(0).max(10).default(0.1)
    .describe("time constant between cmd_vel and the drive"),
  cmd_vel: z.string().regex(/^\//, "an absolute topic").default("/cmd_vel")
    .describe("topic of velocity commands, Twist or TwistStamped"),
  step_ms: z.number().min(1).max(20).default(5).describe("step of the dynamics")
    .refine((ms) => Number.isInteger(ms * 1e6), "a whole number of nanoseconds"),
};
const limit = (value: number, what: string) => z.number().positive().default(value).describe(what);

/** A differential-drive robot as a scenario states it. */
export const differentialSchema: z.ZodType<DifferentialConfig> = z.strictObject({
  type: z.literal("differential"),
  ...shared,
  max_speed_m_s: limit(1, "highest speed"),
  max_acceleration_m_s2: limit(1, "highest acceleration along the way"),
  max_jerk_m_s3: limit(5, "highest change of it"),
  max_yaw_rate_rad_s: limit(1.5, "fastest turn"),
  max_yaw_acceleration_rad_s2: limit(3, "highest change of the turn"),
  max_yaw_jerk_rad_s3: limit(30, "highest change of that"),
  max_lateral_acceleration_m_s2: limit(1, "slows down in curves"),
  lookahead_m: limit(0.6, "distance of the point on the way that is steered for"),
  wheel_radius_m: limit(0.098, "of the true wheels"),
  track_m: limit(0.375, "between left and right wheels"),
}).describe("differential drive; the defaults resemble a Clearpath Jackal");

/** An Ackermann robot as a scenario states it. */
export const ackermannSchema: z.ZodType<AckermannConfig> = z.strictObject({
  type: z.literal("ackermann"),
  ...shared,
  max_speed_m_s: limit(5, "highest speed"),
  max_acceleration_m_s2: limit(2, "highest acceleration along the way"),
  max_jerk_m_s3: limit(10, "highest change of it"),
  max_yaw_rate_rad_s: limit(1, "fastest turn"),
  max_lateral_acceleration_m_s2: limit(2, "slows down in curves"),
  max_steering_rad: limit(0.6, "angle of the front wheels"),
  max_steering_rate_rad_s: limit(0.8, "fastest change of the angle"),
  max_steering_acceleration_rad_s2: limit(8, "highest change of that"),
  lookahead_m: limit(2.5, "distance of the point on the way that is steered for"),
  wheel_radius_m: limit(0.3, "of the true wheels"),
  track_m: limit(1.5, "between left and right wheels"),
  wheelbase_m: limit(2.6, "between front and rear axle"),
}).superRefine(({ max_steering_rad: most, track_m, wheelbase_m }, context) => {
  if (most < Math.PI / 2 && tan(most) * track_m / 2 < wheelbase_m) return;
  const limit = atan2(2 * wheelbase_m, track_m).toFixed(3);
  const message = `below ${limit}, at which the robot would turn about its own rear wheel`;
  context.addIssue({ code: "custom", path: ["max_steering_rad"], message });
}).describe("car with steered front wheels; the defaults resemble a small one");

/** Fixed steps: the driver decides, the drive moves, the ground tilts. */
class GroundMotion implements Motion {
  readonly #terrain: Terrain;
  readonly #drive: Drive;
  readonly #driver: WaypointDriver | CommandDriver;
  readonly #step: Nanos;
  readonly #demand: Demand = { speed: 0, yawRate: 0, curvature: NaN };

  constructor(config: DifferentialConfig | AckermannConfig, terrain: Terrain) {
    const start = startOf(config);
    const wheelbase = config.type === "ackermann" ? config.wheelbase_m : 0;
    const limits = limitsOf(config);
    this.#terrain = terrain;
    this.#step = config.step_ms * 1e6;
    this.#drive = new Drive(limits, wheelbase, start, terrain);
    this.#driver = config.waypoints.length === 0
      ? new CommandDriver(config.actuator_lag_s)
      : new WaypointDriver(start, waypointsOf(config), styleOf(config, limits));
  }

  knot(k: number, out: TruthState): void {
    if (k > 0) {
      const h = this.#step * 1e-9, driver = this.#driver, demand = this.#demand;
      if (driver instanceof CommandDriver) driver.demand((k - 1) * this.#step, h, demand);
      else driver.demand(this.#drive.state, h, demand);
      this.#drive.step(demand, h);
    }
    liftToGround(this.#drive.state, this.#terrain, out);
  }

  command(linear: number, angular: number, at: Nanos): void {
    if (this.#driver instanceof CommandDriver) this.#driver.command(linear, angular, at);
  }
}

function startOf(config: GroundConfig): PlanarState {
  const [first, second] = config.waypoints;
  const place = config.start?.position_m ?? first?.position_m ?? [0, 0];
  let yaw = (config.start?.yaw_deg ?? 0) * DEG;
  if (config.start === undefined && first !== undefined && second !== undefined) {
    yaw = atan2(second.position_m[1] - place[1], second.position_m[0] - place[0]);
  }
  const [x, y] = place;
  return { x, y, yaw, speed: 0, acceleration: 0, yawRate: 0, yawAcceleration: 0 };
}

function waypointsOf(config: GroundConfig): Waypoint[] {
  return config.waypoints.map(({ position_m: [x, y], speed_m_s, stop_s }) => ({
    x,
    y,
    speed: speed_m_s ?? config.max_speed_m_s,
    stop: stop_s,
  }));
}

function limitsOf(config: DifferentialConfig | AckermannConfig): DriveLimits {
  const speed = { rate: config.max_acceleration_m_s2, rateChange: config.max_jerk_m_s3 };
  const maxSpeed = config.max_speed_m_s;
  if (config.type === "differential") {
    const turn = {
      rate: config.max_yaw_acceleration_rad_s2,
      rateChange: config.max_yaw_jerk_rad_s3,
    };
    return { speed, maxSpeed, turn, maxTurn: config.max_yaw_rate_rad_s };
  }
  const turn = {
    rate: config.max_steering_rate_rad_s,
    rateChange: config.max_steering_acceleration_rad_s2,
  };
  return { speed, maxSpeed, turn, maxTurn: config.max_steering_rad };
}

function styleOf(
  config: DifferentialConfig | AckermannConfig,
  limits: DriveLimits,
): DrivingStyle {
  return {
    limits,
    maxYawRate: config.max_yaw_rate_rad_s,
    maxCurvature: config.type === "ackermann"
      ? tan(config.max_steering_rad) / config.wheelbase_m
      : Infinity,
    maxLateralAcceleration: config.max_lateral_acceleration_m_s2,
    lookahead: config.lookahead_m,
    turnsInPlace: config.type === "differential",
    loop: config.loop,
  };
}

/** The wheels of a ground robot. */
export function wheelsOf(config: DifferentialConfig | AckermannConfig): WheelGeometry {
  const base = { radius: config.wheel_radius_m, track: config.track_m };
  if (config.type === "differential") {
    const joints = ["left_wheel_joint", "right_wheel_joint"];
    return { kind: "differential", ...base, wheelbase: 0, joints };
  }
  const joints = [
    "rear_left_wheel_joint",
    "rear_right_wheel_joint",
    "front_left_steering_joint",
    "front_right_steering_joint",
  ];
  return { kind: "ackermann", ...base, wheelbase: config.wheelbase_m, joints };
}

/** The robot of a scenario, at rest at its start. */
export function groundRobot(
  config: DifferentialConfig | AckermannConfig,
  terrain: Terrain,
): KnotTruth {
  return new KnotTruth(new GroundMotion(config, terrain), config.step_ms * 1e6, wheelsOf(config));
}
