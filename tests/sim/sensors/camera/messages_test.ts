import assert from "#assert";
import { decode } from "fast-png";
import { codecOf } from "../../../../msgs/cdr.ts";
import { cameraSchema } from "../../../../sim/sensors/camera/config.ts";
import * as messages from "../../../../sim/sensors/camera/messages.ts";

const HEADER = { stamp: { sec: 1, nanosec: 2 }, frame_id: "f" };
const SIZE = { width: 4, height: 2 };
const OBJECTS = [
  { name: "ground", className: "ground", label: 1, first: 0, end: 1 },
  { name: "cone_1", className: "cone", label: 5, first: 1, end: 2 },
];

Deno.test("messages: steps, sizes and encodings agree; every message can be written", () => {
  const bytes = Uint8Array.from({ length: 24 }, (_, i) => i);
  const image = messages.rgbImage(HEADER, SIZE, bytes);
  assert.deepEqual([image.encoding, image.step, image.data.length], ["rgb8", 12, 24]);
  const depth = messages.depthImage(HEADER, SIZE, Float32Array.of(1, NaN, 2, 3, 4, 5, 6, 7));
  assert.deepEqual([depth.encoding, depth.step, depth.data.length], ["32FC1", 16, 32]);
  assert.deepEqual([...depth.data.subarray(0, 8)], [0, 0, 0x80, 0x3f, 0, 0, 0xc0, 0x7f]);
  const seen = Int32Array.of(-1, 0, 1, 1, 0, 0, 0, -1);
  const labels = messages.labelImage(HEADER, SIZE, seen, OBJECTS);
  assert.deepEqual([labels.encoding, labels.step], ["8UC1", 4]);
  assert.deepEqual([...labels.data], [0, 1, 5, 5, 1, 1, 1, 0]);
  const codec = codecOf("sensor_msgs/msg/Image");
  for (const message of [image, depth, labels]) {
    assert.deepEqual(codec.decode(codec.encode(message)), message);
  }
});

Deno.test("messages: boxes are their middles and sizes, their score is what is seen", () => {
  const box = { object: 1, left: 10, top: 20, right: 15, bottom: 32, pixels: 9, visibility: 0.25 };
  const array = messages.detectionArray(HEADER, [box], OBJECTS);
  const { bbox, results, id } = array.detections[0]!;
  assert.deepEqual(bbox, {
    center: { position: { x: 12.5, y: 26 }, theta: 0 },
    size_x: 5,
    size_y: 12,
  });
  assert.deepEqual(results[0]!.hypothesis, { class_id: "cone", score: 0.25 });
  assert.equal(id, "cone_1");
  const codec = codecOf("vision_msgs/msg/Detection2DArray");
  assert.deepEqual(codec.decode(codec.encode(array)), array);
});

Deno.test("messages: the calibration is the camera's; a compressed picture is a file", () => {
  const stated = { type: "camera", width: 64, height: 48, distortion: { p2: 0.01 } };
  const config = cameraSchema.parse(stated);
  const info = messages.infoOf(HEADER, config);
  assert.deepEqual([info.width, info.height, info.distortion_model], [64, 48, "plumb_bob"]);
  assert.deepEqual([...info.d], [0, 0, 0, 0.01, 0]);
  assert.equal(info.k[2], 31.5);
  assert.equal(info.p[0], info.k[0]);
  const bytes = Uint8Array.from({ length: 24 }, (_, i) => 9 * i);
  const png = messages.compressed(HEADER, SIZE, bytes, { format: "png", quality: 90 });
  assert.deepEqual(Uint8Array.from(decode(png.data).data), bytes);
  assert.match(png.format, /png/);
  const jpeg = messages.compressed(HEADER, SIZE, bytes, { format: "jpeg", quality: 90 });
  assert.deepEqual([...jpeg.data.subarray(0, 2)], [0xff, 0xd8]);
});
