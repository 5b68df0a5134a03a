/** The robots that a scenario can name. */
import { z } from "zod";
import type { SimulatedWorld } from "../world/world.ts";
import type { WheelGeometry } from "../contract.ts";
import { type FreeConfig, freeRobot, freeSchema } from "./free/robot.ts";
import {
  type AckermannConfig,
  ackermannSchema,
  type DifferentialConfig,
  differentialSchema,
  groundRobot,
  wheelsOf,
} from "./ground/robot.ts";
import type { KnotTruth } from "./knot_truth.ts";

/** The `robot` of a scenario. */
export type RobotConfig = DifferentialConfig | AckermannConfig | FreeConfig;

/** The `robot` of a scenario: told apart by `type`. */
export const robotSchema: z.ZodType<RobotConfig> = z.discriminatedUnion("type", [
  differentialSchema as unknown as z.core.$ZodTypeDiscriminable,
  ackermannSchema as unknown as z.core.$ZodTypeDiscriminable,
  freeSchema as unknown as z.core.$ZodTypeDiscriminable,
]).describe("what moves; its type says how") as unknown as z.ZodType<RobotConfig>;

/** What a robot may need beside its settings. */
export interface RobotSetup {
  readonly world: SimulatedWorld;
  /** Texts of the files that the scenario names, by that name. */
  readonly files: Readonly<Record<string, string>>;
  /** The run's length, s: a recorded motion must last as long. */
  readonly duration: number;
}

/** Makes the robot of a scenario. @throws {RangeError} a file that is absent, wrong or too short */
export function createRobot(config: RobotConfig, setup: RobotSetup): KnotTruth {
  return config.type === "free"
    ? freeRobot(config, setup.files, setup.duration)
    : groundRobot(config, setup.world.terrain);
}

/** The wheels that a robot's settings give it; a free body has none. */
export function wheelGeometry(config: RobotConfig): WheelGeometry | undefined {
  return config.type === "free" ? undefined : wheelsOf(config);
}
