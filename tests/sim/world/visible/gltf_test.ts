/** glTF's containers: every way to hold a buffer says the same triangle; what is missing is named. */
import assert from "#assert";
import fc from "fast-check";
import { wholeGltf } from "../../../../sim/world/visible/gltf.ts";
import { readMesh } from "../../../../sim/world/visible/mesh_file.ts";
import { dataUri, triangleData, triangleGltf } from "./triangle.ts";

/** Where the triangle of `DATA` is once z is up: its node stands 5 m along z, which becomes -y. */
const PLACED = [0, -5, 0, 1, -5, 0, 0, -5, 1];
const DATA = triangleData(), INLINE = dataUri(DATA);

const document = (uri: string | undefined, more: object = {}) =>
  triangleGltf(uri, { materials: [{}], ...more });

/** The chunks of a .glb as glTF 2.0, section 4.4 lays them out: each padded to 4 bytes. */
function glb(json: Uint8Array, binary?: Uint8Array): Uint8Array {
  const text = new Uint8Array(Math.ceil(json.length / 4) * 4).fill(32);
  text.set(json);
  const chunks: [number, Uint8Array][] = [[0x4e4f534a, text]];
  if (binary !== undefined) chunks.push([0x004e4942, binary]);
  const length = chunks.reduce((sum, [, data]) => sum + 8 + data.length, 12);
  const file = new Uint8Array(length), view = new DataView(file.buffer);
  [0x46546c67, 2, length].forEach((word, i) => view.setUint32(4 * i, word, true));
  let at = 12;
  for (const [type, data] of chunks) {
    view.setUint32(at, data.length, true);
    view.setUint32(at + 4, type, true);
    file.set(data, at + 8);
    at += 8 + data.length;
  }
  return file;
}

const beside = (files: Record<string, Uint8Array>) => (name: string) =>
  files[name] === undefined
    ? Promise.reject(new Error(`${name} is not there`))
    : Promise.resolve(files[name]);

Deno.test("glTF: a chunk, a data URI and a file beside it hold the same triangle", async () => {
  const files = beside({ "a box.bin": DATA });
  for (
    const [name, bytes] of [
      ["inline.gltf", document(INLINE)],
      ["beside.gltf", document("a%20box.bin")],
      ["chunk.glb", glb(document(undefined), DATA)],
      ["inline.glb", glb(document(INLINE))],
      ["beside.glb", glb(document("a%20box.bin"))],
    ] as const
  ) {
    const { triangles, dropped } = await readMesh(name, bytes, files);
    assert.deepEqual([[...triangles], dropped], [PLACED, 0], name);
  }
});

Deno.test("glTF: a buffer that is missing, elsewhere or short is told with what was expected", async () => {
  const refused = async (name: string, bytes: Uint8Array, message: string) =>
    await assert.rejects(() => readMesh(name, bytes, beside({ "short.bin": DATA.subarray(40) })), {
      name: "RangeError",
      message: `${name}: ${message}`,
    });
  const missing = "its buffer 0 is the file box.bin of 44 bytes: box.bin is not there";
  // Twice: the loader of three waits for ever on a file that failed before.
  await refused("a.gltf", document("box.bin"), missing);
  await refused("a.glb", glb(document("box.bin")), missing);
  await refused(
    "a.gltf",
    document("short.bin"),
    "short.bin, its buffer 0, has 4 bytes; expected 44",
  );
  for (const uri of ["http://127.0.0.1:9/box.bin", "file:///box.bin", "/box.bin"]) {
    await refused(
      "a.gltf",
      document(uri),
      `buffer 0 is ${uri}; expected a file beside it or a data URI`,
    );
  }
  const none = "buffer 0 has no uri; expected one, or a .glb with a binary chunk";
  await refused("a.gltf", document(undefined), none);
  await refused("a.glb", glb(document(undefined)), none);
  const unread = "the data URI of buffer 0 can't be read; expected base64";
  await refused("a.gltf", document("data:application/octet-stream;base64,!!!"), unread);
  await refused("a.gltf", document("data:text/plain,abc"), unread);
  const { length } = DATA;
  await refused(
    "a.gltf",
    document(INLINE.slice(0, -8)),
    `the data URI of buffer 0 has ${length - 5} bytes; expected 44`,
  );
});

Deno.test("glTF: a .glb that is cut, of another version or without JSON is refused", async () => {
  const whole = glb(document(undefined), DATA), alone = beside({});
  for (let cut = 12; cut < whole.length; cut += 7) {
    await assert.rejects(() => wholeGltf(whole.subarray(0, cut), alone), {
      message: `it has ${cut} bytes; its head says ${whole.length}`,
    });
  }
  await assert.rejects(() => wholeGltf(whole.with(4, 1), alone), {
    message: "it is glTF 1; expected version 2",
  });
  await assert.rejects(() => wholeGltf(whole.with(15, 1), alone), { message: /beyond its end/ });
  await assert.rejects(() => wholeGltf(whole.with(16, 0), alone), {
    message: "it has no JSON chunk",
  });
  const words = new TextEncoder().encode("[");
  await assert.rejects(() => readMesh("a.gltf", words), {
    name: "RangeError",
    message: /^a\.gltf/,
  });
});

Deno.test("glTF: pictures are neither looked for nor kept", async () => {
  const pictures = { images: [{ uri: "none.png" }], textures: [{ source: 0 }] };
  const materials = [{ pbrMetallicRoughness: { baseColorTexture: { index: 0 } } }];
  const asked: string[] = [];
  const bytes = await wholeGltf(document("box.bin", { ...pictures, materials }), (file) => {
    asked.push(file);
    return Promise.resolve(DATA);
  });
  assert.deepEqual(asked, ["box.bin"]);
  const { triangles } = await readMesh("a.gltf", bytes);
  assert.deepEqual([...triangles], PLACED);
  assert.doesNotMatch(new TextDecoder().decode(bytes), /none\.png|material/);
});

Deno.test("glTF: random damage gives a mesh or a RangeError, never anything else", async () => {
  const chunked = glb(document(undefined), DATA), inline = document(INLINE);
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(["a.glb", chunked] as const, ["a.gltf", inline] as const),
      fc.array(fc.tuple(fc.nat(1000), fc.nat(255)), { minLength: 1, maxLength: 4 }),
      async ([name, data], edits) => {
        const damaged = data.slice();
        for (const [at, value] of edits) damaged[at % damaged.length] = value;
        try {
          const { triangles } = await readMesh(name, damaged);
          assert.ok(triangles.every(Number.isFinite) && triangles.length % 9 === 0);
        } catch (error) {
          assert.ok(error instanceof RangeError && error.message.startsWith(name), String(error));
        }
      },
    ),
    { numRuns: 200 },
  );
});
