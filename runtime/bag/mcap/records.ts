/**
 * MCAP's framing: a record is an opcode, a u64 length and that many bytes. Messages are parsed
 * here, because they are the hot path; all other records by `@mcap/core`.
 *
 * @see https://mcap.dev/spec
 */
import { crc32 } from "#compress";
import { MCAP_MAGIC, McapStreamReader, Opcode } from "@mcap/core";
import type { McapTypes } from "@mcap/core";
import type { ByteSource } from "../source.ts";

/** A parsed record with its `type`. */
export type McapRecord = McapTypes.TypedMcapRecord;

/** Bytes of the magic at both ends of a file. */
export const MAGIC_SIZE: number = MCAP_MAGIC.length;
/** Bytes of a record before its content. */
export const FRAME = 9;
/** Bytes of a message's content before its data: channel u16, sequence u32, two times u64. */
export const MESSAGE_PREFIX = 22;
/** No record that is not a chunk, message or attachment is larger: it would be damage. */
const SMALL_RECORD = 64 * 1024 * 1024;

/** Where a record lies; `length` is that of its content. */
export interface Frame {
  readonly opcode: number;
  readonly offset: number;
  readonly length: number;
}

/** True where the eight bytes are MCAP's. */
export function isMagic(bytes: Uint8Array): boolean {
  return bytes.length === MAGIC_SIZE && MCAP_MAGIC.every((byte, i) => byte === bytes[i]);
}

/** A u64 as number; anything above 2^53 stays far above every file's size. */
export function readU64(view: DataView, at: number): number {
  return view.getUint32(at + 4, true) * 4294967296 + view.getUint32(at, true);
}

/** A view on bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/**
 * Parses one whole record, frame included. A chunk's content is not unpacked.
 *
 * @throws {Error} bytes that are no such record
 */
export function parseRecord(bytes: Uint8Array): McapRecord {
  const reader = new McapStreamReader({
    noMagicPrefix: true,
    includeChunks: true,
    validateCrcs: false,
  });
  reader.append(bytes);
  // a footer is only given out together with the magic that must follow it
  if (bytes[0] === Opcode.FOOTER) reader.append(new Uint8Array(MCAP_MAGIC));
  const record = reader.nextRecord();
  if (record === undefined) throw new Error("the record is shorter than it says");
  return record;
}

/** Reads and parses the record of a frame. @throws {Error} damaged, or absurdly large */
export function readRecord(source: ByteSource, frame: Frame): McapRecord {
  if (frame.length > SMALL_RECORD) throw new Error(`a record of ${frame.length} bytes`);
  return parseRecord(source.read(frame.offset, FRAME + frame.length));
}

/** Walks frames from `offset` on, reading the file in windows. */
export class FrameWalker {
  readonly #source: ByteSource;
  #window: DataView = new DataView(new ArrayBuffer(0));
  #windowStart = 0;
  offset: number;

  constructor(source: ByteSource, offset: number) {
    this.#source = source;
    this.offset = offset;
  }

  /**
   * The next frame, or undefined where fewer than nine bytes are left. The content may reach
   * beyond the end of the file: the caller looks.
   */
  next(): Frame | undefined {
    if (this.offset + FRAME > this.#source.size) return undefined;
    const view = this.#at(this.offset, FRAME);
    const at = this.offset - this.#windowStart;
    const frame = {
      opcode: view.getUint8(at),
      offset: this.offset,
      length: readU64(view, at + 1),
    };
    this.offset += FRAME + frame.length;
    return frame;
  }

  /** The first `length` bytes of a frame's content as a view, for a quick look. */
  peek(frame: Frame, length: number): DataView {
    const view = this.#at(frame.offset + FRAME, length);
    const start = view.byteOffset + frame.offset + FRAME - this.#windowStart;
    return new DataView(view.buffer, start, length);
  }

  #at(offset: number, length: number): DataView {
    const inside = offset >= this.#windowStart &&
      offset + length <= this.#windowStart + this.#window.byteLength;
    if (!inside) {
      const size = Math.min(this.#source.size - offset, Math.max(length, 256 * 1024));
      this.#window = viewOf(this.#source.read(offset, size));
      this.#windowStart = offset;
    }
    return this.#window;
  }
}

const NAMES: Readonly<Record<number, string>> = {
  [Opcode.HEADER]: "the header",
  [Opcode.SCHEMA]: "a schema",
  [Opcode.CHANNEL]: "a channel",
  [Opcode.MESSAGE]: "a message",
  [Opcode.CHUNK]: "a chunk",
  [Opcode.METADATA]: "a metadata record",
};

/** What a record is called in a message. */
export function recordName(opcode: number): string {
  return NAMES[opcode] ?? `a record (opcode ${opcode})`;
}

/** Bytes per step of a checksum. */
const CRC_WINDOW = 1024 * 1024;

/** CRC-32 of the first `end` bytes. */
export function checksum(source: ByteSource, end: number): number {
  let crc = 0;
  for (let at = 0; at < end; at += CRC_WINDOW) {
    crc = crc32(source.read(at, Math.min(CRC_WINDOW, end - at)), crc);
  }
  return crc;
}
