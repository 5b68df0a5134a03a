/**
 * Unpacks LZ4 frames. (`@foxglove/wasm-lz4` keeps one context for good: after one damaged chunk it
 * refuses every sound one. It is the oracle of this file's test.)
 *
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md
 * @see https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */

const MAGIC = 0x184d2204;
/** Sixteen magics, the last digit free, begin a frame to be skipped. */
const SKIPPABLE = 0x184d2a50;
/** Of a block's size: its content is stored, not packed. */
const STORED = 0x80000000;
/** A match is four bytes longer than it says. */
const MATCH_LEAST = 4;

/** Unpacked bytes, and what was wrong with the rest. */
export interface Unpacked {
  readonly bytes: Uint8Array;
  /** Undefined where all of it was unpacked. */
  readonly damage: string | undefined;
}

/**
 * Unpacks frames into at most `size` bytes. What can be unpacked before damage, or before an early
 * end, is given. Checksums are not compared: the chunk has a CRC of its own.
 */
export function unpackLz4(packed: Uint8Array, size: number): Unpacked {
  const state: State = { packed, at: 0, out: new Uint8Array(size), written: 0 };
  let damage: string | undefined;
  try {
    while (state.at < packed.length) readFrame(state);
  } catch (cause) {
    if (!(cause instanceof Lz4Damage)) throw cause;
    damage = cause.message;
  }
  return { bytes: state.out.subarray(0, state.written), damage };
}

interface State {
  readonly packed: Uint8Array;
  at: number;
  readonly out: Uint8Array;
  written: number;
}

class Lz4Damage extends Error {}

function readU32(state: State): number {
  const { packed, at } = state;
  if (at + 4 > packed.length) throw new Lz4Damage("it ends early");
  state.at += 4;
  return ((packed[at] ?? 0) | (packed[at + 1] ?? 0) << 8 | (packed[at + 2] ?? 0) << 16 |
    (packed[at + 3] ?? 0) << 24) >>> 0;
}

function readFrame(state: State): void {
  const magic = readU32(state);
  if ((magic & 0xfffffff0) >>> 0 === SKIPPABLE) {
    const size = readU32(state);
    state.at += size;
    return;
  }
  if (magic !== MAGIC) throw new Lz4Damage("it is no lz4 frame");
  const flags = state.packed[state.at] ?? 0;
  if (flags >> 6 !== 1) throw new Lz4Damage(`lz4 frame version ${flags >> 6}, expected 1`);
  const has = (bit: number) => (flags >> bit & 1) === 1;
  if (has(0)) throw new Lz4Damage("lz4 with a dictionary");
  // flags, block size, content size if there, header checksum
  state.at += 2 + (has(3) ? 8 : 0) + 1;
  for (let size = readU32(state); size !== 0; size = readU32(state)) {
    readBlock(state, size);
    if (has(4)) state.at += 4;
  }
  if (has(2)) state.at += 4;
}

function readBlock(state: State, sizeAndFlag: number): void {
  const size = (sizeAndFlag & ~STORED) >>> 0;
  const end = state.at + size;
  const there = Math.min(end, state.packed.length);
  if (sizeAndFlag >= STORED) {
    const bytes = state.packed.subarray(state.at, there);
    if (state.written + bytes.length > state.out.length) throw new Lz4Damage("it is too long");
    state.out.set(bytes, state.written);
    state.written += bytes.length;
  } else {
    unpackBlock(state, there);
  }
  if (end > state.packed.length) throw new Lz4Damage("it ends early");
  state.at = end;
}

/** Sequences of literals and a match each; the last one has no match. */
function unpackBlock(state: State, end: number): void {
  const { packed, out } = state;
  const limit = out.length;
  let at = state.at;
  let written = state.written;
  while (at < end) {
    const token = packed[at++] as number;
    let literals = token >> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255 && at < end) literals += more = packed[at++] as number;
    }
    const there = Math.min(literals, end - at);
    if (written + there > limit) throw new Lz4Damage("it is too long");
    if (there > 32) out.set(packed.subarray(at, at + there), written);
    else for (let i = 0; i < there; i++) out[written + i] = packed[at + i] as number;
    at += there;
    written += there;
    state.written = written;
    if (at >= end) return;
    if (at + 2 > end) throw new Lz4Damage("it ends early");
    const distance = (packed[at] as number) | (packed[at + 1] as number) << 8;
    at += 2;
    let length = token & 15;
    if (length === 15) {
      let more = 255;
      while (more === 255 && at < end) length += more = packed[at++] as number;
    }
    length += MATCH_LEAST;
    if (distance === 0 || distance > written) throw new Lz4Damage("a match from before its start");
    if (written + length > limit) throw new Lz4Damage("it is too long");
    if (distance >= length) {
      out.copyWithin(written, written - distance, written - distance + length);
    } else {for (let i = 0; i < length; i++, written++) {
        out[written] = out[written - distance] as number;
      }}
    if (distance >= length) written += length;
    state.written = written;
  }
}
