/** Files that nodes name: relative to the scenario, inside its folder, missing ones by name. */
import assert from "#assert";
import { loadScenario } from "../../harness/host/load_scenario.ts";
import { runScenario } from "../../harness/run/run.ts";
import { colourClassifier } from "../core/vision/onnx_file.ts";

function scenario(model: string): string {
  return `
name: sees
duration_s: 0.35
robot: { type: differential, start: { position_m: [0, 0], yaw_deg: 0 }, waypoints: [[0, 0], [1, 0]] }
world: { objects: [{ type: box, size_m: [1, 9, 9], position_m: [3, 0], color: "#ff0000" }] }
sensors: { camera: { type: camera, width: 32, height: 24, outputs: [image] } }
nodes: { detection: { node: detection, params: { model: "${model}", classes: [red, green] } } }
`;
}

async function run(model: string) {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/sees.yaml`, scenario(model));
    await Deno.mkdir(`${folder}/models`);
    const bytes = colourClassifier([[5, -5, 0], [-5, 5, 0]]);
    await Deno.writeFile(`${folder}/models/colour.onnx`, bytes);
    return await runScenario(await loadScenario(`${folder}/sees.yaml`));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("a model beside the scenario is found, loaded and used", async () => {
  const { topics } = await run("models/colour.onnx");
  assert.ok(topics["/detections"]!.count >= 2);
  assert.equal(topics["/detections"]!.exact, false);
});

Deno.test("a model that is not there, or outside of the scenario's folder, is an error by name", async () => {
  await assert.rejects(run("models/none.onnx"), {
    name: "ModelError",
    message: /models\/none\.onnx/,
  });
  await assert.rejects(run("../../etc/hostname"), { name: "ModelError" });
  await assert.rejects(run("sees.yaml"), { name: "ModelError", message: /no ONNX model/ });
});
