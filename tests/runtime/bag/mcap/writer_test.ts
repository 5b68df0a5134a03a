import assert from "#assert";
import { McapIndexedReader, McapStreamReader } from "@mcap/core";
import { zstdDecompressSync } from "#compress";
import { MemorySink, sampleMcap } from "../samples.ts";
import { McapFile } from "../../../../runtime/bag/mcap/writer.ts";

const decompressHandlers = { zstd: (bytes: Uint8Array) => zstdDecompressSync(bytes) };

function readable(bytes: Uint8Array) {
  return {
    size: () => Promise.resolve(BigInt(bytes.length)),
    read: (offset: bigint, size: bigint) =>
      Promise.resolve(bytes.slice(Number(offset), Number(offset + size))),
  };
}

Deno.test("@mcap/core reads what McapFile writes, by index and as a stream, with all CRCs", async () => {
  const bytes = sampleMcap(100, { metadata: { seed: "1" } });
  const reader = await McapIndexedReader.Initialize({
    readable: readable(bytes),
    decompressHandlers,
  });
  let count = 0;
  for await (const message of reader.readMessages({ validateCrcs: true })) {
    assert.equal(message.logTime, 1_000_000_000n + BigInt(count) * 100_000_000n);
    assert.equal(message.publishTime, message.logTime);
    count++;
  }
  assert.equal(count, 100);
  assert.equal(reader.header.profile, "ros2");
  assert.equal(reader.header.library, "dryrun");
  assert.equal(reader.statistics?.messageCount, 100n);
  assert.equal(reader.statistics?.chunkCount, 10);
  assert.deepEqual(reader.statistics?.channelMessageCounts, new Map([[1, 75n], [2, 25n]]));
  const names = [];
  for await (const { name } of reader.readMetadata()) names.push(name);
  assert.deepEqual(names, ["rosbag2", "dryrun"]);

  const stream = new McapStreamReader({ decompressHandlers, validateCrcs: true });
  stream.append(bytes);
  const seen = new Map<string, number>();
  for (let record = stream.nextRecord(); record; record = stream.nextRecord()) {
    seen.set(record.type, (seen.get(record.type) ?? 0) + 1);
  }
  assert.ok(stream.done());
  assert.equal(seen.get("Message"), 100);
  assert.equal(seen.get("Schema"), 4, "each in a chunk and in the summary");
});

Deno.test("McapFile closes a chunk when it is large", () => {
  const sink = new MemorySink();
  const file = new McapFile(sink, "test");
  const channel = file.addChannel({
    topic: "/big",
    type: "std_msgs/msg/String",
    definition: "string data\n",
    metadata: new Map(),
  });
  const before = file.position;
  const data = new Uint8Array(600_000);
  file.addMessage(channel, 0n, data);
  assert.equal(file.position, before);
  file.addMessage(channel, 1n, data);
  assert.ok(file.position > before, "over 1 MiB: written");
  assert.equal(file.messageCount, 2);
});

Deno.test("McapFile refuses a channel that was not declared", () => {
  const file = new McapFile(new MemorySink(), "test");
  assert.throws(() => file.addMessage(1, 0n, new Uint8Array()), RangeError);
});
