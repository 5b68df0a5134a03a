/** The pictures of a run, taken from its bus. */
import assert from "#assert";
import { decode } from "fast-png";
import { CATALOGUE } from "../../../harness/catalogue.ts";
import { Pictures } from "../../../harness/report/pictures.ts";
import { runScenario } from "../../../harness/run/run.ts";
import type { Message } from "../../../msgs/message.ts";
import { parseScenario } from "../../../harness/schema/scenario.ts";

const TEXT = `
name: pictures
duration_s: 0.35
world: { objects: [{ type: cone, position_m: [3, 0] }] }
robot: { type: free }
sensors:
  lidar: { type: lidar, columns: 40, position_m: [0, 0, 1] }
  camera:
    { type: camera, width: 64, height: 48, position_m: [0, 0, 0.5], outputs: [image, depth, labels, detections] }
`;

Deno.test("pictures: one a drawable topic, of the last message, with the boxes of its instant", async () => {
  const scenario = await parseScenario(TEXT, { file: "pictures.yaml", catalogue: CATALOGUE });
  const pictures = new Pictures();
  const with_ = await runScenario(scenario, { observe: pictures.observe });
  const without = await runScenario(scenario);
  assert.equal(with_.digest, without.digest, "looking changes nothing");
  const files = pictures.files();
  assert.deepEqual(files.map(({ name }) => name), [
    "camera_depth.png",
    "camera_image.png",
    "camera_image_boxes.png",
    "camera_labels.png",
    "points_top.png",
  ]);
  const [, plain, boxes] = files.map(({ data }) => decode(data));
  assert.deepEqual([plain!.width, plain!.height], [64, 48]);
  const differs = plain!.data.filter((byte, i) => byte !== boxes!.data[i]).length;
  assert.ok(differs > 20, "a cone is framed");
});

/** The pictures of a run of the same scenario, with these outputs and faults. */
async function taken(outputs: string, faults = "{}") {
  const text = TEXT.replace("[image, depth, labels, detections]", `[${outputs}]`);
  const scenario = await parseScenario(`${text}faults: ${faults}\n`, {
    file: "pictures.yaml",
    catalogue: CATALOGUE,
  });
  const pictures = new Pictures();
  const result = await runScenario(scenario, { observe: pictures.observe });
  const files = new Map(pictures.files().map(({ name, data }) => [name, data]));
  return { pictures, files, result };
}

Deno.test("pictures: depth and labels that a camera does not publish, the same as if it did", async () => {
  const { files: published } = await taken("image, depth, labels, detections");
  const { files, result, pictures } = await taken("image, detections");
  assert.deepEqual([...files.keys()].filter((name) => name.startsWith("camera")), [
    "camera_image.png",
    "camera_image_boxes.png",
    "camera_image_depth.png",
    "camera_image_labels.png",
  ]);
  for (const port of ["depth", "labels"]) {
    assert.deepEqual(files.get(`camera_image_${port}.png`), published.get(`camera_${port}.png`));
  }
  assert.ok(!("/camera/depth" in result.topics), "the run publishes what it did");
  const truth = pictures.drawn().filter(({ isTruth }) => isTruth).map(({ name }) => name);
  assert.deepEqual(truth, ["camera_image_depth", "camera_image_labels"]);
});

Deno.test("pictures: published depth is shown alone, unless a fault made it another capture's", async () => {
  const { files } = await taken("image, depth");
  const names = ["camera_depth.png", "camera_image.png", "camera_image_labels.png"];
  assert.deepEqual([...files.keys()].slice(0, 3), names);
  const stuck = "{ stuck: { type: stuck, stream: /camera/image, at_s: 0.15 } }";
  const { files: apart } = await taken("image, depth", stuck);
  assert.deepEqual([...apart.keys()].slice(0, 3), [
    ...["camera_depth.png", "camera_image.png", "camera_image_depth.png"],
  ]);
  assert.deepEqual(apart.get("camera_depth.png"), files.get("camera_depth.png"));
  const glare = "{ sun: { type: glare, at_s: 0, spot: 30, veil: 3 } }";
  const { files: glared } = await taken("image", glare);
  assert.notDeepEqual(glared.get("camera_image.png"), files.get("camera_image.png"));
  assert.deepEqual(glared.get("camera_image_depth.png"), files.get("camera_depth.png"));
});

Deno.test("pictures: none of a run without any", () => {
  const pictures = new Pictures();
  assert.equal(pictures.observe({ name: "/odom", type: "nav_msgs/msg/Odometry" }), undefined);
  assert.deepEqual(pictures.files(), []);
});

Deno.test("pictures: a snapshot stays as it was", () => {
  const pictures = new Pictures();
  const see = pictures.observe({ name: "/image", type: "sensor_msgs/msg/Image" })!;
  const image = (value: number) => ({
    header: { stamp: { sec: 1, nanosec: 0 }, frame_id: "" },
    ...{ width: 1, height: 1, encoding: "rgb8", is_bigendian: 0, step: 3 },
    data: new Uint8Array(3).fill(value),
  });
  see(image(1) as Message);
  const before = pictures.snapshot();
  see(image(2) as Message);
  const first = (of: Pictures) => of.drawn()[0]!.canvas.data[0];
  assert.deepEqual([first(before), first(pictures)], [1, 2]);
});
