/**
 * The knots of truth, all of them, bit for bit: whoever looks back may look back to the start, or to
 * what was not told to be forgotten. Those of the past are kept by columns, and a column that didn't change is one number: a robot that
 * stands costs next to nothing, one that drives on flat ground about half.
 */
import type { TruthState } from "../contract.ts";

/** Numbers a knot takes: position, velocity, acceleration, orientation, rate, acceleration. */
export const KNOT_SIZE = 19;
const PER_CHUNK = 1024;

/** Of each of the numbers, its value in every knot of a chunk, or the one that it always has. */
type Columns = readonly (Float64Array | number)[];

/** Knots in their order, from 0 on. */
export class KnotStore {
  readonly #past: Columns[] = [];
  /** The two latest chunks, row by row: what is nearly always asked for. */
  #before = new Float64Array(0);
  #latest = new Float64Array(0);
  #count = 0;
  /** Chunks of the past that are not kept any more. */
  #forgotten = 0;

  /** How many there are. */
  get count(): number {
    return this.#count;
  }

  push(s: TruthState): void {
    const slot = this.#count % PER_CHUNK;
    if (slot === 0) this.#begin();
    const chunk = this.#latest;
    let i = slot * KNOT_SIZE;
    for (let n = 0; n < 3; n++) {
      chunk[i + n] = s.position[n]!;
      chunk[i + 3 + n] = s.velocity[n]!;
      chunk[i + 6 + n] = s.acceleration[n]!;
      chunk[i + 13 + n] = s.angularVelocity[n]!;
      chunk[i + 16 + n] = s.angularAcceleration[n]!;
    }
    i += 9;
    for (let n = 0; n < 4; n++) chunk[i + n] = s.orientation[n]!;
    this.#count++;
  }

  #begin(): void {
    const full = this.#before;
    if (full.length > 0) this.#past.push(columnsOf(full));
    this.#before = this.#latest;
    // The numbers of the chunk that became columns make room for the new ones.
    this.#latest = full.length > 0 ? full : new Float64Array(KNOT_SIZE * PER_CHUNK);
  }

  /** Knots before k need not be kept: nobody reads them again. */
  forget(k: number): void {
    const chunks = Math.min(Math.floor(k / PER_CHUNK), this.#past.length);
    while (this.#forgotten < chunks) this.#past[this.#forgotten++] = [];
  }

  /** The numbers of knot k, from `at` on into `out`. @throws {RangeError} it is forgotten */
  read(k: number, out: Float64Array, at: number): void {
    const chunk = Math.floor(k / PER_CHUNK), slot = k % PER_CHUNK;
    const past = this.#past[chunk];
    if (past !== undefined) {
      if (chunk < this.#forgotten) throw new RangeError(`knot ${k} of the truth is forgotten`);
      for (let n = 0; n < KNOT_SIZE; n++) {
        const column = past[n]!;
        out[at + n] = typeof column === "number" ? column : column[slot]!;
      }
      return;
    }
    const isLatest = (chunk + 1) * PER_CHUNK >= this.#count;
    const rows = isLatest ? this.#latest : this.#before, i = slot * KNOT_SIZE;
    for (let n = 0; n < KNOT_SIZE; n++) out[at + n] = rows[i + n]!;
  }
}

function columnsOf(rows: Float64Array): Columns {
  return Array.from({ length: KNOT_SIZE }, (_, n) => {
    const first = rows[n]!;
    let i = n + KNOT_SIZE;
    while (i < rows.length && Object.is(rows[i], first)) i += KNOT_SIZE;
    if (i >= rows.length) return first;
    return Float64Array.from({ length: PER_CHUNK }, (_, slot) => rows[slot * KNOT_SIZE + n]!);
  });
}
