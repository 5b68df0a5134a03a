/**
 * A scenario becomes a verdict: parsed, run in virtual time, judged.
 *
 * @example A scenario in code, run and judged
 * ```ts
 * import assert from "node:assert/strict";
 * import { CATALOGUE, parseScenario, runScenario } from "./mod.ts";
 *
 * const text = `
 * name: first_drive
 * duration_s: 5
 * robot: { type: differential, waypoints: [[0, 0], [3, 0]] }
 * sensors:
 *   imu: { type: imu, preset: bmi088, rate_hz: 100 }
 *   wheel: { type: wheel }
 * nodes:
 *   fusion: { node: fusion, initial: truth }
 * checks:
 *   position: { type: ate, max_m: 0.1 }
 * `;
 * const scenario = await parseScenario(text, { file: "first_drive.yaml", catalogue: CATALOGUE });
 * const result = await runScenario(scenario, { seed: 7 });
 * assert.equal(result.verdict, "pass");
 * assert.equal((await runScenario(scenario, { seed: 7 })).digest, result.digest);
 * ```
 *
 * Nodes and checks of your own go beside Dryrun's in the catalogue:
 * `{ ...CATALOGUE, nodes: { ...CATALOGUE.nodes, mine } }`.
 *
 * @module
 */
export { CATALOGUE } from "./catalogue.ts";
export { CHECKS } from "./checks/mod.ts";
export * from "./contract.ts";
export * from "./errors.ts";
export { scenarioTest, type ScenarioTestOptions } from "./host/register.ts";
export { loadRobotConfig } from "./host/robot/config.ts";
export { replay, type ReplayOptions } from "./replay/replay.ts";
export { ACROSS_MIN, type AcrossResult, judgeAcross } from "./run/across.ts";
export * from "./run/result.ts";
export { judgeScenario, type Outcome, type RunOptions, runScenario } from "./run/run.ts";
export type { AheadWork, ClosableAhead, Threads } from "./run/threads.ts";
export type { AnyCheck, AnySensor, Catalogue } from "./schema/catalogue.ts";
export {
  type CheckEntry,
  type FaultEntry,
  type NodeEntry,
  type ParseOptions,
  parseScenario,
  type Scenario,
  type SensorEntry,
} from "./schema/scenario.ts";
export { parseSeeds } from "./schema/seeds.ts";
export { VERSION } from "./version.ts";
