import assert from "#assert";
import { coordinatesOf } from "../../../../core/cloud/coordinates.ts";
import { columnOf } from "../../../../core/cloud/column.ts";
import type { CloudChunk } from "../../../../core/cloud/stream/chunks.ts";
import { readPcd } from "../../../../core/cloud/stream/pcd.ts";

const HEAD = "FIELDS x y z ring\nSIZE 4 4 4 2\nTYPE F F F U\nCOUNT 1 1 1 1\nPOINTS 3\nDATA ";

async function all(bytes: Uint8Array, piece: number): Promise<CloudChunk[]> {
  const pieces = [];
  for (let at = 0; at < bytes.length; at += piece) pieces.push(bytes.subarray(at, at + piece));
  const chunks: CloudChunk[] = [];
  for await (const chunk of readPcd(pieces, { chunk: 2 })) chunks.push(chunk);
  return chunks;
}

const ascii = new TextEncoder().encode(
  `${HEAD}ascii\n1 2 3 65535\r\n\n-1.5e1 nan 0.25 0\n7 8 9 10\n`,
);

function binary(): Uint8Array {
  const head = new TextEncoder().encode(`${HEAD}binary\n`),
    bytes = new Uint8Array(head.length + 42);
  bytes.set(head);
  const view = new DataView(bytes.buffer);
  [[1, 2, 3, 65535], [-15, NaN, 0.25, 0], [7, 8, 9, 10]].forEach((point, i) => {
    const at = head.length + 14 * i;
    point.slice(0, 3).forEach((value, k) => view.setFloat32(at + 4 * k, value, true));
    view.setUint16(at + 12, point[3]!, true);
  });
  return bytes;
}

Deno.test("ascii and binary say the same, however the bytes come", async () => {
  const want = await all(binary(), 1000);
  assert.deepEqual(want.map(({ width }) => width), [2, 1]);
  assert.deepEqual([...coordinatesOf(want[0]!).subarray(0, 6)], [1, 2, 3, -15, NaN, 0.25]);
  const ring = columnOf(want[1]!.data, { offset: 12, datatype: 4, step: 14, bigEndian: false });
  assert.equal(ring(0), 10);
  for (const piece of [1, 7, 50]) {
    assert.deepEqual(await all(binary(), piece), want);
    assert.deepEqual(await all(ascii, piece), want);
  }
});

Deno.test("a file that ends early, and a line that is no point, are errors that say where", async () => {
  const text = new TextDecoder().decode(ascii);
  const changed = (from: string, to: string) =>
    all(new TextEncoder().encode(text.replace(from, to)), 9);
  await assert.rejects(all(binary().subarray(0, -1), 9), /after 2 points, expected 3/);
  await assert.rejects(changed("7 8 9 10\n", ""), /after 2 points, expected 3/);
  await assert.rejects(changed("7 8 9 10", "7 8 9"), /point 2 has 3 numbers, expected 4/);
  await assert.rejects(changed("7 8", "7 eight"), /point 2: y is "eight", expected a number/);
  await assert.rejects(all(new TextEncoder().encode("FIELDS x\n"), 4), /ends within its head/);
  await assert.rejects(all(new Uint8Array(0), 4), /ends within its head/);
});

const FRAME = "../shared/data/ouster/OS-1-32-G_scan0.pcd.gz";

Deno.test({
  name: "a real Ouster frame is read as its head says (needs ../shared/data)",
  ignore: await Deno.stat(FRAME).then(() => false, () => true),
  fn: async () => {
    const file = await Deno.open(FRAME);
    const stream = file.readable.pipeThrough(new DecompressionStream("gzip"));
    let points = 0, far = 0, height = 0;
    for await (const chunk of readPcd(stream)) {
      points += chunk.width;
      const xyz = coordinatesOf(chunk);
      for (let i = 0; i < chunk.width; i++) {
        far = Math.max(far, Math.abs(xyz[3 * i]!));
        height += xyz[3 * i + 2]!;
      }
    }
    // As Python's struct reads the same bytes.
    assert.deepEqual([points, far], [27310, 204.14805603027344]);
    assert.ok(Math.abs(height / points + 0.07240501588118599) < 1e-9);
  },
});
