/**
 * A stream of bytes cut into records of one size, chunk by chunk: what is larger than memory is
 * read no faster than it is used, as a generator only goes on when it is asked.
 */
import { CloudError } from "../layout.ts";

/** Bytes in pieces of any size: a file's `readable`, what a socket or a decompressor gives. */
export type ByteStream = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

/** How a stream is cut. */
export interface RecordOptions {
  /** Bytes of a record. */
  readonly size: number;
  /** Records of a chunk; the last one may have fewer. */
  readonly chunk: number;
  /** Records that there must be; default: as many as there are. */
  readonly total?: number;
}

/**
 * Chunks of whole records, each in bytes of its own. Bytes behind `total` records are not read.
 *
 * @throws {CloudError} the stream ends within a record, or before `total` of them
 */
export async function* records(
  stream: ByteStream,
  { size, chunk, total = Infinity }: RecordOptions,
): AsyncGenerator<Uint8Array<ArrayBuffer>, void, void> {
  if (total === 0) return;
  let done = 0, filled = 0;
  let part = new Uint8Array(size * Math.min(chunk, total));
  for await (const bytes of stream) {
    for (let at = 0; at < bytes.length;) {
      const now = Math.min(part.length - filled, bytes.length - at);
      part.set(bytes.subarray(at, at + now), filled);
      at += now;
      filled += now;
      if (filled < part.length) break;
      done += part.length / size;
      yield part;
      if (done >= total) return;
      part = new Uint8Array(size * Math.min(chunk, total - done));
      filled = 0;
    }
  }
  const whole = Math.floor(filled / size);
  if (total < Infinity) {
    throw new CloudError(`the data end after ${done + whole} points, expected ${total}`);
  }
  if (filled % size !== 0) {
    const odd = `${filled % size} bytes behind point ${done + whole}`;
    throw new CloudError(`the data end with ${odd}, expected whole points of ${size} bytes`);
  }
  if (whole > 0) yield part.slice(0, filled);
}
