import assert from "#assert";
import { McapChunkBuilder, McapRecordBuilder } from "@mcap/core";
import { crc32 } from "#compress";
import { LogChannel } from "../../../../runtime/bag/channel.ts";
import {
  eachRecord,
  type MessageContext,
  parseChunkHeader,
  readChunkHeader,
  readMessages,
  unpackChunk,
  unpackCutChunk,
} from "../../../../runtime/bag/mcap/chunk.ts";
import { pack } from "../../../../runtime/bag/mcap/compression.ts";
import { FRAME } from "../../../../runtime/bag/mcap/records.ts";
import { memorySource } from "../../../../runtime/bag/source.ts";
import { splitTime } from "../../../../runtime/bag/stamps.ts";

const CHANNEL = new LogChannel({
  topic: "/s",
  type: "std_msgs/msg/String",
  encoding: "cdr",
  definitionEncoding: "",
  definition: "",
  qos: undefined,
});

/** Records with messages of these log times; the data are their number. */
function records(times: readonly number[], channelId = 1): Uint8Array {
  const builder = new McapChunkBuilder({ useMessageIndex: false });
  times.forEach((at, i) =>
    builder.addMessage({
      channelId,
      sequence: i,
      logTime: BigInt(at),
      publishTime: 0n,
      data: new Uint8Array([i]),
    })
  );
  return builder.buffer.slice();
}

/** A chunk record's content. */
function content(plain: Uint8Array, crc = crc32(plain)): Uint8Array {
  const builder = new McapRecordBuilder();
  builder.writeChunk({
    messageStartTime: 5n,
    messageEndTime: 9n,
    uncompressedSize: BigInt(plain.length),
    uncompressedCrc: crc,
    compression: "zstd",
    records: pack(plain),
  });
  return builder.buffer.slice(FRAME);
}

function context(change: Partial<MessageContext> = {}): MessageContext & { said: string[] } {
  const said: string[] = [];
  return {
    channels: new Map([[1, CHANNEL]]),
    epoch: splitTime(0n),
    topics: undefined,
    unwrap: undefined,
    warn: (text) => said.push(text),
    said,
    ...change,
  };
}

Deno.test("a chunk's header and its records come out of its content", () => {
  const plain = records([5, 9]);
  const bytes = content(plain);
  const header = parseChunkHeader(bytes);
  assert.deepEqual([header?.start, header?.end, header?.size, header?.compression], [
    5n,
    9n,
    plain.length,
    "zstd",
  ]);
  const file = Uint8Array.from([...new Uint8Array(FRAME), ...bytes]);
  const frame = { opcode: 6, offset: 0, length: bytes.length };
  assert.deepEqual(readChunkHeader(memorySource("m", file), frame), header);
  assert.deepEqual(new Uint8Array(unpackChunk(bytes)), plain);
  assert.deepEqual(new Uint8Array(unpackChunk(content(plain, 0))), plain, "a CRC of 0 is none");
});

Deno.test("unpackChunk() refuses a wrong CRC and a cut chunk", () => {
  const plain = records([5, 9]);
  assert.throws(() => unpackChunk(content(plain, 1)), /CRC/);
  const bytes = content(plain);
  for (let cut = 0; cut < bytes.length; cut++) {
    assert.throws(() => unpackChunk(bytes.subarray(0, cut)));
    const saved = unpackCutChunk(bytes.subarray(0, cut));
    assert.deepEqual(new Uint8Array(saved), plain.subarray(0, saved.length));
  }
});

Deno.test("eachRecord() stops before a record that is not whole", () => {
  const plain = records([1, 2, 3]);
  const one = plain.length / 3;
  for (let cut = 0; cut <= plain.length; cut++) {
    let seen = 0;
    const end = eachRecord(plain.subarray(0, cut), () => seen++);
    assert.equal(seen, Math.floor(cut / one));
    assert.equal(end, seen * one);
  }
});

Deno.test("readMessages() sorts by log time and keeps the order of equal ones", () => {
  const read = readMessages(records([7, 3, 7, 3, 1]), context());
  assert.deepEqual(read.map(({ at, data }) => [at, data[0]]), [[1, 4], [3, 1], [3, 3], [7, 0], [
    7,
    2,
  ]]);
});

Deno.test("readMessages() leaves out other topics and says what belongs to none", () => {
  const plain = records([1, 2]);
  assert.equal(readMessages(plain, context({ topics: new Set(["/x"]) })).length, 0);
  const stray = context();
  assert.equal(readMessages(records([1], 9), stray).length, 0);
  assert.match(stray.said.join(), /1 messages belong to no known channel/);
});

Deno.test("readMessages() unpacks single messages; one that can't be is skipped", () => {
  const unwrap = (data: Uint8Array) => {
    if (data[0] === 0) throw new Error("damaged");
    return new Uint8Array([42]);
  };
  const some = context({ unwrap });
  assert.deepEqual(readMessages(records([1, 2]), some).map(({ data }) => data[0]), [42]);
  assert.match(some.said.join(), /can't be unpacked/);
});

Deno.test("readMessages() refuses a time 104 days away, with the topic", () => {
  assert.throws(() => readMessages(records([1e18]), context()), /\/s: log time 1000000000\.0+ s/);
});
