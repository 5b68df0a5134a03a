import assert from "#assert";
import { codecOf } from "../../../msgs/cdr.ts";
import { detectionsOf } from "../../../nodes/detection/messages.ts";

const header = { stamp: { sec: 5, nanosec: 6 }, frame_id: "camera" };

Deno.test("boxes become centre and size, under the image's header", () => {
  const box = { x1: 10, y1: 20, x2: 40, y2: 100, label: 1, score: 0.9 };
  const message = detectionsOf([box], ["a", "b"], header);
  const [{ bbox, results, header: own }] = message.detections as [typeof message.detections[0]];
  assert.deepEqual(bbox.center.position, { x: 25, y: 60 });
  assert.deepEqual([bbox.size_x, bbox.size_y], [30, 80]);
  assert.deepEqual(results[0]!.hypothesis, { class_id: "b", score: 0.9 });
  assert.equal(message.header, header);
  assert.equal(own, header);
  const codec = codecOf("vision_msgs/msg/Detection2DArray");
  assert.deepEqual(codec.decode(codec.encode(message)), message);
});

Deno.test("no boxes are an empty message, under the header too", () => {
  assert.deepEqual(detectionsOf([], [], header), { header, detections: [] });
});
