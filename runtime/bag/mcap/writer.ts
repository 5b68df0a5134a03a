/**
 * Writes MCAP with indexes, synchronously, from `@mcap/core`'s record and chunk builders. (Its
 * McapWriter awaits every message, and so can't be closed in a signal handler.)
 *
 * The bytes depend on the calls alone: no wall time, no library version, fixed chunk rule.
 *
 * @see https://mcap.dev/spec
 */
import { McapChunkBuilder, McapRecordBuilder, Opcode } from "@mcap/core";
import type { McapTypes } from "@mcap/core";
import { crc32 } from "#compress";
import type { Sink } from "../log.ts";
import { pack } from "./compression.ts";

/** A chunk is closed when it holds this many bytes, */
const CHUNK_SIZE = 1024 * 1024;
/** or when log time has moved on by this much since it was begun: what a crash can cost. */
const CHUNK_NS = 1_000_000_000n;

/** A channel to write, with its definition. */
export interface ChannelSpec {
  readonly topic: string;
  readonly type: string;
  /** ros2msg text. */
  readonly definition: string;
  readonly metadata: ReadonlyMap<string, string>;
}

/** One MCAP file in the making; messages are CDR with ros2msg definitions. */
export class McapFile {
  readonly #sink: Sink;
  readonly #records = new McapRecordBuilder();
  readonly #chunk = new McapChunkBuilder({ useMessageIndex: true });
  readonly #schemas: McapTypes.Schema[] = [];
  readonly #channels: McapTypes.Channel[] = [];
  readonly #begun = new Set<number>();
  readonly #begunSchemas = new Set<number>();
  readonly #sequences: number[] = [];
  readonly #chunkIndexes: McapTypes.ChunkIndex[] = [];
  readonly #metadataIndexes: McapTypes.MetadataIndex[] = [];
  #position = 0;
  #crc = 0;
  #start = 0n;
  #end = 0n;
  #messages = 0;

  /** Writes the header at once. */
  constructor(sink: Sink, library: string) {
    this.#sink = sink;
    this.#records.writeMagic();
    this.#records.writeHeader({ profile: "ros2", library });
    this.#emit();
  }

  /** Bytes written so far. */
  get position(): number {
    return this.#position;
  }

  get messageCount(): number {
    return this.#messages;
  }

