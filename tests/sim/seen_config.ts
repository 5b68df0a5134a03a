/** A small simulation with a camera and a lidar, losses and faults: what captures are tested on. */
import { type SimConfig, simSchema } from "../../sim/schema.ts";

const JITTER = { latency_jitter_ms: 5, stamp_jitter_ms: 2 };

/** Its settings. */
export const SEEN: SimConfig = simSchema.parse({
  duration_s: 1.2,
  world: {
    objects: [
      { type: "box", position_m: [4, 0], size_m: [1, 1, 1] },
      { type: "barrel", position_m: [3, 1.5] },
      { type: "person", path: { points_m: [[5, -2], [5, 2]], speed_m_s: 1 } },
    ],
  },
  robot: { type: "differential", waypoints: [[0, 0], [2, 0.5]] },
  sensors: {
    imu: { type: "imu", preset: "bmi088", rate_hz: 100 },
    camera: {
      type: "camera",
      preset: "vga",
      width: 48,
      height: 36,
      rate_hz: 20,
      position_m: [0, 0, 0.8],
      outputs: ["image", "camera_info", "depth", "labels", "detections"],
      dropout: { probability: 0.1, mean_length: 2 },
      ...JITTER,
    },
    lidar: {
      type: "lidar",
      preset: "vlp16",
      rate_hz: 10,
      position_m: [0, 0, 1],
      columns: 90,
      column_us: 1000,
      rain_mm_h: 20,
      fog_visibility_m: 80,
      ...JITTER,
    },
  },
  faults: {
    late: { type: "delay", stream: "lidar", at_s: 0.3, for_s: 0.3, by_ms: 20 },
    stuck: { type: "stuck", stream: "camera", at_s: 0.5, for_s: 0.3 },
    sun: { type: "glare", at_s: 0.2, for_s: 0.4 },
    mud: { type: "occluded_lidar", from_deg: -60, width_deg: 120, share: 0.9, at_s: 0.6, for_s: 9 },
  },
});
