/**
 * Three classes of error, three outcomes: bad data is handled and counted, a failure at run time
 * asks for recovery, and whatever else is thrown ends in a safe state that stays until it is reset.
 */
import type { Attempt, Retry } from "./retry.ts";

/** The input is at fault: it can't be used, the next one may be. */
export class DataError extends Error {
  /** As printed before the message. */
  override readonly name: string = "DataError";
}

/** What processing needs is at fault: a device, a transform, a worker. It may be recovered. */
export class ProcessError extends Error {
  /** As printed before the message. */
  override readonly name: string = "ProcessError";
}

/** Whose fault an error is. */
export type ErrorClass = "data" | "process" | "unknown";

/** What became of an input. */
export type Outcome<R> =
  | { readonly kind: "ok"; readonly result: R }
  | { readonly kind: "bad_data" | "failed" | "safe"; readonly reason: string };

/** A request for recovery. */
export interface RecoveryRequest extends Attempt {
  /** What failed, in words. */
  readonly reason: string;
}

/** How a {@linkcode Guard} treats errors. */
export interface GuardOptions {
  /** Back-off and limit of requests; it may be shared with who else asks for the same recovery. */
  readonly retry: Retry;
  /** Called for each request. */
  readonly onRecovery: (request: RecoveryRequest) => void;
  /** Whose fault an error is; default: by the classes of this module. */
  readonly classify?: (error: unknown) => ErrorClass;
  /** Results without a failure for this long, ns, make failures forgotten. Default: never. */
  readonly settleNs?: number;
}

/** What a guard has counted. */
export interface GuardCounts {
  /** Results. */
  ok: number;
  /** Inputs that could not be used. */
  badData: number;
  /** Failures at run time. */
  failed: number;
  /** Requests for recovery. */
  recoveries: number;
  /** Errors of neither class. */
  unknown: number;
}

/**
 * Wraps a processing function.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { DataError, Guard } from "./guard.ts";
 * import { Retry } from "./retry.ts";
 * const wait = { firstNs: 1e9, factor: 2, mostNs: 8e9, jitter: 0, draw: () => 0.5 };
 * const root = new Guard((x: number) => {
 *   if (x < 0) throw new DataError(`${x} is negative`);
 *   return Math.sqrt(x);
 * }, { retry: new Retry({ limit: 3, ...wait }), onRecovery: () => {} });
 * assert.deepEqual(root.run(4, 0), { kind: "ok", result: 2 });
 * assert.deepEqual(root.run(-4, 1), { kind: "bad_data", reason: "-4 is negative" });
 * assert.equal(root.counts.badData, 1);
 * ```
 */
export class Guard<I, R> {
  /** So far. */
  readonly counts: GuardCounts = { ok: 0, badData: 0, failed: 0, recoveries: 0, unknown: 0 };
  readonly #work: (input: I) => R;
  readonly #options: GuardOptions;
  #safe: string | undefined;
  #okSince: number | undefined;

  /** Wraps `work`, which throws {@linkcode DataError} and {@linkcode ProcessError}. */
  constructor(work: (input: I) => R, options: GuardOptions) {
    this.#work = work;
    this.#options = options;
  }

  /** Why it is in the safe state; undefined: it is not. */
  get safe(): string | undefined {
    return this.#safe;
  }

  /** Processes an input at a time, ns; in the safe state nothing is processed. */
  run(input: I, now: number): Outcome<R> {
    if (this.#safe !== undefined) return { kind: "safe", reason: this.#safe };
    try {
      const result = this.#work(input);
      this.#succeeded(now);
      return { kind: "ok", result };
    } catch (error) {
      return this.#caught(error, now);
    }
  }

  /** Leaves the safe state; failures are forgotten. */
  reset(): void {
    this.#safe = undefined;
    this.#okSince = undefined;
    this.#options.retry.reset();
  }

  #succeeded(now: number): void {
    this.counts.ok++;
    const { settleNs = Infinity, retry } = this.#options;
    if (this.#okSince === undefined || now < this.#okSince) this.#okSince = now;
    if (retry.attempts > 0 && now - this.#okSince >= settleNs) retry.reset();
  }

  #caught(error: unknown, now: number): Outcome<R> {
    const { classify = classOf, retry, onRecovery } = this.#options;
    const reason = textOf(error), found = classify(error);
    if (found === "data") {
      this.counts.badData++;
      return { kind: "bad_data", reason };
    }
    if (found === "unknown") {
      this.counts.unknown++;
      this.#safe = reason;
      return { kind: "safe", reason };
    }
    this.counts.failed++;
    this.#okSince = undefined;
    const attempt = retry.take(now);
    if (attempt !== undefined) {
      this.counts.recoveries++;
      onRecovery({ ...attempt, reason });
    }
    return { kind: "failed", reason };
  }
}

/** By the classes of this module. */
export function classOf(error: unknown): ErrorClass {
  if (error instanceof DataError) return "data";
  return error instanceof ProcessError ? "process" : "unknown";
}

/** What was thrown, in words; errors of a class that is none of this module's with their name. */
function textOf(error: unknown): string {
  if (classOf(error) !== "unknown") return (error as Error).message;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