  /** Writes a metadata record, its keys sorted. */
  addMetadata(name: string, entries: Readonly<Record<string, string>>): void {
    const offset = BigInt(this.#position);
    const metadata = new Map(Object.keys(entries).sort().map((key) => [key, entries[key] ?? ""]));
    const length = this.#records.writeMetadata({ name, metadata });
    this.#emit();
    this.#metadataIndexes.push({ name, offset, length });
  }

  /** Declares a channel; its records are written with its first message. */
  addChannel(spec: ChannelSpec): number {
    let schema = this.#schemas.find(({ name }) => name === spec.type);
    if (schema === undefined) {
      schema = {
        id: this.#schemas.length + 1,
        name: spec.type,
        encoding: "ros2msg",
        data: new TextEncoder().encode(spec.definition),
      };
      this.#schemas.push(schema);
    }
    const id = this.#channels.length + 1;
    this.#channels.push({
      id,
      schemaId: schema.id,
      topic: spec.topic,
      messageEncoding: "cdr",
      metadata: new Map(spec.metadata),
    });
    this.#sequences.push(0);
    return id;
  }

  /** Appends a message; `at` is its log and publish time. */
  addMessage(channelId: number, at: bigint, data: Uint8Array): void {
    const chunk = this.#chunk;
    if (chunk.numMessages > 0 && at - chunk.messageStartTime >= CHUNK_NS) this.flush();
    if (!this.#begun.has(channelId)) this.#begin(channelId);
    const sequence = this.#sequences[channelId - 1] ?? 0;
    this.#sequences[channelId - 1] = sequence + 1;
    chunk.addMessage({ channelId, sequence, logTime: at, publishTime: at, data });
    if (this.#messages === 0 || at < this.#start) this.#start = at;
    if (this.#messages === 0 || at > this.#end) this.#end = at;
    this.#messages++;
    if (chunk.byteLength >= CHUNK_SIZE) this.flush();
  }

  /** Writes the open chunk, if it holds anything, and its message indexes. */
  flush(): void {
    const chunk = this.#chunk;
    if (chunk.byteLength === 0) return;
    const plain = chunk.buffer;
    const packed = pack(plain);
    const chunkStartOffset = BigInt(this.#position);
    const { messageStartTime, messageEndTime } = chunk;
    const chunkLength = this.#records.writeChunk({
      messageStartTime,
      messageEndTime,
      uncompressedSize: BigInt(plain.length),
      uncompressedCrc: crc32(plain),
      compression: "zstd",
      records: packed,
    });
    this.#emit();

    const messageIndexOffsets = new Map<number, bigint>();
    const indexStart = this.#position;
    for (const index of chunk.indices) {
      if (index.records.length === 0) continue;
      messageIndexOffsets.set(index.channelId, BigInt(this.#position));
      this.#records.writeMessageIndex(index);
      this.#emit();
    }
    this.#chunkIndexes.push({
      messageStartTime,
      messageEndTime,
      chunkStartOffset,
      chunkLength,
      messageIndexOffsets,
      messageIndexLength: BigInt(this.#position - indexStart),
      compression: "zstd",
      compressedSize: BigInt(packed.length),
      uncompressedSize: BigInt(plain.length),
    });
    chunk.reset();
  }

  /** Writes the open chunk, the summary and the footer. */
  end(): void {
    for (const { id } of this.#channels) if (!this.#begun.has(id)) this.#begin(id);
    this.flush();
    this.#records.writeDataEnd({ dataSectionCrc: this.#crc });
    this.#emit();

    this.#crc = 0;
    const summaryStart = BigInt(this.#position);
    const groups = this.#writeSummary();
    const summaryOffsetStart = BigInt(this.#position);
    for (const group of groups) this.#records.writeSummaryOffset(group);
    this.#emit();

    const start = new DataView(new ArrayBuffer(25));
    start.setUint8(0, Opcode.FOOTER);
    start.setBigUint64(1, 20n, true);
    start.setBigUint64(9, summaryStart, true);
    start.setBigUint64(17, summaryOffsetStart, true);
    const summaryCrc = crc32(new Uint8Array(start.buffer), this.#crc);
    this.#records.writeFooter({ summaryStart, summaryOffsetStart, summaryCrc });
    this.#records.writeMagic();
    this.#emit();
  }

  /** Writes a channel into the open chunk, after its schema if that is new. */
  #begin(id: number): void {
    const channel = this.#channels[id - 1];
    if (channel === undefined) throw new RangeError(`there is no channel ${id}`);
    const schema = this.#schemas.find(({ id }) => id === channel.schemaId);
    if (schema !== undefined && !this.#begunSchemas.has(schema.id)) {
      this.#chunk.addSchema(schema);
      this.#begunSchemas.add(schema.id);
    }
    this.#chunk.addChannel(channel);
    this.#begun.add(id);
  }

  #writeSummary(): McapTypes.SummaryOffset[] {
    const groups: McapTypes.SummaryOffset[] = [];
    const group = (groupOpcode: number, write: () => void) => {
      const groupStart = BigInt(this.#position);
      write();
      this.#emit();
      const groupLength = BigInt(this.#position) - groupStart;
      if (groupLength > 0n) groups.push({ groupOpcode, groupStart, groupLength });
    };
    const records = this.#records;
    group(Opcode.SCHEMA, () => this.#schemas.forEach((schema) => records.writeSchema(schema)));
    group(Opcode.CHANNEL, () => this.#channels.forEach((channel) => records.writeChannel(channel)));
    group(Opcode.STATISTICS, () => records.writeStatistics(this.#statistics()));
    group(
      Opcode.METADATA_INDEX,
      () => this.#metadataIndexes.forEach((index) => records.writeMetadataIndex(index)),
    );
    group(
      Opcode.CHUNK_INDEX,
      () => this.#chunkIndexes.forEach((index) => records.writeChunkIndex(index)),
    );
    return groups;
  }

  #statistics(): McapTypes.Statistics {
    return {
      messageCount: BigInt(this.#messages),
      schemaCount: this.#schemas.length,
      channelCount: this.#channels.length,
      attachmentCount: 0,
      metadataCount: this.#metadataIndexes.length,
      chunkCount: this.#chunkIndexes.length,
      messageStartTime: this.#start,
      messageEndTime: this.#end,
      channelMessageCounts: new Map(this.#sequences.map((count, id) => [id + 1, BigInt(count)])),
    };
  }

  /** Hands what the record builder holds to the sink. */
  #emit(): void {
    if (this.#records.length === 0) return;
    const bytes = this.#records.buffer;
    this.#records.reset();
    this.#crc = crc32(bytes, this.#crc);
    this.#position += bytes.length;
    this.#sink.write(bytes);
  }
}
