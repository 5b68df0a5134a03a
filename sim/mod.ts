/**
 * The simulator: truth and a seed become messages. It knows no clock, no file and no module under
 * test; the executor pulls it.
 *
 * @example
 * ```ts
 * import { createSimulation, simSchema } from "./mod.ts";
 *
 * const config = simSchema.parse({
 *   duration_s: 1,
 *   robot: { type: "differential", waypoints: [[0, 0], [5, 0]] },
 *   sensors: { imu: { type: "imu", preset: "ideal", rate_hz: 200 } },
 * });
 * const simulation = createSimulation(config, 1);
 * while (simulation.next() < Infinity) {
 *   simulation.step((topic, message, deliverAt) => {
 *     // hand it on
 *   });
 * }
 * ```
 * @module
 */
export * from "./contract.ts";
export { checkSim, type SimConfig, simFields, simSchema } from "./schema.ts";
export { type Ahead, type Capture, CaptureMaker, sensorsAhead } from "./captures.ts";
export { type CaptureName, type Retake, Retakes } from "./retakes.ts";
export { createSimulation, filesOf, meshesOf, type SimulationOptions } from "./simulation.ts";
export type { Beside, SimulationFiles } from "./stage.ts";
export type { ReadBeside } from "./world/visible/gltf.ts";
export { type Mesh, readMesh } from "./world/visible/mesh_file.ts";
export { type WorldConfig, worldSchema } from "./world/world.ts";
export { type RobotConfig, robotSchema, wheelGeometry } from "./robots/mod.ts";
export { type FollowedBody, followedBody, halfWindow } from "./robots/followed/robot.ts";
export { PoseStream } from "./robots/followed/pose_stream.ts";
export {
  type AnyFault,
  type FaultConfig,
  FAULTS,
  faultsSchema,
  latest as latestChoice,
} from "./faults/mod.ts";
export { truthState } from "./robots/knot_truth.ts";
export {
  type AnySensor,
  type SensorConfig,
  SENSORS,
  sensorSchema,
  sensorsSchema,
} from "./sensors/mod.ts";
