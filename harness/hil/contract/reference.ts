/** What the streams of simulated sensors are like, of a robot that stands: what hardware is held to. */
import { SECOND, SIMULATED_EPOCH } from "../../../msgs/time.ts";
import type { Scenario } from "../../schema/scenario.ts";
import { simulationOf } from "../../schema/sim_config.ts";
import { Profiler, type StreamProfile } from "./profile.ts";

/** Simulated seconds: enough for the noise of a slow IMU. */
const SECONDS = 10;

/**
 * The profiles of some sensors' topics.
 *
 * @throws {InputError} what the simulator refuses
 */
export function simulatedProfiles(
  scenario: Scenario,
  sensors: ReadonlySet<string>,
): Map<string, StreamProfile> {
  const { robot } = scenario;
  const standing = robot.type === "free"
    ? { ...robot, poses: undefined, trajectory: undefined, waves: undefined }
    : { ...robot, waypoints: [], start: robot.start ?? { position_m: [0, 0], yaw_deg: 0 } };
  const simulation = simulationOf({
    ...scenario,
    robot: standing as Scenario["robot"],
    sensors: Object.fromEntries(
      Object.entries(scenario.sensors).filter(([name]) => sensors.has(name)),
    ),
    faults: {},
  }, { seed: scenario.seed, durationNs: SECONDS * SECOND });
  const profilers = new Map(
    Object.entries(simulation.topics).map(([topic, { type }]) => [
      topic,
      new Profiler(type, SIMULATED_EPOCH),
    ]),
  );
  while (simulation.next() < Infinity) {
    simulation.step((topic, message, at) => profilers.get(topic)!.see(message, at));
  }
  return new Map([...profilers].map(([topic, profiler]) => [topic, profiler.profile()]));
}
