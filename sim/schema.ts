/** The parts of a scenario that the simulator reads: duration, world, robot, sensors, faults. */
import { z } from "zod";
import { type FaultConfig, faultsSchema } from "./faults/mod.ts";
import { type RobotConfig, robotSchema } from "./robots/mod.ts";
import { type SensorConfig, sensorsSchema } from "./sensors/mod.ts";
import { isInside, type WorldConfig, worldSchema } from "./world/world.ts";

/** What a simulation is made of. */
export interface SimConfig {
  duration_s: number;
  world: WorldConfig;
  robot: RobotConfig;
  sensors: Record<string, SensorConfig>;
  faults: Record<string, FaultConfig>;
  truth_rate_hz: number;
  clock_rate_hz: number;
}

/** The zod fields of {@linkcode SimConfig}, to be put into a larger object with {@linkcode checkSim}. */
export const simFields: { readonly [K in keyof SimConfig]: z.ZodType<SimConfig[K]> } = {
  duration_s: z.number().positive().max(8_000_000).default(60),
  world: worldSchema.prefault({}),
  robot: robotSchema,
  sensors: sensorsSchema.default({}),
  faults: faultsSchema.default({}),
  truth_rate_hz: z.number().positive().max(1000).default(50).describe("of /ground_truth/odom"),
  clock_rate_hz: z.number().positive().max(1000).default(100).describe("of /clock"),
};

/** What no part can see alone: waypoints off the world. For `superRefine`. */
export function checkSim(config: SimConfig, context: z.RefinementCtx): void {
  const { world, robot } = config;
  if (robot.type === "free") return;
  const { min, max } = world.bounds_m;
  const complain = (path: PropertyKey[], [x, y]: [number, number]) =>
    context.addIssue({
      code: "custom",
      path: ["robot", ...path],
      message: `(${x}, ${y}) is off the world, which spans (${min}) to (${max})`,
    });
  if (robot.start !== undefined && !isInside(world, ...robot.start.position_m)) {
    complain(["start", "position_m"], robot.start.position_m);
  }
  robot.waypoints.forEach(({ position_m }, n) => {
    if (!isInside(world, ...position_m)) complain(["waypoints", n], position_m);
  });
}

/** A whole simulation, where it is not part of a larger scenario. */
export const simSchema: z.ZodType<SimConfig> = z.strictObject(simFields).superRefine(checkSim);
