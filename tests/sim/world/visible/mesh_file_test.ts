/** Meshes of both kinds, whole and damaged, and as things of a world. */
import assert from "#assert";
import fc from "fast-check";
import { readMesh } from "../../../../sim/world/visible/mesh_file.ts";
import { createSimulation, simSchema } from "../../../../sim/mod.ts";
import type { Image } from "../../../../msgs/types.ts";
import { metres } from "../../sensors/camera/pictures.ts";
import { dataUri, triangleData, triangleGltf } from "./triangle.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const QUAD = "v 0 -1 0\nv 0 1 0\nv 0 1 2\nv 0 -1 2\nf 1 2 3 4\n";
const ASCII = `solid a
facet normal 0 0 1
outer loop
vertex 0 0 0
vertex 1 0 0
vertex 0 1 0
endloop
endfacet
endsolid a
`;

/** A binary STL of triangles given by nine numbers each. */
function binary(triangles: number[][]): Uint8Array {
  const view = new DataView(new ArrayBuffer(84 + 50 * triangles.length));
  view.setUint32(80, triangles.length, true);
  triangles.forEach((triangle, n) =>
    triangle.forEach((value, i) => view.setFloat32(84 + 50 * n + 12 + 4 * i, value, true))
  );
  return new Uint8Array(view.buffer);
}

Deno.test("mesh: an OBJ's faces become triangles, an STL's too, text and binary", async () => {
  const { triangles, dropped } = await readMesh("a.obj", bytes(QUAD));
  assert.deepEqual([triangles.length, dropped], [18, 0]);
  assert.deepEqual([...triangles.subarray(0, 3)], [0, -1, 0]);
  const text = await readMesh("a.STL", bytes(ASCII));
  assert.deepEqual([...text.triangles], [0, 0, 0, 1, 0, 0, 0, 1, 0]);
  const file = binary([[0, 0, 0, 1, 0, 0, 0, 1, 0], [1, 1, 1, 1, 1, 1, 2, 2, 2]]);
  const raw = await readMesh("a.stl", file);
  assert.deepEqual([...raw.triangles], [0, 0, 0, 1, 0, 0, 0, 1, 0]);
  assert.equal(raw.dropped, 1, "a triangle without area is left out and counted");
});

const gltf = (indices: number[], uri: string = dataUri(triangleData(indices))) => triangleGltf(uri);

Deno.test("mesh: a glTF is placed by its nodes and turned so that z is up", async () => {
  const { triangles } = await readMesh("a.gltf", gltf([0, 1, 2]));
  assert.deepEqual([...triangles], [0, -5, 0, 1, -5, 0, 0, -5, 1]);
  await assert.rejects(() => readMesh("a.gltf", gltf([0, 1, 9])), {
    name: "RangeError",
    message: /^a\.gltf: triangle 0 has a corner/,
  });
  await assert.rejects(() => readMesh("a.glb", bytes("{}")), { name: "RangeError" });
});

Deno.test("mesh: what can't be one is refused with its name", async () => {
  const refused = (name: string, data: Uint8Array, message: RegExp) =>
    assert.rejects(() => readMesh(name, data), { name: "RangeError", message });
  await refused("a.ply", bytes(""), /^a\.ply: expected a file \.obj, \.stl, /);
  await refused("a.obj", bytes("v 0 0 0\n"), /^a\.obj: holds no triangle$/);
  await refused("a.obj", bytes("v 0 0 0\nv 1 0 0\nf 1 2 7\n"), /^a\.obj: triangle 0 has a corner/);
  await refused("a.stl", binary([[0, 0, NaN, 1, 0, 0, 0, 1, 0]]), /^a\.stl: triangle 0 has a/);
  await refused("a.stl", new Uint8Array(3), /^a\.stl: /);
});

Deno.test("mesh: random damage gives a mesh or a RangeError, never anything else", async () => {
  const whole = binary([[0, 0, 0, 1, 0, 0, 0, 1, 0]]);
  await fc.assert(fc.asyncProperty(
    fc.constantFrom(["a.obj", bytes(QUAD)] as const, ["a.stl", whole] as const),
    fc.array(fc.tuple(fc.nat(200), fc.nat(255)), { maxLength: 6 }),
    fc.nat(200),
    async ([name, data], edits, cut) => {
      const damaged = data.slice(0, Math.max(1, cut));
      for (const [at, value] of edits) damaged[at % damaged.length] = value;
      try {
        const { triangles } = await readMesh(name, damaged);
        assert.ok(triangles.every(Number.isFinite) && triangles.length % 9 === 0);
      } catch (error) {
        assert.ok(error instanceof RangeError && error.message.startsWith(name), String(error));
      }
    },
  ));
});

Deno.test("mesh: stands in the world where it is put, at its scale", async () => {
  const mesh = await readMesh("quad.obj", bytes(QUAD));
  const config = simSchema.parse({
    duration_s: 0.1,
    world: { objects: [{ type: "mesh", file: "quad.obj", scale: 2, position_m: [4, 0] }] },
    robot: { type: "free" },
    sensors: {
      camera: { type: "camera", width: 32, height: 24, position_m: [0, 0, 1], outputs: ["depth"] },
    },
  });
  assert.throws(() => createSimulation(config, 1), /quad\.obj/);
  const simulation = createSimulation(config, 1, { meshes: { "quad.obj": mesh.triangles } });
  let depth: Image | undefined;
  while (simulation.next() < Infinity) {
    simulation.step((topic, message) => {
      if (topic === "/camera/depth") depth = message as Image;
    });
  }
  assert.ok(Math.abs(metres(depth!, 16, 12) - 4) < 1e-5);
  // 2 m to either side at 4 m, 22.8 pixels of focal length: up to 11.4 from the middle.
  assert.ok(metres(depth!, 5, 12) < 4.01 && !(metres(depth!, 2, 9) < 4.01));
});
