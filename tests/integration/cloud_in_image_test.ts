/**
 * Lidar, camera, calibration and tf line up: points of a cloud, carried along `/tf_static` and
 * projected by the CameraInfo, have the depth and the label that the image says there.
 */
import assert from "#assert";
import { inverseRotate, rotate } from "../../core/math/quaternion.ts";
import { type Pinhole, project } from "../../core/models/pinhole.ts";
import type { Message } from "../../msgs/message.ts";
import type { CameraInfo, Image, PointCloud2, TFMessage } from "../../msgs/types.ts";
import { createSimulation, simSchema } from "../../sim/mod.ts";
import { metres } from "../sim/sensors/camera/pictures.ts";
import { pointsOf } from "../sim/sensors/lidar/turns.ts";

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
  const { transforms } = messages.get("/tf_static") as TFMessage;
  const depth = messages.get("/camera/depth") as Image;
  const { k, d } = messages.get("/camera/camera_info") as CameraInfo;
  const distortion = [d[0]!, d[1]!, d[2]!, d[3]!, d[4]!] as const;
  const camera: Pinhole = { fx: k[0]!, fy: k[4]!, cx: k[2]!, cy: k[5]!, distortion };
  const edge = (child: string) => transforms.find((one) => one.child_frame_id === child)!.transform;
  const up = edge("lidar_link"), down = [edge("camera_link"), edge("camera_optical_frame")];
  const p = new Float64Array(3), pixel = new Float64Array(2);
  let within = 0, agreed = 0;
  for (const { x, y, z } of pointsOf(messages.get("/points") as PointCloud2)) {
    if (Number.isNaN(x)) continue;
    const { rotation: r, translation: t } = up;
    rotate(p, [r.w, r.x, r.y, r.z], [x, y, z]);
    p.set([p[0]! + t.x, p[1]! + t.y, p[2]! + t.z]);
    for (const { rotation: q, translation: s } of down) {
      inverseRotate(p, [q.w, q.x, q.y, q.z], [p[0]! - s.x, p[1]! - s.y, p[2]! - s.z]);
    }
    project(pixel, camera, p);
    const column = Math.round(pixel[0]!), row = Math.round(pixel[1]!);
    if (!(column >= 1 && row >= 1 && column < 639 && row < 479)) continue;
    within++;
    // A pixel of a slanted surface spans depths: the point lies between its neighbours'.
    let low = Infinity, high = -Infinity;
    for (const [du, dv] of [[0, 0], [1, 0], [-1, 0], [0, 1], [0, -1]] as const) {
      const there = metres(depth, column + du, row + dv);
      low = Math.min(low, there);
      high = Math.max(high, there);
    }
    if (p[2]! > low - 0.01 && p[2]! < high + 0.01) agreed++;
  }
  assert.ok(within > 5000, `${within} points in the image`);
  // The rest is seen by one of the two only, from where it is.
  assert.ok(agreed / within > 0.97, `${agreed} of ${within} points`);
});
