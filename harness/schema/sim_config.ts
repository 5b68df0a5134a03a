/** A scenario as the simulator takes it, and its refusals as an input error. */
import {
  type Ahead,
  type Beside,
  createSimulation,
  type Retakes,
  type SimConfig,
  simFields,
  type Simulation,
} from "../../sim/mod.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import { InputError } from "../errors.ts";
import type { Scenario } from "./scenario.ts";

/** The simulator's part of a scenario. */
export function simConfigOf(
  { world, robot, sensors, faults }: Pick<Scenario, "world" | "robot" | "sensors" | "faults">,
  durationNs: Nanos,
): SimConfig {
  const configs = <C>(entries: Readonly<Record<string, { readonly config: C }>>) =>
    Object.fromEntries(Object.entries(entries).map(([name, { config }]) => [name, config]));
  return {
    duration_s: durationNs / SECOND,
    world,
    robot,
    sensors: configs(sensors),
    faults: configs(faults),
    truth_rate_hz: simFields.truth_rate_hz.parse(undefined),
    clock_rate_hz: simFields.clock_rate_hz.parse(undefined),
  };
}

/**
 * The simulation of a scenario.
 *
 * @throws {InputError} what only the simulator can know: sensors that don't fit the robot, a
 * trajectory that is not sound or too short
 */
export function simulationOf(
  scenario: Scenario,
  { seed, durationNs, ahead, beside, retakes }: {
    seed: number;
    durationNs: Nanos;
    retakes?: Retakes | undefined;
    ahead?: Ahead | undefined;
    beside?: Beside | undefined;
  },
): Simulation {
  try {
    const { files, meshes } = scenario;
    const options = { files, meshes, ahead, beside, retakes };
    return createSimulation(simConfigOf(scenario, durationNs), seed, options);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(`${scenario.file}: ${error.message}`, { cause: error });
  }
}
