import assert from "#assert";
import fc from "fast-check";
import { detection } from "../../../nodes/detection/detection.ts";
import { testHost } from "../../../runtime/test_host.ts";
import { colourClassifier } from "../../core/vision/onnx_file.ts";
import { plainImage } from "./pictures.ts";

const TYPE = "vision_msgs/msg/Detection2DArray";
const bytes = colourClassifier([[9, 0, 0], [0, 9, 0]]);

function host(params: object = {}) {
  const file = () => Promise.resolve(bytes);
  const given = { model: "m.onnx", classes: ["red", "green"], ...params };
  return testHost(detection, given, { file });
}

Deno.test("an image becomes detections under its own header; the log says where the model runs", async () => {
  const node = await host();
  const image = plainImage([255, 0, 0], [640, 480]);
  await node.send("image", image);
  const [message] = node.received("detections", TYPE);
  assert.deepEqual(message!.header, image.header);
  const [found] = message!.detections;
  assert.equal(found!.results[0]!.hypothesis.class_id, "red");
  assert.deepEqual([found!.bbox.size_x, found!.bbox.size_y], [640, 480]);
  assert.ok(node.log.some(({ level, text }) => level === "info" && /on (cpu|cuda)/.test(text)));
  const status = node.diagnostics().find(({ name }) => name === "detection: images")!;
  assert.ok(status.values.some(({ key, value }) => key === "provider" && /cpu|cuda/.test(value)));
  await node.close();
});

Deno.test("a bad image is one entry in the log, and the node lives", async () => {
  const node = await host();
  await node.send("image", { ...plainImage([0, 0, 0]), step: 3 });
  assert.equal(node.published.length, 0);
  const errors = node.log.filter(({ level }) => level === "error");
  assert.equal(errors.length, 1);
  assert.match(errors[0]!.text, /camera\/image: .*step is 3, expected width × 3 = 192 or more/);
  assert.equal(node.diagnostics().find(({ name }) => name === "detection: images")!.level, 2);
  await node.send("image", plainImage([0, 255, 0]));
  assert.equal(node.received("detections", TYPE)[0]!.detections.length, 1);
  assert.deepEqual(node.errors, []);
  await node.close();
});

Deno.test("thresholds change while it runs; a model that is changed stays, with a warning", async () => {
  const node = await host({ confidence: 1 });
  await node.send("image", plainImage([200, 100, 20]));
  await node.setParams({ confidence: 0.5, threads: 2 });
  await node.send("image", plainImage([200, 100, 20]));
  assert.deepEqual(node.received("detections", TYPE).map((m) => m.detections.length), [0, 1]);
  assert.ok(
    node.log.some(({ level, text }) => level === "warn" && /threads is read at/.test(text)),
  );
  assert.ok(!(await node.setParams({ confidence: 2 })).ok);
  await node.close();
});

Deno.test("a model that is not there ends the start, by name", async () => {
  const file = () => Promise.reject(new Error("no such file"));
  const starting = testHost(detection, { model: "gone.onnx" }, { file });
  await assert.rejects(starting, { name: "ModelError", message: /^gone\.onnx: no such file$/ });
});

Deno.test("its output is not exact: inference differs between machines", () => {
  assert.equal(detection.outputs.detections!.exact, false);
});

Deno.test("any damage to an image is a logged error or a sound result", async () => {
  const node = await host();
  const number = fc.oneof(fc.nat(300), fc.constantFrom(0, 1, 7680, 2 ** 32 - 1));
  const change = fc.record({
    height: number,
    width: number,
    step: number,
    encoding: fc.constantFrom("rgb8", "bgr8", "rgba8", "bgra8", "mono8", "yuv422", "", "toString"),
    data: fc.uint8Array({ maxLength: 2000, size: "max" }),
  }, { requiredKeys: [] });
  await fc.assert(
    fc.asyncProperty(change, async (damage) => {
      const before = node.published.length, logged = node.log.length;
      await node.send("image", { ...plainImage([3, 4, 5], [16, 12]), ...damage });
      await node.advance(1);
      assert.equal(node.published.length - before + node.log.length - logged, 1);
    }),
    { numRuns: 200 },
  );
  assert.deepEqual(node.errors, []);
  await node.close();
});
