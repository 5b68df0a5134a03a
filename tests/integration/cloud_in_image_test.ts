/**
 * Lidar, camera, calibration and tf line up: points of a cloud, carried along `/tf_static` and
 * projected by the CameraInfo, have the depth and the label that the image says there.
 */
import assert from "#assert";
import type { Message } from "../../msgs/message.ts";
import type { CameraInfo, Image, PointCloud2, TFMessage } from "../../msgs/types.ts";
import { createSimulation, simSchema } from "../../sim/mod.ts";
import { metres } from "../sim/sensors/camera/pictures.ts";
import { pointsOf } from "../sim/sensors/lidar/turns.ts";
import { viewOf } from "./camera_view.ts";

const CONFIG = simSchema.parse({
  duration_s: 0.1,
  world: {
    objects: [
      { type: "wall", position_m: [9, -8], to_m: [9, 8] },
      { type: "shelf", position_m: [7, 3], yaw_deg: 20 },
      { type: "pallet", position_m: [4, 1] },
      { type: "cone", position_m: [3, -0.6] },
      { type: "barrel", position_m: [4, -1.5] },
      { type: "person", position_m: [5, 0] },
      { type: "sphere", position_m: [6, -2.5], radius_m: 0.6 },
    ],
  },
  robot: { type: "free", position_m: [0.2, -0.1, 0], rotation_deg: [1, -2, 5] },
  sensors: {
    lidar: {
      type: "lidar",
      model: "os1_128",
      beam_us: 0,
      columns: 1024,
      position_m: [0, 0.05, 1.2],
      rotation_deg: [0, 3, 10],
    },
    camera: {
      type: "camera",
      position_m: [0.15, 0, 1],
      rotation_deg: [1, 7, -4],
      distortion: { k1: -0.15, k2: 0.03, p1: 0.001, p2: 0.001 },
      outputs: ["camera_info", "depth", "labels"],
    },
  },
});

function run(): Map<string, Message> {
  const found = new Map<string, Message>(), simulation = createSimulation(CONFIG, 1);
  while (simulation.next() < Infinity) {
    simulation.step((topic, message) => void found.set(topic, message));
  }
  return found;
}

Deno.test("a cloud projected into the image has the image's depth", () => {
  const messages = run();
  const depth = messages.get("/camera/depth") as Image;
  const info = messages.get("/camera/camera_info") as CameraInfo;
  const view = viewOf(info, messages.get("/tf_static") as TFMessage, "lidar_link");
  let within = 0, agreed = 0;
  for (const { x, y, z } of pointsOf(messages.get("/points") as PointCloud2)) {
    if (Number.isNaN(x)) continue;
    const [u, v, far] = view(x, y, z), column = Math.round(u), row = Math.round(v);
    if (!(column >= 1 && row >= 1 && column < 639 && row < 479)) continue;
    within++;
    // A pixel of a slanted surface spans depths: the point lies between its neighbours'.
    let low = Infinity, high = -Infinity;
    for (const [du, dv] of [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
      const there = metres(depth, column + du, row + dv);
      low = Math.min(low, there);
      high = Math.max(high, there);
    }
    if (far > low - 0.01 && far < high + 0.01) agreed++;
  }
  assert.ok(within > 5000, `${within} points in the image`);
  // The rest is seen by one of the two only, from where it is.
  assert.ok(agreed / within > 0.97, `${agreed} of ${within} points`);
});
