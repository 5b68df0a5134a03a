/**
 * Normal noise by the million: each draw is one of 2¹⁶ deviates of equal probability, so ±4.3 σ are
 * the most. What draws are to be good in the tails comes from `core/math/random.ts`.
 */
import { normalQuantile } from "../math/chi2.ts";
import { RandomStream } from "../math/random.ts";

/** Deviates of the table. */
export const DEVIATES = 65536;

let table: Float32Array | undefined;

/** Standard normal quantiles in the middle of {@linkcode DEVIATES} cells of equal probability. */
export function deviates(): Float32Array {
  if (table === undefined) {
    table = new Float32Array(DEVIATES);
    for (let i = 0; i < DEVIATES / 2; i++) {
      const value = normalQuantile((i + 0.5) / DEVIATES);
      table[i] = value;
      table[DEVIATES - 1 - i] = -value;
    }
  }
  return table;
}

/** Words that {@linkcode DeviateStream.fill} takes at a time. */
const BLOCK = 1024;

/** Deviates in a row, by 16 bits of a random stream's words, low half first. */
export class DeviateStream {
  readonly #stream: RandomStream;
  readonly #table = deviates();
  #word = 0;
  #half = false;

  /** Begins where four words say. */
  constructor(words: Uint32Array) {
    const state = Int32Array.from(words);
    state[3]! |= 1; // as the kernel's: all zero is the one state that never leaves itself
    this.#stream = new RandomStream(state);
  }

  next(): number {
    this.#half = !this.#half;
    if (!this.#half) return this.#table[this.#word >>> 16]!;
    this.#word = this.#stream.next();
    return this.#table[this.#word & 0xffff]!;
  }

  /** The next of them, as many as there is room for: what calls of `next` give, faster. */
  fill(out: Float32Array): void {
    const table = this.#table, block = new Uint32Array(BLOCK);
    let i = 0;
    if (this.#half && out.length > 0) out[i++] = this.next();
    while (i + 1 < out.length) {
      const words = block.subarray(0, (out.length - i) >> 1);
      this.#stream.fill(words);
      for (const word of words) {
        out[i++] = table[word & 0xffff]!;
        out[i++] = table[word >>> 16]!;
      }
    }
    if (i < out.length) out[i] = this.next();
  }
}
