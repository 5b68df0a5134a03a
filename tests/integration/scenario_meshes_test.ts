/** Meshes that a scenario names, and the files that they name in turn. */
import assert from "#assert";
import { parseScenario } from "../../harness/schema/scenario.ts";
import { InputError } from "../../harness/errors.ts";
import { TEST_CATALOGUE } from "../harness/fixtures.ts";

Deno.test("meshes are read as bytes; a bad one is told where it is named", async () => {
  const text = (file: string) => `
name: meshes
duration_s: 1
world: { objects: [{ type: cone, position_m: [1, 1] }, { type: mesh, file: ${file}, position_m: [4, 0] }] }
robot: { type: free }
`;
  const bytes = () =>
    Promise.resolve(new TextEncoder().encode("v 0 0 0\nv 1 0 0\nv 0 1 0\nf 1 2 3\n"));
  const parse = (file: string) =>
    parseScenario(text(file), { file: "m.yaml", catalogue: TEST_CATALOGUE, bytes });
  const { meshes } = await parse("a.obj");
  assert.equal(meshes["a.obj"]!.length, 9);
  await assert.rejects(() => parse("a.ply"), {
    name: "InputError",
    message: /^m\.yaml:4:\d+: world\.objects\[1\]\.file: a\.ply: expected a file \.obj/,
  });
});

Deno.test("a glTF's buffer is looked for beside it, and told where the mesh is named", async () => {
  const text = `
name: meshes
duration_s: 1
world: { objects: [{ type: mesh, file: parts/a.gltf, position_m: [4, 0] }] }
robot: { type: free }
`;
  const none = { nodes: [], meshes: [], accessors: [], bufferViews: [] }, asked: string[] = [];
  const gltf = {
    ...{ asset: { version: "2.0" }, scenes: [{}], ...none },
    buffers: [{ byteLength: 44, uri: "sub/a.bin" }],
  };
  const bytes = (path: string) => {
    asked.push(path);
    if (!path.endsWith(".gltf")) return Promise.reject(new InputError(`${path}: can't be found`));
    return Promise.resolve(new TextEncoder().encode(JSON.stringify(gltf)));
  };
  const parsed = parseScenario(text, { file: "m.yaml", catalogue: TEST_CATALOGUE, bytes });
  await assert.rejects(parsed, {
    name: "InputError",
    message:
      /^m\.yaml:4:\d+: world\.objects\[0\]\.file: parts\/a\.gltf: its buffer 0 is the file sub\/a\.bin of 44 bytes: parts\/sub\/a\.bin: can't be found$/,
  });
  assert.deepEqual(asked, ["parts/a.gltf", "parts/sub/a.bin"]);
});
