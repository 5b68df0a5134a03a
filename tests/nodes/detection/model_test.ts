import assert from "#assert";
import { modelOf, OWN_CLASSES } from "../../../nodes/detection/model.ts";
import { detectionParams } from "../../../nodes/detection/params.ts";
import { colourClassifier, constantModel, onnxFile } from "../../core/vision/onnx_file.ts";

function world(files: Record<string, Uint8Array> = {}) {
  const said: string[] = [];
  const say = (text: string) => void said.push(text);
  const io = {
    file: (path: string) =>
      files[path] === undefined
        ? Promise.reject(new Error(`${path} is not there`))
        : Promise.resolve(files[path]),
    log: { debug: say, info: say, warn: say, error: say },
  };
  return { io, said };
}

function load(files: Record<string, Uint8Array>, params: object) {
  const { io, said } = world(files);
  return modelOf(detectionParams.parse(params), io).then((model) => ({ model, said }));
}

Deno.test("the model that comes with Dryrun is a detector of its classes, below 2 MB", async () => {
  const { model, said } = await load({}, {});
  assert.equal(model.kind.kind, "detector");
  assert.deepEqual([model.classes, model.background], [OWN_CLASSES, 0]);
  assert.match(said[0]!, /a detector of 5 classes on (cpu \(no CUDA: .*\)|cuda)$/);
  const { size } = await Deno.stat(
    new URL("../../../nodes/detection/warehouse.onnx", import.meta.url),
  );
  assert.ok(size <= 2e6, `${size} bytes`);
  await model.onnx.close();
});

Deno.test("a model from a file says its name, and names classes by number or as it is told", async () => {
  const files = { "a.onnx": colourClassifier([[1, 0, 0], [0, 1, 0]]) };
  const plain = await load(files, { model: "a.onnx", provider: "cpu" });
  assert.deepEqual(plain.said, ["a.onnx: a classifier of 2 classes on cpu"]);
  assert.deepEqual([plain.model.classes, plain.model.background], [["0", "1"], -1]);
  const named = await load(files, { model: "a.onnx", classes: ["red", "background"] });
  assert.deepEqual([named.model.classes, named.model.background], [["red", "background"], 1]);
  for (const { model } of [plain, named]) await model.onnx.close();
});

Deno.test("what can't be used is one error that names the model, what was found and expected", async () => {
  const wide = onnxFile({
    input: { name: "in", dims: [1, 3, 320, 320] },
    nodes: [["Relu", ["in"], ["out"]]],
    constants: [],
    outputs: [{ name: "out", dims: [1, 3, 320, 320] }],
  });
  const odd = constantModel([{ name: "masks", dims: [1, 2, 2], data: [1, 2, 3, 4] }]);
  const files = {
    "wide.onnx": wide,
    "odd.onnx": odd,
    "text.onnx": new TextEncoder().encode("no model"),
    "two.onnx": colourClassifier([[1, 0, 0], [0, 1, 0]]),
  };
  const refused = (params: object, message: RegExp) =>
    assert.rejects(load(files, params), { name: "ModelError", message });
  await refused({ model: "none.onnx" }, /^none\.onnx: none\.onnx is not there$/);
  await refused({ model: "text.onnx" }, /^text\.onnx: it is no ONNX model/);
  await refused({ model: "wide.onnx" }, /^wide\.onnx: .*in float32 1 × 3 × 320 × 320.*224 × 224$/);
  await refused(
    { model: "odd.onnx" },
    /^odd\.onnx: its outputs are masks 1 × 2 × 2; expected boxes/,
  );
  const three = { model: "two.onnx", classes: ["a", "b", "c"] };
  await refused(three, /^two\.onnx: it has 2 classes, but 3 names are given$/);
});
