import assert from "#assert";
import { Inference } from "../../../nodes/detection/inference.ts";
import { modelOf } from "../../../nodes/detection/model.ts";
import { detectionParams } from "../../../nodes/detection/params.ts";
import { colourClassifier, constantModel } from "../../core/vision/onnx_file.ts";
import { plainImage } from "./pictures.ts";

async function inferenceOf(bytes: Uint8Array, given: object = {}) {
  const params = detectionParams.parse({ model: "m", provider: "cpu", ...given });
  const say = () => {};
  const log = { debug: say, info: say, warn: say, error: say };
  const model = await modelOf(params, { file: () => Promise.resolve(bytes), log });
  return { inference: new Inference(model, params), close: () => model.onnx.close() };
}

Deno.test("a classifier says what the image is: one box, the image", async () => {
  const { inference, close } = await inferenceOf(colourClassifier([[9, 0, 0], [0, 9, 0]]));
  const red = await inference.run(plainImage([255, 20, 20], [640, 480]));
  assert.equal(red.length, 1);
  const { score, ...box } = red[0]!;
  assert.deepEqual(box, { x1: 0, y1: 0, x2: 640, y2: 480, label: 0 });
  assert.ok(score > 0.99);
  assert.equal((await inference.run(plainImage([20, 255, 20])))[0]!.label, 1);
  assert.deepEqual(await inference.run(plainImage([125, 117, 104])), [], "neither: below 0.7");
  await close();
});

Deno.test("a detector's boxes come back in the image's pixels; parameters may change", async () => {
  const bytes = constantModel([
    { name: "boxes", dims: [1, 2, 4], data: [22.4, 22.4, 112, 112, 112, 56, 168, 224] },
    { name: "logits", dims: [1, 2, 3], data: [-5, 5, -5, 0, 0, 1] },
  ]);
  const { inference, close } = await inferenceOf(bytes, { classes: ["background", "a", "b"] });
  const [box, ...rest] = await inference.run(plainImage([9, 9, 9], [640, 480]));
  assert.equal(rest.length, 0);
  const { x1, y1, x2, y2, label } = box!;
  [x1, y1, x2, y2].forEach((side, i) => assert.ok(Math.abs(side - [64, 48, 320, 240][i]!) < 1e-3));
  assert.equal(label, 1);
  inference.params = { ...inference.params, confidence: 0.5 };
  assert.equal((await inference.run(plainImage([9, 9, 9]))).length, 2);
  await close();
});

Deno.test("an image that can't be read is an error that says why", async () => {
  const { inference, close } = await inferenceOf(colourClassifier([[9, 0, 0], [0, 9, 0]]));
  const bad = { ...plainImage([1, 2, 3]), encoding: "16UC1" };
  await assert.rejects(inference.run(bad), { name: "ImageError", message: /16UC1/ });
  await close();
});
