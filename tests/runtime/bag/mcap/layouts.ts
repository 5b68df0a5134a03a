/** The same messages in every layout of MCAP that recorders write. */
import { McapWriter } from "@mcap/core";
import { pack } from "../../../../runtime/bag/mcap/compression.ts";
import { codecOf } from "../../../../msgs/cdr.ts";

const text = codecOf("std_msgs/msg/String");

/** How to lay out a file. */
export interface Layout {
  readonly chunks: boolean;
  readonly zstd: boolean;
  readonly summary: boolean;
}

/** Every combination. */
export const LAYOUTS: Readonly<Record<string, Layout>> = {
  "zstd chunks": { chunks: true, zstd: true, summary: true },
  "plain chunks": { chunks: true, zstd: false, summary: true },
  "plain chunks without summary": { chunks: true, zstd: false, summary: false },
  "zstd chunks without summary": { chunks: true, zstd: true, summary: false },
  "no chunks": { chunks: false, zstd: false, summary: true },
  "no chunks, no summary": { chunks: false, zstd: false, summary: false },
};

/** `times.length` messages on /s with these log times (ns), holding their number, 4 a chunk. */
export async function mcapOf(times: readonly bigint[], layout: Layout): Promise<Uint8Array> {
  let bytes = new Uint8Array(1024);
  let size = 0;
  const writer = new McapWriter({
    writable: {
      position: () => BigInt(size),
      write(piece: Uint8Array) {
        while (size + piece.length > bytes.length) {
          const larger = new Uint8Array(bytes.length * 2);
          larger.set(bytes);
          bytes = larger;
        }
        bytes.set(piece, size);
        size += piece.length;
        return Promise.resolve();
      },
    },
    useChunks: layout.chunks,
    chunkSize: 200,
    useStatistics: layout.summary,
    useSummaryOffsets: layout.summary,
    repeatSchemas: layout.summary,
    repeatChannels: layout.summary,
    useChunkIndex: layout.summary,
    useMessageIndex: layout.summary,
    useMetadataIndex: layout.summary,
    useAttachmentIndex: layout.summary,
    ...(layout.zstd
      ? {
        compressChunk: (plain: Uint8Array) => ({
          compression: "zstd",
          compressedData: pack(plain),
        }),
      }
      : {}),
  });
  await writer.start({ profile: "ros2", library: "test" });
  const schemaId = await writer.registerSchema({
    name: "std_msgs/msg/String",
    encoding: "ros2msg",
    data: new TextEncoder().encode("string data\n"),
  });
  const channelId = await writer.registerChannel({
    schemaId,
    topic: "/s",
    messageEncoding: "cdr",
    metadata: new Map(),
  });
  for (const [i, logTime] of times.entries()) {
    const data = text.encode({ data: String(i) });
    await writer.addMessage({ channelId, sequence: i, logTime, publishTime: logTime, data });
  }
  await writer.end();
  return bytes.slice(0, size);
}

/** The numbers that the messages hold. */
export function numbersOf(decoded: readonly unknown[]): number[] {
  return decoded.map((message) => Number((message as { data: string }).data));
}
