/** Unpacks what recorders pack: zstd and lz4. */
import { constants, zstdCompressSync, zstdDecompressSync } from "#compress";
import { unpackLz4 } from "./lz4.ts";

/** A chunk that claims more is damage, not data. */
export const CHUNK_LIMIT: number = 1024 * 1024 * 1024;
/** lz4 can't shrink further than this. */
const LZ4_RATIO = 256;

/** Level 1: bags of numbers gain little from more. Pinned, so that a seed gives the same file. */
const LEVEL = 1;

/** Compressions that {@linkcode unpack} knows; the empty one is none. */
export const COMPRESSIONS: readonly string[] = ["", "zstd", "lz4"];

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
      return unpackWholeLz4(packed, size);
    default:
      throw new Error(`compression "${compression}", expected zstd, lz4 or none`);
  }
}

function unpackWholeLz4(packed: Uint8Array, size: number): Uint8Array {
  if (size > packed.length * LZ4_RATIO) throw new Error("lz4 data are shorter than possible");
  const { bytes, damage } = unpackLz4(packed, size);
  if (damage !== undefined) throw new Error(`lz4: ${damage}`);
  return bytes;
}

/** What the first part of a packed chunk still unpacks to; empty where nothing does. */
export function unpackPart(compression: string, packed: Uint8Array, size: number): Uint8Array {
  if (compression === "") return packed;
  if (size > CHUNK_LIMIT) return new Uint8Array();
  // the rest of the chunk is missing, so that its size tells nothing about this part's
  if (compression === "lz4") {
    return unpackLz4(packed, Math.min(size, packed.length * LZ4_RATIO)).bytes;
  }
  if (compression !== "zstd") return new Uint8Array();
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
