import assert from "#assert";
import fc from "fast-check";
import wasmLz4 from "@foxglove/wasm-lz4";
import { unpackLz4 } from "../../../../runtime/bag/mcap/lz4.ts";

const peer = wasmLz4 as unknown as {
  (packed: Uint8Array, size: number): Uint8Array;
  isLoaded: Promise<unknown>;
};

/** A frame around blocks; block contents are given whole. */
function frame(blocks: readonly Uint8Array[], { stored = false, checksums = false } = {}) {
  const u32 = (value: number) => [value, value >>> 8, value >>> 16, value >>> 24];
  const out = [...u32(0x184d2204), 0x40 | (checksums ? 0x14 : 0), 0x40, 0];
  for (const block of blocks) {
    out.push(...u32((block.length | (stored ? 0x80000000 : 0)) >>> 0), ...block);
    if (checksums) out.push(1, 2, 3, 4);
  }
  out.push(0, 0, 0, 0);
  if (checksums) out.push(1, 2, 3, 4);
  return Uint8Array.from(out);
}

/** Packs greedily, with matches of any distance: correct lz4, if not the best. */
function packBlock(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  const length = (value: number) => {
    for (; value >= 255; value -= 255) out.push(255);
    out.push(value);
  };
  let literals = 0;
  let at = 0;
  const emit = (match: number, distance: number) => {
    const extra = match - 4;
    out.push(Math.min(literals, 15) << 4 | (match > 0 ? Math.min(extra, 15) : 0));
    if (literals >= 15) length(literals - 15);
    out.push(...bytes.subarray(at - literals, at));
    if (match > 0) {
      out.push(distance & 255, distance >> 8);
      if (extra >= 15) length(extra - 15);
    }
    literals = 0;
  };
  while (at < bytes.length) {
    let [best, from] = [0, 0];
    for (let i = Math.max(0, at - 300); i < at; i++) {
      let n = 0;
      while (at + n < bytes.length - 5 && bytes[i + n] === bytes[at + n]) n++;
      if (n > best) [best, from] = [n, i];
    }
    if (best >= 4 && at < bytes.length - 12) {
      emit(best, at - from);
      at += best;
    } else {
      at++;
      literals++;
    }
  }
  emit(0, 0);
  return Uint8Array.from(out);
}

const runs = fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 60 })), { maxLength: 30 })
  .map((list) => Uint8Array.from(list.flatMap(([byte, n]) => Array(n).fill(byte))));

Deno.test("unpackLz4() gives what was packed, as the peer does", async () => {
  await peer.isLoaded;
  fc.assert(fc.property(fc.oneof(runs, fc.uint8Array({ maxLength: 400 })), (bytes) => {
    for (const packed of [frame([packBlock(bytes)]), frame([bytes], { stored: true })]) {
      if (bytes.length === 0) return;
      const { bytes: unpacked, damage } = unpackLz4(packed, bytes.length);
      assert.equal(damage, undefined);
      assert.deepEqual(unpacked, bytes);
      packed[6] = HEADER_CHECKSUM; // the peer looks at it
      assert.deepEqual(new Uint8Array(peer(packed, bytes.length)), bytes);
    }
  }));
});

/** (xxh32 of the two bytes 40 40, seed 0) >> 8 & 255. */
const HEADER_CHECKSUM = 0xc0;

Deno.test("unpackLz4() skips checksums and frames to be skipped, and joins frames", () => {
  const text = new TextEncoder().encode("hello hello hello hello hello");
  const one = frame([packBlock(text)], { checksums: true });
  const skip = Uint8Array.from([0x53, 0x2a, 0x4d, 0x18, 3, 0, 0, 0, 9, 9, 9]);
  const all = Uint8Array.from([...skip, ...one, ...one]);
  const { bytes, damage } = unpackLz4(all, text.length * 2);
  assert.equal(damage, undefined);
  assert.deepEqual(bytes, Uint8Array.from([...text, ...text]));
});

Deno.test("unpackLz4() gives a beginning of cut data, never more than was asked for", () => {
  fc.assert(fc.property(runs, fc.nat(200), fc.nat(300), (bytes, cut, size) => {
    const packed = frame([packBlock(bytes)]);
    const part = unpackLz4(packed.subarray(0, Math.min(cut, packed.length - 1)), bytes.length);
    if (cut > 0) assert.notEqual(part.damage, undefined);
    assert.deepEqual(part.bytes, bytes.subarray(0, part.bytes.length));
    assert.ok(unpackLz4(packed, size).bytes.length <= size);
  }));
});

Deno.test("unpackLz4() survives any bytes", () => {
  const header = frame([]).subarray(0, 7);
  fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
    unpackLz4(bytes, 1000);
    unpackLz4(Uint8Array.from([...header, ...bytes]), 1000);
    unpackLz4(frame([bytes]), 1000);
  }));
});
