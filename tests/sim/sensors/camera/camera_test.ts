/** The camera's messages: when, where and what. */
import assert from "#assert";
import { inverseRotate } from "../../../../core/math/quaternion.ts";
import { project } from "../../../../core/models/pinhole.ts";
import { SIMULATED_EPOCH } from "../../../../msgs/time.ts";
import type { TFMessage } from "../../../../msgs/types.ts";
import { SENSORS } from "../../../../sim/sensors/mod.ts";
import { metres, rgb, shoot } from "./pictures.ts";

const BOX = {
  type: "box",
  size_m: [1, 1, 2],
  position_m: [5.5, 0],
  class: "crate",
  color: "#ff0000",
};
const ALL = ["image", "camera_info", "depth", "labels", "detections", "compressed"];

Deno.test("camera: stamps are mid-exposure of the first row; all streams share them", () => {
  const { topics, images } = shoot({
    camera: { outputs: ALL, line_time_us: 40, exposure_ms: 10 },
    duration_s: 0.3,
  });
  assert.equal(images.length, 3);
  const expected = 1e8 - 119 * 40_000 - 5e6;
  images.forEach(({ header: { stamp, frame_id } }, i) => {
    assert.equal((stamp.sec - SIMULATED_EPOCH.sec) * 1e9 + stamp.nanosec, expected + i * 1e8);
    assert.equal(frame_id, "camera_optical_frame");
  });
  let streams = 0;
  for (const [topic, messages] of Object.entries(topics)) {
    if (!topic.startsWith("/camera") && !topic.endsWith("detections")) continue;
    streams++;
    messages.forEach((message, i) => {
      assert.deepEqual((message as typeof images[0])!.header, images[i]!.header, topic);
    });
  }
  assert.equal(streams, ALL.length);
});

Deno.test("camera: depth along the axis, labels and colour of what is there; the sky is NaN", () => {
  const { images, depths, labels } = shoot({
    world: { objects: [BOX], light: { sun: { intensity: 0 } } },
    camera: { outputs: ALL },
  });
  const depth = depths[0]!;
  assert.ok(Math.abs(metres(depth, 80, 65) - 5) < 1e-5, `${metres(depth, 80, 65)}`);
  assert.ok(Math.abs(metres(depth, 73, 70) - 5) < 1e-5, "the same plane beside the axis");
  assert.ok(Number.isNaN(metres(depth, 80, 5)));
  const sky = 4 * (5 * 160 + 80);
  assert.deepEqual([...depth.data.subarray(sky, sky + 4)], [0, 0, 0xc0, 0x7f]);
  const label = (column: number, row: number) => labels[0]!.data[row * 160 + column];
  assert.deepEqual([label(80, 5), label(80, 65), label(5, 119)], [0, 10, 1]);
  const [r, g, b] = rgb(images[0]!, 80, 65);
  assert.ok(r! > 60 && g! < 10 && b! < 10);
});

Deno.test("camera: tf and calibration put a corner of the world where the picture has it", () => {
  const { topics, depths, infos } = shoot({
    world: { objects: [{ ...BOX, position_m: [4, 0.7] }] },
    robot: { type: "free", position_m: [0.3, 0.2, 0], rotation_deg: [0, 0, 10] },
    camera: {
      outputs: ALL,
      rotation_deg: [2, 5, -3],
      distortion: { k1: -0.2, k2: 0.03, p1: 0.001, p2: -0.002, k3: 0 },
    },
  });
  const { transforms } = topics["/tf_static"]![0] as TFMessage;
  // The box's near right upper corner, (3.5, 0.2, 2), carried along tf into the optical frame.
  const out = new Float64Array(3), half = 5 * Math.PI / 180;
  inverseRotate(out, [Math.cos(half), 0, 0, Math.sin(half)], [3.2, 0, 2]);
  for (const frame of ["camera_link", "camera_optical_frame"]) {
    const edge = transforms.find(({ child_frame_id }) => child_frame_id === frame)!;
    const { translation: t, rotation: q } = edge.transform;
    const moved = [out[0]! - t.x, out[1]! - t.y, out[2]! - t.z];
    inverseRotate(out, [q.w, q.x, q.y, q.z], moved);
  }
  const depth = out[2]!;
  const [fx, , cx, , fy, cy] = infos[0]!.k, [k1, k2, p1, p2, k3] = infos[0]!.d;
  const distortion = [k1!, k2!, p1!, p2!, k3!] as const;
  project(out, { fx: fx!, cx: cx!, fy: fy!, cy: cy!, distortion }, out.slice());
  // Inside of the corner is the box, beyond its edges something far or nothing.
  const [u, v] = [Math.round(out[0]!), Math.round(out[1]!)];
  assert.ok(Math.abs(metres(depths[0]!, u - 2, v + 2) - depth) < 0.3, `at ${u}, ${v}`);
  for (const [du, dv] of [[2, 2], [-2, -2], [2, -2]] as const) {
    assert.ok(!(Math.abs(metres(depths[0]!, u + du, v + dv) - depth) < 0.3), `${du}, ${dv}`);
  }
});

Deno.test("camera: a lost picture leaves no gap in the noise of the next", () => {
  const noisy = { noise: { shot: true, read_noise_e: 6 } }, length = { duration_s: 0.85 };
  const whole = shoot({ camera: noisy, ...length }).images;
  const gaps = shoot({ camera: { ...noisy, dropout: { probability: 0.5 } }, ...length }).images;
  assert.ok(gaps.length < whole.length && gaps.length > 0);
  for (const image of gaps) {
    const { nanosec } = image.header.stamp;
    const same = whole.find(({ header }) => header.stamp.nanosec === nanosec)!;
    assert.deepEqual(image.data, same.data);
  }
});

Deno.test("camera: topics by the sensor's name", () => {
  const { config, outputs } = SENSORS["camera"]!;
  const topics = outputs(config.parse({ type: "camera" }), "front");
  assert.deepEqual(Object.values(topics).map(({ topic }) => topic).sort(), [
    "/front/camera_info",
    "/front/image",
    "/ground_truth/front/detections",
  ]);
});
