/** An MCAP file as a part of a log. */
import { Opcode } from "@mcap/core";
import { LogError } from "../log.ts";
import type { LogPart, ReadContext, Segment } from "../part.ts";
import { type ByteSource, reasonOf } from "../source.ts";
import { readMessages, unpackChunk, unpackCutChunk } from "./chunk.ts";
import { FRAME, isMagic, MAGIC_SIZE } from "./records.ts";
import { scan, type ScanOptions } from "./scan.ts";
import { readSummary } from "./summary.ts";
import type { McapTable, Stretch } from "./table.ts";

/** How to open an MCAP file. */
export interface McapOptions {
  /** Read every record even where there is a summary (`bag check`). */
  readonly scan?: boolean;
  /** Unpacks a single message (rosbag2's compression mode MESSAGE). */
  readonly unwrap?: (data: Uint8Array) => Uint8Array;
}

/** True where the bytes begin like an MCAP file. */
export function startsLikeMcap(source: ByteSource): boolean {
  return source.size >= MAGIC_SIZE && isMagic(source.read(0, MAGIC_SIZE));
}

/**
 * Opens an MCAP file: by its summary, else by reading all of it once.
 *
 * @throws {LogError} it is no MCAP file, or has no whole record
 */
export async function openMcap(source: ByteSource, options: McapOptions = {}): Promise<LogPart> {
  if (!startsLikeMcap(source)) {
    throw new LogError(`${source.name}: is not an MCAP file (its first eight bytes say so)`);
  }
  const table = await tableOf(source, options.scan === true);
  return {
    channels: [...table.channels.values()],
    segments: table.stretches.map((stretch) => segmentOf(source, table, stretch, options)),
    warnings: table.warnings,
    notes: table.notes,
    metadata: table.metadata,
    close: () => source.close(),
  };
}

async function tableOf(source: ByteSource, thorough: boolean): Promise<McapTable> {
  const { table, damage } = await readSummary(source);
  if (!thorough) return table ?? scanAll(source);
  const scanned = scanAll(source, { verify: true, known: table });
  if (scanned.sound && damage !== undefined) {
    scanned.warnings.push(`${source.name}: the summary at its end is damaged: ${damage}`);
  }
  return scanned;
}

function scanAll(source: ByteSource, options: ScanOptions = {}): McapTable {
  try {
    return scan(source, options);
  } catch (cause) {
    if (cause instanceof LogError) throw cause;
    const reason = reasonOf(cause);
    throw new LogError(`${source.name}: expected an MCAP file with messages: ${reason}`);
  }
}

function segmentOf(
  source: ByteSource,
  table: McapTable,
  stretch: Stretch,
  options: McapOptions,
): Segment {
  return {
    start: stretch.start,
    end: stretch.end,
    *read(context) {
      const warn = (text: string) =>
        context.warn(`${source.name}: byte ${stretch.offset}: ${text}`);
      const bytes = bytesOf(source, stretch, warn);
      if (bytes === undefined) return;
      const { epoch, topics } = context satisfies ReadContext;
      yield readMessages(bytes, {
        channels: table.channels,
        epoch,
        topics,
        unwrap: options.unwrap,
        warn,
      });
    },
  };
}

/** The records of a stretch; undefined (and a warning) where they are damaged. */
function bytesOf(
  source: ByteSource,
  stretch: Stretch,
  warn: (text: string) => void,
): Uint8Array | undefined {
  const bytes = source.read(stretch.offset, stretch.length);
  if (stretch.kind === "run") return bytes;
  const content = bytes.subarray(FRAME);
  if (stretch.kind === "cut") return unpackCutChunk(content);
  try {
    if (bytes[0] !== Opcode.CHUNK) throw new Error("the index points to something else");
    return unpackChunk(content);
  } catch (cause) {
    const reason = reasonOf(cause);
    warn(`a chunk is damaged (${reason}), its messages are lost`);
    return undefined;
  }
}
