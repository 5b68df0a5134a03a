/** What went wrong inside a node: counted, logged once a text, the first ones kept. */
import type { Nanos } from "../../msgs/time.ts";
import type { Executor } from "../executor.ts";
import { GuardError } from "../memory/guard.ts";
import type { Log } from "../node.ts";

/** A call of a node's code that threw. */
export interface HandlerError {
  /** When it threw. */
  readonly at: Nanos;
  /** Such as `input imu`. */
  readonly where: string;
  /** What it threw. */
  readonly error: unknown;
}

/** Errors and texts that are kept; later ones are only counted. */
const KEPT = 100;

/** See the module's text. */
export class Faults {
  readonly errors: HandlerError[] = [];
  /** What was thrown last. */
  last: unknown;
  readonly #counters: { errors: number; strays: number };
  readonly #executor: Executor;
  readonly #log: Log;
  readonly #said = new Set<string>();

  /** Counts in `counters`, says in `log`. */
  constructor(counters: { errors: number; strays: number }, executor: Executor, log: Log) {
    this.#counters = counters;
    this.#executor = executor;
    this.#log = log;
  }

  /** Code of the node threw. @throws {GuardError} that one: it is not the node's to survive */
  failed(where: string, error: unknown): void {
    if (error instanceof GuardError) throw error;
    this.last = error;
    this.#counters.errors++;
    if (this.errors.length < KEPT) this.errors.push({ at: this.#executor.now, where, error });
    const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    this.#sayOnce(`${where} failed: ${text}`);
  }

  /** `io` was called outside of any callback. */
  outside(action: string): void {
    this.#strayed(
      `io.${action} was called outside of any callback: a handler must return the promise that it ` +
        "works in, and await only io.sleep, io.fetch, io.work and io.file",
    );
  }

  /** A callback ended in the turn of another. */
  outOfTurn(label: string): void {
    this.#strayed(
      `${label} went on by itself: it raced a promise that is not io's, so that the order of ` +
        "events is not determined",
    );
  }

  #strayed(text: string): void {
    this.#counters.strays++;
    this.#sayOnce(text);
  }

  #sayOnce(text: string): void {
    if (this.#said.has(text) || this.#said.size >= KEPT) return;
    this.#said.add(text);
    this.#log.error(text);
  }
}
