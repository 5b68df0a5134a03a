/** One stream through one fault: what goes in every 100 ms, and what comes out. */
import { RandomTree } from "../../../core/math/random.ts";
import type { Message, TypeName } from "../../../msgs/message.ts";
import { MILLISECOND, type Nanos, SIMULATED_EPOCH, toNanos, toTime } from "../../../msgs/time.ts";
import type { Imu } from "../../../msgs/types.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import type { FaultSetup, Scene, StreamFault, WorldFault } from "../../../sim/contract.ts";
import { emptyScene } from "../../../sim/world/scene.ts";

/** The span that every fault here has: 1 s to 2 s. */
export const SPAN = { from: 1000 * MILLISECOND, to: 2000 * MILLISECOND };

const setup: FaultSetup = {
  name: "bad",
  span: SPAN,
  rng: RandomTree.root(1).under("fault:bad"),
  wheels: undefined,
};

/** A message that came out; times in ms. */
export interface Out<M = Imu> {
  readonly at: number;
  /** Of its header; NaN without one. */
  readonly stamp: number;
  readonly message: M;
}

/** The i-th IMU message of the test stream: its numbers are told from i. */
export function reading(i: number): Imu {
  return {
    ...zeroOf("sensor_msgs/msg/Imu"),
    header: { stamp: toTime(i * 100 * MILLISECOND, SIMULATED_EPOCH), frame_id: "imu_link" },
    angular_velocity: { x: i, y: -i, z: 0.5 },
    linear_acceleration: { x: 0, y: 1, z: 9 },
    angular_velocity_covariance: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9),
  };
}

/** Sends 30 messages, delivered at 0, 100, … 2900 ms, through a fault; in order of delivery. */
export function through<C, M extends Message = Imu>(
  fault: StreamFault<C>,
  given: Record<string, unknown>,
  { type = "sensor_msgs/msg/Imu" as TypeName, make = reading as (i: number) => Message } = {},
): Out<M>[] {
  const config = fault.config.parse({ stream: "imu", at_s: 1, for_s: 1, ...given });
  const out: { at: Nanos; message: Message }[] = [];
  const own = { ...setup, topic: "/imu/data", type, epoch: SIMULATED_EPOCH };
  const emit = fault.wrap(config, own, (_port, message, at) => out.push({ at, message }));
  for (let i = 0; i < 30; i++) emit("/imu/data", make(i), i * 100 * MILLISECOND);
  return out.sort((a, b) => a.at - b.at).map(({ at, message }) => {
    const { header } = message as { header?: { stamp: { sec: number; nanosec: number } } };
    const stamp = header === undefined ? NaN : toNanos(header.stamp, SIMULATED_EPOCH);
    return { at: at / MILLISECOND, stamp: stamp / MILLISECOND, message: message as M };
  });
}

/** What a fault of the world puts into an empty scene. */
export function sceneOf<C>(
  fault: WorldFault<C>,
  given: Record<string, unknown>,
  over: Partial<FaultSetup> = {},
): Scene {
  const scene = emptyScene();
  fault.apply(fault.config.parse({ at_s: 1, for_s: 1, ...given }), { ...setup, ...over }, scene);
  return scene;
}
