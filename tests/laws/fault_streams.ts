/** What a short run puts on its topics, as bytes in order of delivery. */
import { codecOf } from "../../msgs/cdr.ts";
import type { Message } from "../../msgs/message.ts";
import type { Nanos } from "../../msgs/time.ts";
import { createSimulation, simSchema, type Simulation } from "../../sim/mod.ts";

/** One message as it arrives. */
export interface Delivered {
  readonly at: Nanos;
  readonly hex: string;
  readonly message: Message;
}

/** Topics and what arrived there. */
export type Streams = Readonly<Record<string, readonly Delivered[]>>;

/** A robot that drives a curve with every sensor, for 6 s. */
export const RUN_S = 6;

const CONFIG = {
  duration_s: RUN_S,
  robot: { type: "differential", waypoints: [[0, 0], [2, 0], [2, 2]] },
  sensors: {
    camera: { type: "camera", rate_hz: 10, width: 16, height: 12, outputs: ["image"] },
    imu: { type: "imu", preset: "mpu9250" },
    lidar: { type: "lidar", rate_hz: 10, columns: 12, position_m: [0, 0, 0.5] },
    mag: { type: "mag", noise_density_t_sqrt_hz: 1e-8 },
    wheel: { type: "wheel", slip_noise_m_sqrt_m: 0.01 },
  },
};

/** A simulation with these faults. */
export function simulate(faults: Record<string, unknown>, seed = 1): Simulation {
  return createSimulation(simSchema.parse({ ...CONFIG, faults }), seed);
}

/** Runs it; every message must arrive at or after the capture that made it. */
export function streamsOf(faults: Record<string, unknown>, seed = 1): Streams {
  const simulation = simulate(faults, seed);
  const streams: Record<string, Delivered[]> = {};
  for (const topic of Object.keys(simulation.topics)) streams[topic] = [];
  while (simulation.next() < Infinity) {
    const now = simulation.next();
    simulation.step((topic, message, at) => {
      if (at < now) throw new Error(`${topic}: delivered at ${at}, captured at ${now}`);
      const bytes = codecOf(simulation.topics[topic]!.type).encode(message as never);
      streams[topic]!.push({ at, hex: bytes.toHex(), message });
    });
  }
  // Stable: equal times keep the order in which they were emitted, as the executor does.
  for (const list of Object.values(streams)) list.sort((a, b) => a.at - b.at);
  return streams;
}

/** Every number in a message but those of its stamp, in order. */
export function numbersOf(value: unknown): number[] {
  if (typeof value === "number") return [value];
  if (value instanceof Float64Array) return [...value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => key === "header" ? [] : numbersOf(inner));
}
