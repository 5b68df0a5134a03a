/** The slow way into an MCAP file, for one without a (complete) summary: from front to back. */
import { Opcode } from "@mcap/core";
import type { LogChannel } from "../channel.ts";
import { type ByteSource, reasonOf } from "../source.ts";
import { secondsText } from "../stamps.ts";
import { eachRecord, readChunkHeader, unpackChunk, unpackCutChunk } from "./chunk.ts";
import { CHUNK_LIMIT } from "./compression.ts";
import {
  checksum,
  FRAME,
  type Frame,
  FrameWalker,
  isMagic,
  MAGIC_SIZE,
  MESSAGE_PREFIX,
  parseRecord,
  readRecord,
  recordName,
  viewOf,
} from "./records.ts";
import { McapTable } from "./table.ts";

/** Records outside chunks are read in runs of about this many bytes. */
const RUN_SIZE = 4 * 1024 * 1024;

/** How to scan. */
export interface ScanOptions {
  /** Compare the checksum of the whole data section, where the file has one. */
  readonly verify?: boolean;
  /** What the summary said: its channels help where the chunk that defines them is damaged. */
  readonly known?: McapTable | undefined;
}

/** A run of messages outside chunks that grows while the scan goes on. */
interface Run {
  readonly offset: number;
  end: number;
  first: bigint;
  last: bigint;
}

/**
 * Reads every record of a file and finds all whole messages. Where the file ends early or is
 * damaged, one warning says at which byte and what is lost.
 *
 * @throws {Error} not even one whole record
 */
export function scan(source: ByteSource, options: ScanOptions = {}): McapTable {
  const scanner = new Scanner(source, options);
  scanner.run();
  scanner.note();
  return scanner.table;
}

class Scanner {
  readonly table: McapTable;
  readonly #source: ByteSource;
  readonly #walker: FrameWalker;
  readonly #verify: boolean;
  #run: Run | undefined;
  #records = 0;
  #dataEnded = false;
  #lastTime: bigint | undefined;
  #previous = 0n;
  #disordered = 0;

  constructor(source: ByteSource, options: ScanOptions) {
    this.table = new McapTable(options.known);
    this.#source = source;
    this.#verify = options.verify === true;
    this.#walker = new FrameWalker(source, MAGIC_SIZE);
  }

  run(): void {
    for (;;) {
      const at = this.#walker.offset;
      const frame = this.#walker.next();
      if (frame === undefined) return this.#ended(at, this.#source.size - at);
      if (frame.opcode === 0) return this.#damaged(at, "there is no record (opcode 0)");
      if (frame.offset + FRAME + frame.length > this.#source.size) return this.#cut(frame);
      if (frame.opcode === Opcode.FOOTER) return this.#footer(frame);
      try {
        this.#take(frame);
      } catch (cause) {
        this.table.sound = false;
        this.#warn(
          at,
          `${recordName(frame.opcode)} is damaged (${reasonOf(cause)}) and was skipped`,
        );
      }
      this.#records++;
    }
  }

