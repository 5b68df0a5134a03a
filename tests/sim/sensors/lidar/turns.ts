/** Turns of a lidar in small worlds, for its tests. */
import type { Message } from "../../../../msgs/message.ts";
import type { LaserScan, PointCloud2 } from "../../../../msgs/types.ts";
import { createSimulation, simSchema } from "../../../../sim/mod.ts";

/** All messages of a lidar in a world; by default the body stands at the origin. */
export function turns(
  { world = {}, robot, lidar = {}, seed = 1, duration_s = 0.1 }: {
    world?: object;
    robot?: object;
    lidar?: object;
    seed?: number;
    duration_s?: number;
  },
) {
  const config = simSchema.parse({
    duration_s,
    world,
    robot: robot ?? { type: "free" },
    sensors: {
      lidar: { type: "lidar", preset: "ideal", latency_ms: 0, position_m: [0, 0, 1], ...lidar },
    },
  });
  const topics: Record<string, Message[]> = {};
  const simulation = createSimulation(config, seed);
  while (simulation.next() < Infinity) {
    simulation.step((topic, message) => (topics[topic] ??= []).push(message));
  }
  return {
    clouds: (topics["/points"] ?? []) as PointCloud2[],
    labels: (topics["/ground_truth/point_labels"] ?? []) as PointCloud2[],
    scans: (topics["/scan"] ?? []) as LaserScan[],
  };
}

/** One point of a cloud. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly intensity: number;
  readonly ring: number;
  readonly time: number;
}

/** All points of a cloud, by its own fields. */
export function pointsOf({ data, point_step, width, height, fields }: PointCloud2): Point[] {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  return Array.from(
    { length: width * height },
    (_, i) =>
      Object.fromEntries(fields.map(({ name, offset, datatype }) => {
        const at = i * point_step + offset;
        return [name, datatype === 4 ? view.getUint16(at, true) : view.getFloat32(at, true)];
      })) as unknown as Point,
  );
}

/** Mean and standard deviation. */
export function moments(values: readonly number[]): { mean: number; sd: number } {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const square = values.reduce((a, b) => a + (b - mean) * (b - mean), 0) / (values.length - 1);
  return { mean, sd: Math.sqrt(square) };
}
