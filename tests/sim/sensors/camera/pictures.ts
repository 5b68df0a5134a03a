/** Pictures of small worlds, for the tests of the camera. */
import type { Message } from "../../../../msgs/message.ts";
import type { CameraInfo, Detection2DArray, Image } from "../../../../msgs/types.ts";
import { createSimulation, simSchema } from "../../../../sim/mod.ts";

/** What a test's world is. */
export interface Shoot {
  readonly world?: object;
  readonly robot?: object;
  readonly camera?: object;
  readonly seed?: number;
  readonly duration_s?: number;
}

/** All messages of a camera in a world, by topic; by default the body stands at the origin. */
export function shoot({ world = {}, robot, camera = {}, seed = 1, duration_s = 0.1 }: Shoot) {
  const config = simSchema.parse({
    duration_s,
    world,
    robot: robot ?? { type: "free" },
    sensors: {
      camera: {
        type: "camera",
        preset: "ideal",
        width: 160,
        height: 120,
        latency_ms: 0,
        position_m: [0, 0, 1],
        ...camera,
      },
    },
  });
  const topics: Record<string, Message[]> = {};
  const simulation = createSimulation(config, seed);
  while (simulation.next() < Infinity) {
    simulation.step((topic, message) => (topics[topic] ??= []).push(message));
  }
  return {
    topics,
    images: (topics["/camera/image"] ?? []) as Image[],
    depths: (topics["/camera/depth"] ?? []) as Image[],
    labels: (topics["/camera/labels"] ?? []) as Image[],
    infos: (topics["/camera/camera_info"] ?? []) as CameraInfo[],
    truths: (topics["/ground_truth/detections"] ?? []) as Detection2DArray[],
  };
}

/** Depth of a pixel, metres. */
export function metres({ data, width }: Image, column: number, row: number): number {
  return new DataView(data.buffer, data.byteOffset).getFloat32(4 * (row * width + column), true);
}

/** Red, green, blue of a pixel. */
export function rgb({ data, step }: Image, column: number, row: number): number[] {
  return [...data.subarray(row * step + 3 * column, row * step + 3 * column + 3)];
}
