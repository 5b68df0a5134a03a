/** A glTF document is sound or refused with the place of what is wrong. */
import assert from "#assert";
import { gltfDocument } from "../../../../sim/world/visible/gltf_document.ts";
import { readMesh } from "../../../../sim/world/visible/mesh_file.ts";

const SOUND = {
  asset: { version: "2.0" },
  scenes: [{ nodes: [0] }],
  nodes: [{ children: [1] }, { mesh: 0 }],
  meshes: [{ primitives: [{ attributes: { POSITION: 0 }, indices: 1 }] }],
  accessors: [
    { bufferView: 0, componentType: 5126, count: 3, type: "VEC3" },
    { bufferView: 1, componentType: 5121, count: 3, type: "SCALAR" },
  ],
  bufferViews: [
    { buffer: 0, byteLength: 36 },
    { buffer: 0, byteOffset: 36, byteLength: 3 },
  ],
  buffers: [{ byteLength: 40 }],
};

Deno.test("glTF document: what is read stays, what is not goes", () => {
  const { primitives } = gltfDocument({ ...SOUND, cameras: [{}], skins: [{}] }).meshes[0]!;
  assert.deepEqual(primitives, [{ attributes: { POSITION: 0 }, indices: 1, mode: 4 }]);
  assert.ok(!("cameras" in gltfDocument({ ...SOUND, cameras: [{}] })));
  gltfDocument({ ...SOUND, extensionsRequired: ["KHR_materials_unlit", "KHR_mesh_quantization"] });
});

/** A change of the document at a path, and what is said of it. */
const WRONG: readonly (readonly [string, unknown, string])[] = [
  ["asset.version", "1.0", 'asset.version: Invalid input: expected "2.0"'],
  ["extensionsRequired", ["KHR_draco_mesh_compression"], "it needs KHR_draco_mesh_compression"],
  ["scene", 1, "scene: 1 of 1 is none"],
  ["scenes.0.nodes", [2], "scenes.0.nodes: 2 of 2 is none"],
  ["scenes.0.nodes", [1], "scenes.0.nodes: 1 is a child"],
  ["nodes.0.children", [7], "nodes.0.children: 7 of 2 is none"],
  ["nodes.1.children", [1], "nodes.1.children: 1 has two parents"],
  ["nodes.0.children", [0], "scenes.0.nodes: 0 is a child"],
  ["nodes.1.mesh", 1, "nodes.1.mesh: 1 of 1 is none"],
  ["nodes.1.matrix", [1], "nodes.1.matrix: "],
  ["meshes.0.primitives.0.attributes.POSITION", 2, "meshes.0.primitives: 2 of 2 is none"],
  ["meshes.0.primitives.0.attributes.POSITION", 1, "meshes.0.primitives: POSITION is SCALAR"],
  ["meshes.0.primitives.0.indices", -1, "meshes.0.primitives.0.indices: "],
  ["meshes.0.primitives.0.indices", 0, "meshes.0.primitives: indices are VEC3 of 5126"],
  ["accessors.0.componentType", 5124, "accessors.0.componentType: expected a component type"],
  ["accessors.0.count", 0, "accessors.0.count: "],
  ["accessors.0.count", 4, "accessors.0: 4 items go beyond the end of bufferViews.0"],
  ["accessors.0.byteOffset", 2, "accessors.0: byteOffset is no multiple of 4"],
  ["accessors.0.sparse", {}, "accessors.0.sparse: sparse accessors are not read"],
  ["accessors.1.bufferView", 2, "accessors.1: 2 of 2 is none"],
  ["bufferViews.0.buffer", 1, "bufferViews.0: 1 of 1 is none"],
  ["bufferViews.1.byteLength", 5, "bufferViews.1: goes beyond the end of its buffer"],
  ["bufferViews.0.byteStride", 8, "accessors.0: items of 12 bytes stand 8 bytes apart"],
  ["bufferViews.0.byteStride", 16, "accessors.0: 3 items go beyond the end of bufferViews.0"],
  ["buffers.0.byteLength", 1e99, "buffers.0.byteLength: "],
];

Deno.test("glTF document: every thing that can be wrong is told with its place", () => {
  for (const [path, value, message] of WRONG) {
    const document: unknown = structuredClone(SOUND), steps = path.split(".");
    let at = document as Record<string, unknown>;
    for (const step of steps.slice(0, -1)) at = at[step] as Record<string, unknown>;
    at[steps.at(-1)!] = value;
    assert.throws(() => gltfDocument(document), (error: Error) => {
      assert.ok(error.message.startsWith(message), `${path}: ${error.message}`);
      return true;
    });
  }
  for (const data of [null, 1, [], {}]) assert.throws(() => gltfDocument(data), { name: "Error" });
});

Deno.test("glTF document: positions among normals, and as parts of a range, are the same ones", async () => {
  const corners = [[0, 0, 0], [1, 0, 0], [0, 1, 0]];
  const among = Float32Array.from(corners.flatMap((corner) => [9, 9, 9, ...corner]));
  const parts = Int16Array.from(corners.flatMap((corner) => [...corner.map((c) => c * 32767), 0]));
  const read = async (data: Float32Array | Int16Array, change: object, accessor: object) => {
    const bytes = new Uint8Array(data.buffer);
    const document = {
      ...SOUND,
      meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
      accessors: [{
        bufferView: 0,
        count: 3,
        type: "VEC3",
        min: [0, 0, 0],
        max: [1, 1, 0],
        ...accessor,
      }],
      bufferViews: [{ buffer: 0, byteLength: bytes.length, ...change }],
      buffers: [{
        byteLength: bytes.length,
        uri: `data:application/octet-stream;base64,${bytes.toBase64()}`,
      }],
    };
    const { triangles } = await readMesh(
      "a.gltf",
      new TextEncoder().encode(JSON.stringify(document)),
    );
    return [...triangles].map((value) => value + 0);
  };
  const want = [0, 0, 0, 1, 0, 0, 0, 0, 1];
  const stands = await read(among, { byteStride: 24 }, { componentType: 5126, byteOffset: 12 });
  assert.deepEqual(stands, want);
  const ranged = await read(parts, { byteStride: 8 }, { componentType: 5122, normalized: true });
  assert.deepEqual(ranged, want);
});
