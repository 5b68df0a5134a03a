/**
 * Dryrun: deterministic sensor streams drive the same nodes in one process, from a recorded bag or
 * on a robot, and the result is judged. Nothing here reaches a native addon.
 *
 * Each room is a namespace here and a module of its own: `dryrun/core`, `dryrun/msgs`,
 * `dryrun/runtime`, `dryrun/sim`, `dryrun/nodes`, `dryrun/harness`.
 *
 * @example A node of one's own, tested without a robot
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "zod";
 * import { runtime } from "./mod.ts";
 *
 * const brake = runtime.defineNode({
 *   name: "brake",
 *   params: z.object({ max_speed_m_s: z.number().positive().default(1) }),
 *   inputs: {
 *     wanted: { topic: "cmd_vel_in", type: "geometry_msgs/msg/Twist", qos: runtime.reliable(1) },
 *   },
 *   outputs: {
 *     allowed: { topic: "cmd_vel", type: "geometry_msgs/msg/Twist", qos: runtime.reliable(1) },
 *   },
 *   create: ({ max_speed_m_s }, io) => ({
 *     wanted({ linear, angular }) {
 *       const x = Math.min(linear.x, max_speed_m_s);
 *       io.publish.allowed({ linear: { ...linear, x }, angular });
 *     },
 *   }),
 * });
 *
 * const host = await runtime.testHost(brake);
 * const still = { x: 0, y: 0, z: 0 };
 * await host.send("wanted", { linear: { x: 3, y: 0, z: 0 }, angular: still });
 * const [allowed] = host.received("allowed", "geometry_msgs/msg/Twist");
 * assert.deepEqual(allowed, { linear: { x: 1, y: 0, z: 0 }, angular: still });
 * ```
 *
 * @module
 */
/** Algorithms: numbers in, numbers out. */
export * as core from "./core/mod.ts";
/** What flows: message types, time, the CDR codec, digests. */
export * as msgs from "./msgs/mod.ts";
/** Hosts nodes. */
export * as runtime from "./runtime/mod.ts";
/** Truth and a seed become messages. */
export * as sim from "./sim/mod.ts";
/** The modules under test. */
export * as nodes from "./nodes/mod.ts";
/** A scenario becomes a verdict. */
export * as harness from "./harness/mod.ts";
