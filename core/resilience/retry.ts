/**
 * Exponential back-off with a limit: attempt n is followed by a wait of first · factor^(n − 1), at
 * most `mostNs`, times 1 ± jitter. Time and draws are the caller's.
 */

/** Waits that grow from one attempt to the next. */
export interface Waits {
  /** After the first attempt. */
  readonly first: number;
  /** What each wait is of the one before, 1 or more. */
  readonly factor: number;
  /** The longest. */
  readonly most: number;
}

/** The wait after an attempt, the first being 1, in the unit of {@linkcode Waits}. */
export function waitAfter(attempt: number, { first, factor, most }: Waits): number {
  let wait = first;
  for (let n = 1; n < attempt && wait < most; n++) wait *= factor;
  return Math.min(wait, most);
}

/** How often and how fast to try. */
export interface RetryOptions {
  /** Attempts until it is given up, 1 or more. */
  readonly limit: number;
  /** Wait after the first attempt, ns. */
  readonly firstNs: number;
  /** What each wait is of the one before, 1 or more. */
  readonly factor: number;
  /** The longest wait before jitter, ns. */
  readonly mostNs: number;
  /** Each wait is longer or shorter by up to this share of it, 0 to 1. */
  readonly jitter: number;
  /** A number, uniform on [0, 1), of a stream of the caller's; asked once an attempt. */
  readonly draw: () => number;
}

/** One attempt. */
export interface Attempt {
  /** 1 for the first. */
  readonly attempt: number;
  /** Attempts in all. */
  readonly limit: number;
  /** What to wait before the next, ns. */
  readonly waitNs: number;
}

/**
 * Counts attempts and says when the next is due.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { Retry } from "./retry.ts";
 * const wait = { firstNs: 100, factor: 2, mostNs: 1000, jitter: 0, draw: () => 0.5 };
 * const retry = new Retry({ limit: 2, ...wait });
 * assert.equal(retry.take(0)?.waitNs, 100);
 * assert.equal(retry.take(99), undefined); // not yet
 * assert.equal(retry.take(100)?.waitNs, 200);
 * assert.equal(retry.givenUp(299), false); // the last attempt has its time too
 * assert.equal(retry.givenUp(300), true);
 * ```
 */
export class Retry {
  readonly #options: RetryOptions;
  #attempts = 0;
  #next = -Infinity;
  #last = -Infinity;

  /** No attempt was made yet. @throws {RangeError} options out of their range */
  constructor(options: RetryOptions) {
    const { limit, firstNs, factor, mostNs, jitter } = options;
    if (!(Number.isSafeInteger(limit) && limit >= 1)) {
      throw new RangeError(`limit is ${limit}, expected an integer of 1 or more`);
    }
    if (!(firstNs > 0 && mostNs >= firstNs && mostNs < Infinity)) {
      throw new RangeError(`waits are ${firstNs} to ${mostNs} ns, expected 0 < first ≤ most`);
    }
    if (!(factor >= 1 && factor < Infinity)) {
      throw new RangeError(`factor is ${factor}, expected 1 or more`);
    }
    if (!(jitter >= 0 && jitter <= 1)) throw new RangeError(`jitter is ${jitter}, expected 0 to 1`);
    this.#options = options;
  }

  /** Attempts since the last reset. */
  get attempts(): number {
    return this.#attempts;
  }

  /** An attempt, if one is due now: it is counted. */
  take(now: number): Attempt | undefined {
    this.#follow(now);
    const { limit, firstNs, factor, mostNs, jitter, draw } = this.#options;
    if (this.#attempts >= limit || now < this.#next) return undefined;
    this.#attempts++;
    const wait = waitAfter(this.#attempts, { first: firstNs, factor, most: mostNs });
    const waitNs = Math.round(wait * (1 + jitter * (2 * draw() - 1)));
    this.#next = now + waitNs;
    return { attempt: this.#attempts, limit, waitNs };
  }

  /** All attempts are made, and the wait after the last is over. */
  givenUp(now: number): boolean {
    this.#follow(now);
    return this.#attempts >= this.#options.limit && now >= this.#next;
  }

  /** It works again: the next failure begins with the first attempt. */
  reset(): void {
    this.#attempts = 0;
    this.#next = -Infinity;
  }

  /** A clock that was set back keeps what was left to wait. */
  #follow(now: number): void {
    if (now < this.#last) this.#next -= this.#last - now;
    this.#last = now;
  }
}
