/** Every message of the real logs: read as foxglove reads it, written again byte for byte (padding apart). */
import assert from "#assert";
import { parse } from "@foxglove/rosmsg";
import { MessageReader } from "@foxglove/rosmsg2-serialization";
import loadLz4 from "@foxglove/wasm-lz4";
import { McapStreamReader } from "@mcap/core";
import { zstdDecompressSync } from "#compress";
import { type Codec, codecFrom, codecOf } from "../../msgs/cdr.ts";
import { TYPE_NAMES } from "../../msgs/types.ts";

const DATA = new URL("../../../shared/data/", import.meta.url);
const LOGS = [
  "rosbags/talker/talker.mcap",
  "rosbags/cdr_test/cdr_test_0.mcap",
  "jackal_gazebo/jackal_gazebo.mcap",
  "mustang_vehicle_xsens/mustang_vehicle_xsens.mcap",
];

type Recorded = { topic: string; type: string; definition: string; data: Uint8Array };

await loadLz4.isLoaded;

function* messagesOf(path: URL): Generator<Recorded> {
  const reader = new McapStreamReader({
    validateCrcs: true,
    decompressHandlers: {
      lz4: (buffer, size) => loadLz4(buffer, Number(size)),
      zstd: (buffer) => new Uint8Array(zstdDecompressSync(buffer)),
    },
  });
  reader.append(Deno.readFileSync(path));
  const schemas = new Map<number, { name: string; text: string }>();
  const channels = new Map<number, { topic: string; schema: number; encoding: string }>();
  for (let record = reader.nextRecord(); record !== undefined; record = reader.nextRecord()) {
    if (record.type === "Schema") {
      schemas.set(record.id, { name: record.name, text: new TextDecoder().decode(record.data) });
    } else if (record.type === "Channel") {
      const { topic, schemaId, messageEncoding } = record;
      channels.set(record.id, { topic, schema: schemaId, encoding: messageEncoding });
    } else if (record.type === "Message") {
      const channel = channels.get(record.channelId);
      const schema = schemas.get(channel?.schema ?? -1);
      if (channel === undefined || schema === undefined || channel.encoding !== "cdr") continue;
      const { topic } = channel;
      yield { topic, type: schema.name, definition: schema.text, data: record.data };
    }
  }
}

type Readers = { foreign: Codec; known: Codec | undefined; peer: MessageReader };

function readersOf({ type, definition }: Recorded): Readers {
  const name = TYPE_NAMES.find((known) => known === type);
  return {
    foreign: codecFrom(type, definition),
    known: name === undefined ? undefined : codecOf(name) as Codec,
    peer: new MessageReader(parse(definition, { ros2: true })),
  };
}

/**
 * Byte for byte, but for padding: some writers leave up to 3 bytes behind a message, and DDS
 * leaves in its padding what was in memory, where we write zero.
 */
function sameBytes(written: Uint8Array, recorded: Uint8Array, where: string): number {
  const behind = recorded.length - written.length;
  assert.ok(behind >= 0 && behind < 4, `${where}: ${recorded.length} bytes recorded`);
  let padding = 0;
  written.forEach((byte, at) => {
    if (byte === recorded[at]) return;
    assert.equal(byte, 0, `${where}, byte ${at}: ${byte} written, ${recorded[at]} recorded`);
    padding++;
  });
  return padding;
}

for (const log of LOGS) {
  const path = new URL(log, DATA);
  let there = true;
  try {
    Deno.statSync(path);
  } catch {
    there = false;
  }
  const name = `recorded bytes: ${log}${there ? "" : " (skipped: ../shared/data is absent)"}`;
  Deno.test({ name, ignore: !there }, () => {
    const readers = new Map<string, Readers>();
    let count = 0;
    for (const message of messagesOf(path)) {
      const where = `${message.topic} message ${count++}`;
      const all = readers.get(message.type) ?? readersOf(message);
      readers.set(message.type, all);
      const read = all.foreign.decode(message.data);
      assert.deepEqual(read, all.peer.readMessage(message.data), where);
      const written = all.foreign.encode(read);
      const padding = sameBytes(written, message.data, where);
      // Bytes that differ are padding if the peer's reader does not see them.
      if (padding > 0) assert.deepEqual(all.peer.readMessage(written), read, where);
      if (all.known === undefined) continue;
      assert.deepEqual(all.known.decode(message.data), read, where);
      assert.deepEqual(all.known.encode(read), written, where);
    }
    assert.ok(count > 0, `${log} has no message`);
  });
}
