/**
 * A cache keyed by message stamp. It has no clock: whoever has one calls `cleanUp`, usually once a
 * minute. A clean-up that finds more than `above` entries leaves the `keep` newest by stamp, in
 * whatever order they came; between two clean-ups nothing is lost.
 */

/** When a message's data was true, as ROS 2 writes it. */
export interface StampKey {
  /** Seconds. */
  readonly sec: number;
  /** Nanoseconds on top of them. */
  readonly nanosec: number;
}

/** Limits of a {@linkcode StampCache}. */
export interface StampCacheLimits {
  /** A clean-up of no more entries than this does nothing. Default 1000. */
  readonly above?: number;
  /** What a clean-up of more leaves. Default 500. */
  readonly keep?: number;
}

/** What was asked of a cache, and what it gave up. */
export interface CacheCounts {
  /** Look-ups that found something. */
  readonly hits: number;
  /** Look-ups that found nothing. */
  readonly misses: number;
  /** Entries that clean-ups removed. */
  readonly evictions: number;
}

interface Entry<Value> {
  readonly stamp: StampKey;
  readonly value: Value;
}

/**
 * See the module's text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { StampCache } from "./cache.ts";
 *
 * const cache = new StampCache<string>({ above: 2, keep: 1 });
 * for (const sec of [3, 1, 2]) cache.set({ sec, nanosec: 0 }, `at ${sec} s`);
 * assert.equal(cache.cleanUp(), 2);
 * assert.equal(cache.get({ sec: 3, nanosec: 0 }), "at 3 s");
 * assert.equal(cache.get({ sec: 1, nanosec: 0 }), undefined);
 * assert.deepEqual(cache.counts, { hits: 1, misses: 1, evictions: 2 });
 * ```
 */
export class StampCache<Value> {
  readonly #entries = new Map<string, Entry<Value>>();
  readonly #above: number;
  readonly #keep: number;
  #hits = 0;
  #misses = 0;
  #evictions = 0;

  /** An empty one. @throws {RangeError} unless 0 <= keep <= above, both integers */
  constructor({ above = 1000, keep = 500 }: StampCacheLimits = {}) {
    if (
      !(Number.isSafeInteger(above) && Number.isSafeInteger(keep) && 0 <= keep && keep <= above)
    ) {
      throw new RangeError(`A cache keeps 0 … above entries, not ${keep} of over ${above}`);
    }
    this.#above = above;
    this.#keep = keep;
  }

  /** How many entries there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** Counted since it was made. */
  get counts(): CacheCounts {
    return { hits: this.#hits, misses: this.#misses, evictions: this.#evictions };
  }

  /** What is known of exactly this stamp; undefined: nothing. */
  get(stamp: StampKey): Value | undefined {
    const entry = this.#entries.get(keyOf(stamp));
    if (entry === undefined) this.#misses++;
    else this.#hits++;
    return entry?.value;
  }

  /** Keeps a value, instead of the one that its stamp had. */
  set({ sec, nanosec }: StampKey, value: Value): void {
    this.#entries.set(keyOf({ sec, nanosec }), { stamp: { sec, nanosec }, value });
  }

  /** Removes all but the newest if there are too many; how many it removed. */
  cleanUp(): number {
    if (this.#entries.size <= this.#above) return 0;
    const oldestFirst = [...this.#entries.values()].sort((a, b) => order(a.stamp, b.stamp));
    const removed = oldestFirst.slice(0, oldestFirst.length - this.#keep);
    for (const { stamp } of removed) this.#entries.delete(keyOf(stamp));
    this.#evictions += removed.length;
    return removed.length;
  }

  /** Forgets everything, such as when what the values were made from has changed. */
  clear(): void {
    this.#entries.clear();
  }
}

/** Seconds and nanoseconds in one number would be beyond 2^53. */
function keyOf({ sec, nanosec }: StampKey): string {
  return `${sec} ${nanosec}`;
}

/** By time: a stamp whose nanoseconds are a second or more is as late as it says. */
function order(a: StampKey, b: StampKey): number {
  const seconds = a.sec + Math.floor(a.nanosec / 1e9) - b.sec - Math.floor(b.nanosec / 1e9);
  return seconds !== 0 ? seconds : a.nanosec % 1e9 - b.nanosec % 1e9;
}
