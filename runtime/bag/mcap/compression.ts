/** Unpacks what recorders pack: zstd and lz4. */
import { constants, zstdCompressSync, zstdDecompressSync } from "#compress";

/** A chunk that claims more is damage, not data. */
export const CHUNK_LIMIT: number = 1024 * 1024 * 1024;
/** lz4 can't shrink further than this. */
const LZ4_RATIO = 256;

/** Level 1: bags of numbers gain little from more. Pinned, so that a seed gives the same file. */
const LEVEL = 1;

type Lz4 = { (source: Uint8Array, size: number): Uint8Array; isLoaded: Promise<unknown> };
let lz4: Lz4 | undefined;

/** Compressions that {@linkcode unpack} knows; the empty one is none. */
export const COMPRESSIONS: readonly string[] = ["", "zstd", "lz4"];

/** Loads lz4 (WebAssembly, a few ms); needed once before a chunk packed with it. */
export async function loadLz4(): Promise<void> {
  if (lz4 !== undefined) return;
  const loaded = (await import("@foxglove/wasm-lz4")).default as unknown as Lz4;
  await loaded.isLoaded;
  lz4 = loaded;
}

/**
 * Unpacks a whole chunk of `size` bytes.
 *
 * @throws {Error} unknown compression, damage, or another size than stated
 */
export function unpack(compression: string, packed: Uint8Array, size: number): Uint8Array {
  if (size > CHUNK_LIMIT) throw new Error(`${size} bytes in one chunk`);
  if (size === 0 && packed.length === 0) return packed;
  const bytes = unpackUnchecked(compression, packed, size);
  if (bytes.length !== size) {
    throw new Error(`it unpacks to ${bytes.length} bytes, expected ${size}`);
  }
  return bytes;
}

function unpackUnchecked(compression: string, packed: Uint8Array, size: number): Uint8Array {
  switch (compression) {
    case "":
      return packed;
    case "zstd":
      return zstdDecompressSync(packed, { maxOutputLength: Math.max(size, 1) });
    case "lz4":
      if (lz4 === undefined) throw new Error("lz4 is not loaded");
      if (size > packed.length * LZ4_RATIO) throw new Error("lz4 data are shorter than possible");
      return lz4(packed, size);
    default:
      throw new Error(`compression "${compression}", expected zstd, lz4 or none`);
  }
}

/** What the first part of a packed chunk still unpacks to; empty where nothing does. */
export function unpackPart(compression: string, packed: Uint8Array, size: number): Uint8Array {
  if (compression === "") return packed;
  if (compression !== "zstd" || size > CHUNK_LIMIT) return new Uint8Array();
  try {
    const finishFlush = constants.ZSTD_e_continue;
    return zstdDecompressSync(packed, { maxOutputLength: Math.max(size, 1), finishFlush });
  } catch {
    return new Uint8Array();
  }
}

/** Packs a chunk with zstd. */
export function pack(bytes: Uint8Array): Uint8Array {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: LEVEL } });
}

/** Unpacks one message of a bag with rosbag2's compression mode MESSAGE. */
export function unpackMessage(packed: Uint8Array): Uint8Array {
  return zstdDecompressSync(packed, { maxOutputLength: CHUNK_LIMIT });
}
