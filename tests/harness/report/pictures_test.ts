/** The pictures of a run, taken from its bus. */
import assert from "#assert";
import { decode } from "fast-png";
import { CATALOGUE } from "../../../harness/catalogue.ts";
import { Pictures } from "../../../harness/report/pictures.ts";
import { runScenario } from "../../../harness/run/run.ts";
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

Deno.test("pictures: none of a run without any", () => {
  const pictures = new Pictures();
  assert.equal(pictures.observe({ name: "/odom", type: "nav_msgs/msg/Odometry" }), undefined);
  assert.deepEqual(pictures.files(), []);
});
