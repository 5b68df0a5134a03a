import assert from "#assert";
import { Opcode } from "@mcap/core";
import { crc32 } from "#compress";
import {
  checksum,
  FRAME,
  type Frame,
  FrameWalker,
  isMagic,
  MAGIC_SIZE,
  parseRecord,
  readRecord,
  readU64,
  recordName,
  viewOf,
} from "../../../../runtime/bag/mcap/records.ts";
import { memorySource } from "../../../../runtime/bag/source.ts";
import { sampleMcap } from "../samples.ts";

const BYTES = sampleMcap(25);
const SOURCE = memorySource("m", BYTES);

function frames(): Frame[] {
  const walker = new FrameWalker(SOURCE, MAGIC_SIZE);
  const found: Frame[] = [];
  for (let frame = walker.next(); frame !== undefined; frame = walker.next()) found.push(frame);
  return found;
}

Deno.test("FrameWalker finds every record of a file", () => {
  const opcodes = frames().map(({ opcode }) => opcode);
  assert.equal(opcodes[0], Opcode.HEADER);
  assert.equal(opcodes.at(-1), Opcode.FOOTER);
  assert.equal(opcodes.filter((opcode) => opcode === Opcode.CHUNK).length, 3);
});

Deno.test("parseRecord() parses each of them alone, readRecord() from the file", () => {
  for (const frame of frames()) {
    const bytes = BYTES.subarray(frame.offset, frame.offset + FRAME + frame.length);
    const record = parseRecord(bytes);
    assert.notEqual(record.type, "Unknown");
    assert.deepEqual(readRecord(SOURCE, frame), record);
    assert.throws(() => parseRecord(bytes.subarray(0, bytes.length - 1)));
  }
  assert.throws(() => readRecord(SOURCE, { opcode: 1, offset: 0, length: 2 ** 40 }), /bytes/);
});

Deno.test("peek() shows the beginning of a record", () => {
  const walker = new FrameWalker(SOURCE, MAGIC_SIZE);
  const frame = walker.next()!;
  assert.equal(walker.peek(frame, 4).getUint32(0, true), "ros2".length);
});

Deno.test("small things: magic, u64, names, checksum", () => {
  assert.ok(isMagic(BYTES.subarray(0, 8)) && isMagic(BYTES.subarray(-8)));
  assert.ok(!isMagic(BYTES.subarray(0, 7)) && !isMagic(BYTES.subarray(1, 9)));
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, 123_456_789_012_345n, true);
  assert.equal(readU64(view, 0), 123_456_789_012_345);
  assert.equal(viewOf(BYTES.subarray(3, 9)).byteLength, 6);
  assert.equal(recordName(Opcode.CHUNK), "a chunk");
  assert.match(recordName(200), /200/);
  assert.equal(checksum(SOURCE, 100), crc32(BYTES.subarray(0, 100)));
});
