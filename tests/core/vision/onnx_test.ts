import assert from "#assert";
import fc from "fast-check";
import { loadModel } from "../../../core/vision/onnx.ts";
import { colourClassifier, constantModel, onnxFile } from "./onnx_file.ts";

const INPUT = [1, 3, 224, 224];

Deno.test("a model runs on a tensor, which is made once for the same array", async () => {
  const model = await loadModel(colourClassifier([[1, 0, 0], [0, 2, 0], [0, 0, -1]]), {
    input: INPUT,
  });
  const data = new Float32Array(3 * 224 * 224);
  for (const value of [1, 3]) {
    data.fill(value);
    const [output] = await model.run(data);
    assert.deepEqual([output!.name, [...output!.dims]], ["logits", [1, 3]]);
    const want = [value, 2 * value, -value];
    output!.data.forEach((logit, i) => assert.ok(Math.abs(logit - want[i]!) < 1e-4));
  }
  assert.ok(model.provider === "cpu" ? model.refused !== "" : model.refused === "");
  await model.close();
});

Deno.test("the CPU is used where it is asked for, and no reason given", async () => {
  const bytes = constantModel([{ name: "out", dims: [1, 2], data: [3, 4] }]);
  const model = await loadModel(bytes, { provider: "cpu", input: INPUT });
  assert.deepEqual([model.provider, model.refused], ["cpu", ""]);
  const [output] = await model.run(new Float32Array(3 * 224 * 224));
  assert.deepEqual([...output!.data], [3, 4]);
  await model.close();
});

Deno.test("an input that does not fit is refused with what was found and expected", async () => {
  const model = (dims: (number | string)[]) =>
    onnxFile({
      input: { name: "image", dims },
      nodes: [["Relu", ["image"], ["out"]]],
      constants: [],
      outputs: [{ name: "out", dims }],
    });
  const refused = (dims: (number | string)[]) =>
    assert.rejects(loadModel(model(dims), { provider: "cpu", input: INPUT }), {
      name: "ModelError",
      message: `its inputs are image float32 ${dims.join(" × ")}; ` +
        "expected one input float32 1 × 3 × 224 × 224",
    });
  await refused([1, 3, 320, 320]);
  await refused([1, 224, 224, 3]);
  await refused([3, 224, 224]);
  const open = await loadModel(model(["batch", 3, "height", "width"]), { input: INPUT });
  await open.close();
});

Deno.test("bytes that are no model are refused by name, cut and damaged ones too", async () => {
  const whole = colourClassifier([[1, 0, 0], [0, 1, 0]]);
  const bad = [new Uint8Array(0), new Uint8Array(100), new TextEncoder().encode("not a model")];
  for (let cut = 1; cut < whole.length; cut += 17) bad.push(whole.subarray(0, cut));
  for (const bytes of bad) {
    await assert.rejects(loadModel(bytes, { provider: "cpu", input: INPUT }), {
      name: "ModelError",
    });
  }
  await fc.assert(
    fc.asyncProperty(
      fc.nat(whole.length - 1),
      fc.integer({ min: 1, max: 255 }),
      async (at, flip) => {
        const damaged = whole.map((byte, i) => i === at ? byte ^ flip : byte);
        try {
          const model = await loadModel(damaged, { provider: "cpu", input: INPUT });
          await model.run(new Float32Array(3 * 224 * 224)).finally(() => model.close());
        } catch (error) {
          assert.equal((error as Error).name, "ModelError");
        }
      },
    ),
    { numRuns: 60 },
  );
});

Deno.test("CUDA is an error where it is asked for and not there", async () => {
  const bytes = constantModel([{ name: "out", dims: [1, 2], data: [3, 4] }]);
  const auto = await loadModel(bytes, { input: INPUT });
  const { provider } = auto;
  await auto.close();
  const asked = loadModel(bytes, { provider: "cuda", input: INPUT });
  if (provider === "cuda") await (await asked).close();
  else await assert.rejects(asked, { name: "ModelError", message: /^CUDA is not there: / });
});
