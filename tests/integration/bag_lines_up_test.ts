/**
 * A recorded run's cloud, calibration, tf and true boxes line up with nothing but the bag: the points
 * that are on a thing are seen within a box of its class.
 */
import assert from "#assert";
import { loadScenario } from "../../harness/host/load_scenario.ts";
import { runScenario } from "../../harness/run/run.ts";
import type { Message } from "../../msgs/message.ts";
import type {
  CameraInfo,
  Detection2DArray,
  Header,
  PointCloud2,
  TFMessage,
} from "../../msgs/types.ts";
import { CLASSES } from "../../sim/world/visible/visible_world.ts";
import { openLog } from "../../runtime/bag/open.ts";
import { createRecorder } from "../../runtime/bag/recorder.ts";
import { MemorySink } from "../runtime/bag/samples.ts";
import { pointsOf } from "../sim/sensors/lidar/turns.ts";
import { viewOf } from "./camera_view.ts";

const THINGS: ReadonlySet<string> = new Set(["pallet", "cone", "barrel", "person"]);
const TOPICS = new Set([
  ...["/points", "/ground_truth/point_labels", "/camera/camera_info"],
  ...["/ground_truth/detections", "/tf_static"],
]);

/** All messages of the topics above, out of a bag of the run's first 1.2 s, while it stands. */
async function bagOfRun(): Promise<Map<string, Message[]>> {
  const sink = new MemorySink(), scenario = await loadScenario("warehouse_perception");
  await runScenario({ ...scenario, checks: {}, nodes: {} }, {
    durationNs: 1.2e9,
    record: (metadata) => createRecorder(sink, { metadata }),
  });
  const log = await openLog(sink.bytes()), found = new Map<string, Message[]>();
  for await (const message of log.messages({ topics: TOPICS })) {
    const list = found.get(message.topic) ?? [];
    found.set(message.topic, list);
    list.push(log.decode(message) as Message);
  }
  log.close();
  return found;
}

const secondsOf = ({ header: { stamp } }: { header: Header }) => stamp.sec + stamp.nanosec / 1e9;

/** Whether a pixel is within a box of a class, to the pixels that a beam's turn or a walk is off. */
function within(
  { detections }: Detection2DArray,
  name: string,
  [u, v]: readonly [number, number],
  margin = 6,
): boolean {
  return detections.some(({ results, bbox: { center: { position }, size_x, size_y } }) =>
    results[0]!.hypothesis.class_id === name && Math.abs(u - position.x) <= size_x / 2 + margin &&
    Math.abs(v - position.y) <= size_y / 2 + margin
  );
}

Deno.test("a bag's clouds, projected by its calibration and tf, fall into its true boxes", async () => {
  const found = await bagOfRun();
  const infos = found.get("/camera/camera_info") as CameraInfo[];
  const truths = found.get("/ground_truth/detections") as Detection2DArray[];
  const labels = found.get("/ground_truth/point_labels") as PointCloud2[];
  const static_ = found.get("/tf_static")![0] as TFMessage;
  let seen = 0, inside = 0, shifted = 0;
  for (const [turn, cloud] of (found.get("/points") as PointCloud2[]).entries()) {
    const at = secondsOf(cloud), { data } = labels[turn]!;
    const marks = new DataView(data.buffer, data.byteOffset, data.byteLength);
    assert.equal(data.byteLength, 4 * cloud.width * cloud.height);
    const away = (one: { header: Header }) => Math.abs(secondsOf(one) - at - 0.05);
    const boxes = truths.reduce((best, one) => away(one) < away(best) ? one : best);
    const view = viewOf(infos[0]!, static_, cloud.header.frame_id);
    for (const [i, { x, y, z }] of pointsOf(cloud).entries()) {
      const name = CLASSES[marks.getUint32(4 * i, true) & 0xffff]!;
      if (!THINGS.has(name)) continue;
      const [u, v] = view(x, y, z);
      if (!(u >= 0 && v >= 0 && u < infos[0]!.width && v < infos[0]!.height)) continue;
      seen++;
      inside += within(boxes, name, [u, v]) ? 1 : 0;
      shifted += within(boxes, name, [u + 60, v]) ? 1 : 0;
    }
  }
  assert.ok(seen > 3000, `${seen} points on things in the picture`);
  assert.ok(inside / seen > 0.99, `${inside} of ${seen} within a box of their class`);
  // Boxes are not so large that all would fit anyway.
  assert.ok(shifted / seen < 0.5, `${shifted} of ${seen} do 60 pixels to the side too`);
});