  /** Adds what is worth knowing of the whole file. */
  note(): void {
    if (this.#disordered === 0) return;
    this.table.notes.push(
      `${this.#source.name}: ${this.#disordered} messages are stored after a later one (they are ` +
        "read in order of log time)",
    );
  }

  #take(frame: Frame): void {
    if (frame.opcode !== Opcode.MESSAGE) this.#closeRun();
    switch (frame.opcode) {
      case Opcode.SCHEMA:
      case Opcode.CHANNEL:
        this.#define(this.#source.read(frame.offset, FRAME + frame.length));
        break;
      case Opcode.MESSAGE:
        this.#message(frame);
        break;
      case Opcode.CHUNK:
        this.#chunk(frame);
        break;
      case Opcode.METADATA: {
        const record = readRecord(this.#source, frame);
        if (record.type === "Metadata") this.table.addMetadata(record);
        break;
      }
      case Opcode.DATA_END:
        this.#dataEnded = true;
        if (this.#verify) this.#checkData(frame);
    }
  }

  #checkData(frame: Frame): void {
    const record = readRecord(this.#source, frame);
    if (record.type !== "DataEnd" || record.dataSectionCrc === 0) return;
    const crc = checksum(this.#source, frame.offset);
    if (crc === record.dataSectionCrc) return;
    this.table.sound = false;
    this.#warn(frame.offset, "the checksum of all data before it is wrong");
  }

  /** What can't be parsed is left out: its messages are then reported as strays. */
  #define(bytes: Uint8Array): void {
    try {
      const record = parseRecord(bytes);
      if (record.type === "Schema") this.table.addSchema(record);
      if (record.type === "Channel") this.table.addChannel(record);
    } catch {
      this.table.sound = false;
    }
  }

  #message(frame: Frame): void {
    if (frame.length < MESSAGE_PREFIX) throw new Error("it is too short");
    const view = this.#walker.peek(frame, MESSAGE_PREFIX);
    const at = view.getBigUint64(6, true);
    this.#count(view.getUint16(0, true), at);
    const end = frame.offset + FRAME + frame.length;
    if (this.#run !== undefined && end - this.#run.offset > RUN_SIZE) this.#closeRun();
    this.#run ??= { offset: frame.offset, end, first: at, last: at };
    this.#run.end = end;
    if (at < this.#run.first) this.#run.first = at;
    if (at > this.#run.last) this.#run.last = at;
  }

  #closeRun(): void {
    if (this.#run === undefined) return;
    const { offset, end, first, last } = this.#run;
    this.table.stretches.push({
      kind: "run",
      offset,
      length: end - offset,
      start: first,
      end: last,
    });
    this.#run = undefined;
  }

  #chunk(frame: Frame): void {
    if (frame.length > CHUNK_LIMIT) throw new Error(`${frame.length} bytes in one chunk`);
    const content = this.#source.read(frame.offset + FRAME, frame.length);
    this.#indexRecords(unpackChunk(content), "chunk", frame.offset, FRAME + frame.length);
  }

  /** Takes schemas, channels and message times from unpacked records; returns the messages. */
  #indexRecords(
    bytes: Uint8Array,
    kind: "chunk" | "cut",
    offset: number,
    length: number,
  ): number {
    const view = viewOf(bytes);
    let start: bigint | undefined;
    let end: bigint | undefined;
    let messages = 0;
    eachRecord(bytes, (opcode, at, size) => {
      if (opcode === Opcode.SCHEMA || opcode === Opcode.CHANNEL) {
        this.#define(bytes.subarray(at - FRAME, at + size));
      }
      if (opcode !== Opcode.MESSAGE || size < MESSAGE_PREFIX) return;
      const time = view.getBigUint64(at + 6, true);
      this.#count(view.getUint16(at, true), time);
      if (start === undefined || time < start) start = time;
      if (end === undefined || time > end) end = time;
      messages++;
    });
    if (start !== undefined && end !== undefined) {
      this.table.stretches.push({ kind, offset, length, start, end });
    }
    return messages;
  }

  #count(id: number, at: bigint): void {
    const channel: LogChannel | undefined = this.table.channels.get(id);
    if (channel === undefined) return;
    if (at < this.#previous) this.#disordered++;
    this.#previous = at;
    channel.count++;
    channel.span(at, at);
    if (this.#lastTime === undefined || at > this.#lastTime) this.#lastTime = at;
  }

  #footer(frame: Frame): void {
    this.#closeRun();
    const end = frame.offset + FRAME + frame.length;
    const left = this.#source.size - end;
    if (left >= MAGIC_SIZE && isMagic(this.#source.read(end, MAGIC_SIZE))) {
      if (left > MAGIC_SIZE) {
        this.table.sound = false;
        this.#warn(end + MAGIC_SIZE, `${left - MAGIC_SIZE} bytes follow the end: not read`);
      }
      return;
    }
    this.table.sound = false;
    this.#warn(end, "the closing magic is missing; no message is lost");
  }

  /** The file ends between two records, or within the nine bytes of a frame. */
  #ended(at: number, left: number): void {
    this.#closeRun();
    this.#needOne();
    const rest = left === 0 ? "" : ` (${left} bytes of a record are left)`;
    this.#truncated(at, `the file ends without a footer${rest}`);
  }

  #cut(frame: Frame): void {
    this.#closeRun();
    const there = this.#source.size - frame.offset;
    const what = `${recordName(frame.opcode)} of ${
      FRAME + frame.length
    } bytes is cut after ${there}`;
    if (frame.opcode !== Opcode.CHUNK || this.#dataEnded) {
      this.#needOne();
      return this.#truncated(frame.offset, what);
    }
    const header = readChunkHeader(this.#source, frame);
    const length = Math.min(there, CHUNK_LIMIT);
    const content = this.#source.read(frame.offset + FRAME, length - FRAME);
    const bytes = unpackCutChunk(content);
    const saved = this.#indexRecords(bytes, "cut", frame.offset, length);
    if (saved === 0) this.#needOne();
    const range = header === undefined ? "" : ` (it reaches to ${secondsText(header.end)} s)`;
    this.#truncated(frame.offset, `${what}${range}, ${saved || "none"} of its messages were saved`);
  }

  #truncated(at: number, what: string): void {
    const lost = this.#dataEnded
      ? "no message is lost"
      : this.#lastTime === undefined
      ? "there is no message before it, all that was recorded is lost"
      : `what was recorded after log time ${secondsText(this.#lastTime)} s is lost`;
    this.table.sound = false;
    this.#warn(at, `truncated: ${what}; ${lost}`);
  }

  #damaged(at: number, what: string): void {
    this.#closeRun();
    this.#needOne();
    this.table.sound = false;
    const left = this.#source.size - at;
    this.#warn(
      at,
      `${what}; the ${left} bytes from here on were not read, their messages are lost`,
    );
  }

  #needOne(): void {
    if (this.#records === 0) throw new Error("there is no whole record in it");
  }

  #warn(at: number, text: string): void {
    this.table.warn(`${this.#source.name}: byte ${at}: ${text}`);
  }
}
