/** From the bytes of a chunk, or of a run of records outside chunks, to messages. */
import { Opcode } from "@mcap/core";
import { crc32 } from "#compress";
import { type ChannelMessage, LogChannel } from "../channel.ts";
import { type ByteSource, reasonOf } from "../source.ts";
import { sinceEpoch, type SplitTime } from "../stamps.ts";
import { unpack, unpackPart } from "./compression.ts";
import { FRAME, type Frame, MESSAGE_PREFIX, readU64, viewOf } from "./records.ts";

/** A chunk record's header, and where its packed records begin. */
export interface ChunkHeader {
  readonly start: bigint;
  readonly end: bigint;
  readonly size: number;
  readonly crc: number;
  readonly compression: string;
  readonly packedAt: number;
  readonly packedSize: number;
}

/** Bytes of the content before the compression's name. */
const FIXED = 8 + 8 + 8 + 4 + 4;
/** Enough of a chunk's content to hold its header. */
const CHUNK_HEADER_LIMIT = 256;

/** The header of a chunk from the first bytes of its content; undefined if they don't hold it. */
export function parseChunkHeader(content: Uint8Array): ChunkHeader | undefined {
  if (content.length < FIXED) return undefined;
  const view = viewOf(content);
  const nameSize = view.getUint32(28, true);
  const packedAt = FIXED + nameSize + 8;
  if (packedAt > content.length) return undefined;
  return {
    start: view.getBigUint64(0, true),
    end: view.getBigUint64(8, true),
    size: readU64(view, 16),
    crc: view.getUint32(24, true),
    compression: new TextDecoder().decode(content.subarray(FIXED, FIXED + nameSize)),
    packedAt,
    packedSize: readU64(view, FIXED + nameSize),
  };
}

/** The header of a chunk, of which the end may be missing. */
export function readChunkHeader(source: ByteSource, frame: Frame): ChunkHeader | undefined {
  const there = source.size - frame.offset - FRAME;
  const length = Math.min(CHUNK_HEADER_LIMIT, frame.length, there);
  return parseChunkHeader(source.read(frame.offset + FRAME, length));
}

/** The records of a chunk, from its content. @throws {Error} damaged */
export function unpackChunk(content: Uint8Array): Uint8Array {
  const header = parseChunkHeader(content);
  if (header === undefined || header.packedAt + header.packedSize > content.length) {
    throw new Error("the chunk is shorter than it says");
  }
  const { packedAt, packedSize } = header;
  const packed = content.subarray(packedAt, packedAt + packedSize);
  const bytes = unpack(header.compression, packed, header.size);
  if (header.crc !== 0 && crc32(bytes) !== header.crc) throw new Error("its CRC is wrong");
  return bytes;
}

/** What a cut chunk still holds: whole records come first. */
export function unpackCutChunk(content: Uint8Array): Uint8Array {
  const header = parseChunkHeader(content);
  if (header === undefined) return new Uint8Array();
  return unpackPart(header.compression, content.subarray(header.packedAt), header.size);
}

/** Calls `see` for every whole record with its content's place; returns where they end. */
export function eachRecord(
  bytes: Uint8Array,
  see: (opcode: number, at: number, length: number) => void,
): number {
  const view = viewOf(bytes);
  let at = 0;
  while (at + FRAME <= bytes.length) {
    const length = readU64(view, at + 1);
    if (at + FRAME + length > bytes.length) break;
    see(bytes[at] ?? 0, at + FRAME, length);
    at += FRAME + length;
  }
  return at;
}

/** What reading messages needs to know. */
export interface MessageContext {
  readonly channels: ReadonlyMap<number, LogChannel>;
  readonly epoch: SplitTime;
  readonly topics: ReadonlySet<string> | undefined;
  /** Unpacks a single message (rosbag2's compression mode MESSAGE). */
  readonly unwrap: ((data: Uint8Array) => Uint8Array) | undefined;
  /** Says a finding about the place being read. */
  warn(text: string): void;
}

/** The messages of unpacked records in order of (log time, place), views into `bytes`. */
export function readMessages(bytes: Uint8Array, context: MessageContext): ChannelMessage[] {
  const view = viewOf(bytes);
  const messages: ChannelMessage[] = [];
  let strays = 0;
  let latest = -Infinity;
  let sorted = true;
  eachRecord(bytes, (opcode, at, length) => {
    if (opcode !== Opcode.MESSAGE) return;
    const channel = length < MESSAGE_PREFIX
      ? undefined
      : context.channels.get(view.getUint16(at, true));
    if (channel === undefined) {
      strays++;
      return;
    }
    if (channel.unreadable !== undefined) return;
    if (context.topics !== undefined && !context.topics.has(channel.topic)) return;
    const low = view.getUint32(at + 6, true);
    const time = sinceEpoch(view.getUint32(at + 10, true), low, context.epoch, channel.topic);
    const data = unwrapped(bytes.subarray(at + MESSAGE_PREFIX, at + length), context);
    if (data === undefined) return;
    sorted &&= time >= latest;
    latest = time;
    messages.push({
      topic: channel.topic,
      type: channel.type,
      at: time,
      data,
      channel,
    });
  });
  if (strays > 0) context.warn(`${strays} messages belong to no known channel: skipped`);
  return sorted ? messages : messages.sort((a, b) => a.at - b.at);
}

function unwrapped(data: Uint8Array, context: MessageContext): Uint8Array | undefined {
  if (context.unwrap === undefined) return data;
  try {
    return context.unwrap(data);
  } catch (cause) {
    context.warn(`a message can't be unpacked (${reasonOf(cause)}): skipped`);
    return undefined;
  }
}
