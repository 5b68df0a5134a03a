import assert from "#assert";
import fc from "fast-check";
import {
  pack,
  unpack,
  unpackMessage,
  unpackPart,
} from "../../../../runtime/bag/mcap/compression.ts";

/** Text that shrinks, of a few hundred kilobytes. */
const BYTES = new TextEncoder().encode(
  Array.from({ length: 30_000 }, (_, i) => `row ${Math.imul(i, 2654435761) >>> 8};`).join(""),
);

Deno.test("unpack() gives what pack() took", () => {
  fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => {
    assert.deepEqual(new Uint8Array(unpack("zstd", pack(bytes), bytes.length)), bytes);
  }));
  assert.deepEqual(new Uint8Array(unpackMessage(pack(BYTES))), BYTES);
});

Deno.test("unpack() refuses another size, an unknown name and absurd sizes", () => {
  const packed = pack(BYTES);
  assert.throws(() => unpack("zstd", packed, BYTES.length - 1));
  assert.throws(() => unpack("zstd", packed, BYTES.length + 1), /unpacks to/);
  assert.throws(() => unpack("zstd", packed, 2 ** 40), /in one chunk/);
  assert.throws(() => unpack("lz4", packed, 2 ** 30), /shorter than possible/);
  assert.throws(() => unpack("", BYTES, 3), /unpacks to/);
  assert.throws(() => unpack("bz2", packed, 3), /compression "bz2", expected zstd, lz4 or none/);
  assert.throws(() => unpack("zstd", BYTES, 100));
});

Deno.test("unpackPart() gives a beginning of what a cut chunk held", () => {
  const packed = pack(BYTES);
  const part = unpackPart("zstd", packed.subarray(0, packed.length * 0.9), BYTES.length);
  assert.ok(part.length > 0);
  assert.deepEqual(new Uint8Array(part), BYTES.subarray(0, part.length));
  assert.deepEqual(unpackPart("", BYTES.subarray(0, 99), BYTES.length), BYTES.subarray(0, 99));
  assert.equal(unpackPart("bz2", packed, 10).length, 0);
  assert.equal(unpackPart("zstd", BYTES, 10).length, 0);
});
