/**
 * Normal noise by the million: each draw is one of 2¹⁶ deviates of equal probability, so ±4.3 σ are
 * the most. What draws are to be good in the tails comes from `core/math/random.ts`.
 */
import { normalQuantile } from "../math/chi2.ts";

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

/** Deviates in a row: xoshiro128** (Blackman and Vigna), 16 bits at a time, low half first. */
export class DeviateStream {
  readonly #state: Uint32Array;
  readonly #table = deviates();
  #bits = 0;
  #half = false;

  /** Begins where four words say. */
  constructor(words: Uint32Array) {
    this.#state = words.slice(0, 4);
    this.#state[3]! |= 1; // all zero is the one state that never leaves itself
  }

  next(): number {
    this.#half = !this.#half;
    if (!this.#half) return this.#table[this.#bits >>> 16]!;
    this.#bits = this.#draw();
    return this.#table[this.#bits & 0xffff]!;
  }

  /** The next of them, as many as there is room for: what calls of `next` give, faster. */
  fill(out: Float32Array): void {
    const table = this.#table, state = this.#state;
    let i = 0;
    if (this.#half && out.length > 0) out[i++] = this.next();
    let [a, b, c, d] = state as unknown as [number, number, number, number];
    for (; i + 1 < out.length; i += 2) {
      const scrambled = Math.imul(b, 5);
      const bits = Math.imul((scrambled << 7) | (scrambled >>> 25), 9), t = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= t;
      d = (d << 11) | (d >>> 21);
      out[i] = table[bits & 0xffff]!;
      out[i + 1] = table[bits >>> 16]!;
    }
    state.set([a, b, c, d]);
    if (i < out.length) out[i] = this.next();
  }

  #draw(): number {
    const s = this.#state;
    const scrambled = Math.imul(s[1]!, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9);
    const t = s[1]! << 9;
    s[2]! ^= s[0]!;
    s[3]! ^= s[1]!;
    s[1]! ^= s[2]!;
    s[0]! ^= s[3]!;
    s[2]! ^= t;
    s[3] = (s[3]! << 11) | (s[3]! >>> 21);
    return result >>> 0;
  }
}
