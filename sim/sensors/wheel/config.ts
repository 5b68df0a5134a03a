/** What a scenario can say of wheel odometry. */
import { z } from "zod";
import { baseFields, type SensorBase } from "../timing.ts";

/** The streams that wheels can put out: one type a topic. */
export const WHEEL_PORTS = [
  "wheel_velocity",
  "wheel_velocity_stamped",
  "odom",
  "joint_states",
] as const;

/** One of {@linkcode WHEEL_PORTS}. */
export type WheelPort = typeof WHEEL_PORTS[number];

/** Wheel odometry. The robot's geometry is the truth; the errors are in what is believed. */
export interface WheelConfig extends SensorBase {
  type: "wheel";
  /** Port to topic; an empty topic stands for the default one. */
  outputs: Partial<Record<WheelPort, string>>;
  ticks_per_revolution: number;
  radius_error: [number, number];
  radius_error_sd: number;
  track_error: number;
  slip_ratio: number;
  slip_noise_m_sqrt_m: number;
  forward_noise_density_m_s_sqrt_hz: number;
  yaw_noise_density_rad_s_sqrt_hz: number;
  covariance: "honest" | "zero" | "unknown";
  covariance_factor: number;
}

const port = z.enum(WHEEL_PORTS);
const outputs = z.union([
  z.array(port).min(1).transform((ports): Partial<Record<WheelPort, string>> =>
    Object.fromEntries(ports.map((name) => [name, ""]))
  ),
  z.partialRecord(port, z.string().regex(/^\//, "an absolute topic")),
]);
const error = z.number().gt(-1).max(1);

/** Wheel odometry as a scenario states it. */
export const wheelSchema: z.ZodType<WheelConfig> = z.strictObject({
  type: z.literal("wheel"),
  ...baseFields({ rateHz: 50, latencyMs: 7, jitterMs: 0.5 }),
  outputs: outputs.default(Object.fromEntries(WHEEL_PORTS.map((name) => [name, ""])))
    .describe("a list of streams, or streams with their topics; default: all"),
  ticks_per_revolution: z.number().int().min(0).max(1e7).default(0)
    .describe("of the encoders; 0: continuous"),
  radius_error: z.union([
    error.transform((value): [number, number] => [value, value]),
    z.tuple([error, error]),
  ]).default([0, 0]).describe("believed over true radius, less one; one number, or left and right"),
  radius_error_sd: z.number().min(0).max(0.2).default(0).describe("of a part drawn once a run"),
  track_error: error.default(0).describe("believed over true track, less one"),
  slip_ratio: z.number().gt(-1).max(10).default(0)
    .describe("how much more the wheels turn than the ground passes; below 0: they skid"),
  slip_noise_m_sqrt_m: z.number().min(0).default(0)
    .describe("random slip of each wheel: its variance is this squared times the distance"),
  forward_noise_density_m_s_sqrt_hz: z.number().min(0).default(0)
    .describe("white noise of the forward speed, m/s/√Hz"),
  yaw_noise_density_rad_s_sqrt_hz: z.number().min(0).default(0)
    .describe("white noise of the yaw rate, rad/s/√Hz"),
  covariance: z.enum(["honest", "zero", "unknown"]).default("honest")
    .describe("stated: as it is, all zero, or first element -1"),
  covariance_factor: z.number().min(0).default(1).describe("of the honest one, to state a wrong"),
}).superRefine((config, context) => {
  for (const path of ["position_m", "rotation_deg"] as const) {
    if (config[path].every((value) => value === 0)) continue;
    const message = "wheels speak of base_link itself, they have no place of their own";
    context.addIssue({ code: "custom", path: [path], message });
  }
}).describe("encoders of two wheels: speed, odometry and joints");

/** Settings that only wheels have, and the value at which they do nothing. */
export const NEEDS_WHEELS: readonly (readonly [keyof WheelConfig, (c: WheelConfig) => boolean])[] =
  [
    ["outputs", (c) => c.outputs.joint_states !== undefined],
    ["ticks_per_revolution", (c) => c.ticks_per_revolution > 0],
    ["radius_error", (c) => c.radius_error.some((value) => value !== 0)],
    ["radius_error_sd", (c) => c.radius_error_sd > 0],
    ["track_error", (c) => c.track_error !== 0],
    ["slip_ratio", (c) => c.slip_ratio !== 0],
    ["slip_noise_m_sqrt_m", (c) => c.slip_noise_m_sqrt_m > 0],
  ];
