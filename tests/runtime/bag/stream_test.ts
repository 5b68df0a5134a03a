import assert from "#assert";
import { gzipSync, zstdCompressSync } from "#compress";
import { memorySource } from "../../../runtime/bag/source.ts";
import { type Packing, streamBytes } from "../../../runtime/bag/stream.ts";

/** More than a window, and little compressible. */
const BYTES = Uint8Array.from({ length: 900_000 }, (_, i) => Math.imul(i, 2654435761) >>> 21);

async function collect(bytes: Uint8Array, packing: Packing): Promise<Uint8Array> {
  const pieces: number[] = [];
  for await (const piece of streamBytes(memorySource("m", bytes), packing)) {
    for (const byte of piece) pieces.push(byte);
  }
  return Uint8Array.from(pieces);
}

Deno.test("streamBytes() gives what was packed", async () => {
  assert.deepEqual(await collect(BYTES, "none"), BYTES);
  assert.deepEqual(await collect(gzipSync(BYTES), "gzip"), BYTES);
  assert.deepEqual(await collect(zstdCompressSync(BYTES), "zstd"), BYTES);
  assert.equal((await collect(new Uint8Array(), "none")).length, 0);
});

Deno.test("streamBytes() gives the beginning of cut gzip, where that is allowed", async () => {
  const packed = gzipSync(BYTES);
  const half = packed.subarray(0, packed.length >> 1);
  await assert.rejects(collect(half, "gzip"), /unexpected end/);
  const saved = await collect(half, "cut gzip");
  assert.ok(saved.length > BYTES.length / 3);
  assert.deepEqual(saved, BYTES.subarray(0, saved.length));
});

Deno.test("streamBytes() refuses damage, and may be left early", async () => {
  await assert.rejects(collect(BYTES, "gzip"));
  for await (const piece of streamBytes(memorySource("m", gzipSync(BYTES)), "gzip")) {
    assert.ok(piece.length > 0);
    break;
  }
});
