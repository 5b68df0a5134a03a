/** The quick way into an MCAP file: the index that a recorder wrote at its end. */
import { McapIndexedReader } from "@mcap/core";
import type { McapTypes } from "@mcap/core";
import { type ByteSource, reasonOf } from "../source.ts";
import { CHUNK_LIMIT, COMPRESSIONS } from "./compression.ts";
import { FRAME, readRecord } from "./records.ts";
import { McapTable } from "./table.ts";

/** No summary is larger; without this, a damaged footer would read the whole file. */
const SUMMARY_LIMIT = 256n * 1024n * 1024n;
/** Bytes of a message index record without its entries, and of one entry. */
const INDEX_FIXED = 15n;
const INDEX_ENTRY = 16n;

/** What the end of a file gave: a table, or why there is none. */
export interface SummaryResult {
  readonly table?: McapTable;
  /** The summary is there but damaged; a file without one, or with a partial one, is legal. */
  readonly damage?: string;
}

/** Reads the summary. Where it gives no table, the file has to be scanned. */
export async function readSummary(source: ByteSource): Promise<SummaryResult> {
  try {
    const reader = await McapIndexedReader.Initialize({
      readable: {
        size: () => Promise.resolve(BigInt(source.size)),
        read: (offset, size) => {
          if (size > SUMMARY_LIMIT) throw new Error("the summary is too large");
          return Promise.resolve(source.read(Number(offset), Number(size)));
        },
      },
    });
    const table = await toTable(source, reader);
    return table === undefined ? {} : { table };
  } catch (cause) {
    const reason = reasonOf(cause);
    return reason.includes("not indexed") ? {} : { damage: reason };
  }
}

async function toTable(
  source: ByteSource,
  reader: McapIndexedReader,
): Promise<McapTable | undefined> {
  const { statistics, chunkIndexes } = reader;
  if (statistics === undefined || !indexIsComplete(statistics, chunkIndexes)) return undefined;
  const table = new McapTable();
  for (const schema of reader.schemasById.values()) table.addSchema(schema);
  for (const channel of reader.channelsById.values()) {
    if (!table.knows(channel)) return undefined;
    table.addChannel(channel);
  }
  for (const [id, count] of statistics.channelMessageCounts) {
    const channel = table.channels.get(id);
    if (channel === undefined) return undefined;
    channel.count = Number(count);
  }
  for (const chunk of chunkIndexes) {
    if (!COMPRESSIONS.includes(chunk.compression)) return undefined;
    if (chunk.uncompressedSize > CHUNK_LIMIT) return undefined;
    if (chunk.chunkStartOffset + chunk.chunkLength > source.size) return undefined;

    if (chunk.messageIndexOffsets.size === 0) continue;
    table.stretches.push({
      kind: "chunk",
      offset: Number(chunk.chunkStartOffset),
      length: Number(chunk.chunkLength),
      start: chunk.messageStartTime,
      end: chunk.messageEndTime,
    });
  }
  table.stretches.sort((a, b) => a.offset - b.offset);
  fillSpans(source, table, chunkIndexes);
  for await (const metadata of reader.readMetadata()) table.addMetadata(metadata);
  return table;
}

/** True where every message is in a chunk with an index: else the summary would hide some. */
function indexIsComplete(
  statistics: McapTypes.Statistics,
  chunkIndexes: readonly McapTypes.ChunkIndex[],
): boolean {
  let indexed = 0n;
  for (const chunk of chunkIndexes) {
    const channels = BigInt(chunk.messageIndexOffsets.size);
    indexed += (chunk.messageIndexLength - channels * INDEX_FIXED) / INDEX_ENTRY;
  }
  return statistics.chunkCount === chunkIndexes.length && statistics.messageCount === indexed;
}

/** First and last log time of each channel, from the indexes of its first and last chunk. */
function fillSpans(
  source: ByteSource,
  table: McapTable,
  chunkIndexes: readonly McapTypes.ChunkIndex[],
): void {
  for (const [id, channel] of table.channels) {
    let first: McapTypes.ChunkIndex | undefined;
    let last: McapTypes.ChunkIndex | undefined;
    for (const chunk of chunkIndexes) {
      if (!chunk.messageIndexOffsets.has(id)) continue;
      if (first === undefined || chunk.messageStartTime < first.messageStartTime) first = chunk;
      if (last === undefined || chunk.messageEndTime > last.messageEndTime) last = chunk;
    }
    for (const chunk of new Set([first, last])) {
      const offset = chunk?.messageIndexOffsets.get(id);
      if (offset !== undefined) spanFromIndex(source, channel, Number(offset));
    }
  }
}

function spanFromIndex(
  source: ByteSource,
  channel: { span(first: bigint, last: bigint): void },
  offset: number,
): void {
  const head = source.read(offset, FRAME);
  const length = Number(new DataView(head.buffer, head.byteOffset).getBigUint64(1, true));
  const record = readRecord(source, { opcode: head[0] ?? 0, offset, length });
  if (record.type !== "MessageIndex") throw new Error("no message index where one should be");
  for (const [at] of record.records) channel.span(at, at);
}
