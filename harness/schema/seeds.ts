/** Seeds as people write them: `7`, `1..20`, `1,2,10..12`. */
import { InputError } from "../errors.ts";

/** More seeds than this in one command are a slip. */
const SEEDS_MAX = 100_000;

/**
 * The seeds that a text names, in its order, each once.
 *
 * @param where what to name in errors, such as `--seeds`
 * @throws {InputError} not seeds, or more than 100 000
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseSeeds } from "./seeds.ts";
 * assert.deepEqual(parseSeeds("1..3,7", "--seeds"), [1, 2, 3, 7]);
 * ```
 */
export function parseSeeds(text: string, where: string): number[] {
  const seeds = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^\s*(-?\d+)\s*(?:\.\.\s*(-?\d+)\s*)?$/.exec(part);
    const first = Number(match?.[1] ?? NaN);
    const last = Number(match?.[2] ?? match?.[1] ?? NaN);
    if (!Number.isSafeInteger(first) || !Number.isSafeInteger(last) || last < first) {
      throw new InputError(`${where}: expected seeds such as 7, 1..20 or 1,2,5..9, got "${text}"`);
    }
    if (last - first + 1 + seeds.size > SEEDS_MAX) {
      throw new InputError(`${where}: expected at most ${SEEDS_MAX} seeds, got "${text}"`);
    }
    for (let seed = first; seed <= last; seed++) seeds.add(seed);
  }
  return [...seeds];
}
