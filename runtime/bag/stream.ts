/** A source as a stream of bytes, unpacked on the way: for files too large to hold. */
import { constants, createGunzip, createZstdDecompress } from "#compress";
import type { ByteSource } from "./source.ts";

/** Bytes read from a file at once. */
const WINDOW = 256 * 1024;

/** How a file is packed as a whole; of a `cut gzip` an early end is no error. */
export type Packing = "none" | "gzip" | "cut gzip" | "zstd";

/**
 * The bytes of a source in order, in pieces.
 *
 * @throws {Error} packed data that end early or are damaged, after what could be unpacked
 */
export async function* streamBytes(
  source: ByteSource,
  packing: Packing,
): AsyncGenerator<Uint8Array, void, void> {
  if (packing === "none") {
    yield* windows(source);
    return;
  }
  const transform = packing === "zstd"
    ? createZstdDecompress()
    : createGunzip(packing === "gzip" ? {} : { finishFlush: constants.Z_SYNC_FLUSH });
  feed(source, transform).catch((cause) => transform.destroy(cause));
  try {
    for await (const piece of transform) yield piece;
  } finally {
    transform.destroy();
  }
}

/** The part of a stream that `node:zlib` needs of its transforms. */
interface Fed {
  write(bytes: Uint8Array): boolean;
  end(): void;
  once(event: "drain" | "close", listener: () => void): void;
  readonly destroyed: boolean;
}

async function feed(source: ByteSource, transform: Fed): Promise<void> {
  let wake = () => {};
  transform.once("close", () => wake());
  for (const window of windows(source)) {
    const full = !transform.write(window);
    if (full) {
      await new Promise<void>((resolve) => {
        wake = resolve;
        transform.once("drain", resolve);
      });
    }
    if (transform.destroyed) return;
  }
  transform.end();
}

function* windows(source: ByteSource): Generator<Uint8Array, void, void> {
  for (let at = 0; at < source.size; at += WINDOW) {
    yield source.read(at, Math.min(WINDOW, source.size - at));
  }
}
