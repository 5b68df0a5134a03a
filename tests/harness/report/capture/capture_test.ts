/** What is collected of a real run, beside what checks say of it. */
import assert from "#assert";
import { CATALOGUE } from "../../../../harness/catalogue.ts";
import { Capture } from "../../../../harness/report/capture/capture.ts";
import { distanceOf } from "../../../../harness/report/capture/track.ts";
import { runScenario } from "../../../../harness/run/run.ts";
import type { Message } from "../../../../msgs/message.ts";
import { SIMULATED_EPOCH, toTime } from "../../../../msgs/time.ts";
import { parseScenario } from "../../../../harness/schema/scenario.ts";
import { odometry, setupOf } from "../setup.ts";

const TEXT = `
name: captured
duration_s: 4
world: { objects: [{ type: cone, position_m: [3, 0] }] }
robot: { type: differential, waypoints: [[0, 0], [2, 0], [2, 2]] }
sensors:
  imu: { type: imu, preset: bmi088, rate_hz: 100 }
  wheel: { type: wheel, preset: indoor_robot }
  camera: { type: camera, rate_hz: 10, width: 32, height: 24, outputs: [image] }
nodes: { fusion: { node: fusion, initial: truth } }
checks:
  largest: { type: ate, statistic: max, max_m: 100 }
  nees: { type: nees }
`;

Deno.test("Capture: looking changes nothing, and it saw what the checks and the table say", async () => {
  const scenario = await parseScenario(TEXT, { file: "captured.yaml", catalogue: CATALOGUE });
  const capture = new Capture();
  const result = await runScenario(scenario, { observe: capture.observe });
  assert.equal(result.digest, (await runScenario(scenario)).digest);
  const samples = capture.track!.samples();
  const largest = Math.max(...samples.map(distanceOf));
  assert.ok(Math.abs(largest - result.checks[0]!.value!) < 1e-9, `${largest}`);
  assert.ok(capture.squares!.nees().length > 200);
  assert.ok(capture.squares!.innovations().some(([name]) => name === "wheel_speed"));
  for (const [topic, { count }] of Object.entries(result.topics)) {
    const counts = capture.rates.get(topic)?.counts ?? [];
    assert.equal(Array.from(counts).reduce((a, b) => a + b, 0), count, topic);
  }
});

Deno.test("Capture: pictures of the moment that is asked for, not only of the end", async () => {
  const scenario = await parseScenario(TEXT, { file: "captured.yaml", catalogue: CATALOGUE });
  const capture = new Capture();
  await runScenario(scenario, { observe: capture.observe });
  const half = capture.near(2)!, end = capture.near(99)!;
  assert.ok(Math.abs(half.at_s - 2) < 0.15, `${half.at_s}`);
  assert.ok(end.at_s > 3.8 && end.at_s <= 4, `${end.at_s}`);
  const [early, late] = [half, end].map(({ pictures }) => pictures.drawn()[0]!);
  assert.equal(early!.name, "camera_image");
  assert.notDeepEqual(early!.canvas.data, late!.canvas.data);
});

Deno.test("Capture: an estimate that is wrong before the first picture is shown with the first", () => {
  const capture = new Capture(), setup = setupOf({ topics: new Set(["/odom"]) });
  const odom = capture.observe({ name: "/odom", type: "nav_msgs/msg/Odometry" }, setup);
  const image = capture.observe({ name: "/image", type: "sensor_msgs/msg/Image" }, setup);
  const at = 1e8, header = { stamp: toTime(at, SIMULATED_EPOCH), frame_id: "" };
  odom(odometry(at, { x: 9 }) as unknown as Message, at);
  assert.equal(capture.outside_s, 0.1);
  assert.equal(capture.near(0.1), undefined);
  const size = { width: 1, height: 1, step: 3, is_bigendian: 0 };
  image({ header, ...size, encoding: "rgb8", data: new Uint8Array(3) } as Message, 2e9);
  assert.equal(capture.near(0.1)?.at_s, 2);
});

Deno.test("Capture: a run without cameras has no pictures", () => {
  assert.equal(new Capture().near(1), undefined);
});
