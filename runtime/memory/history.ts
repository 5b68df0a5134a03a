/** What waits at a subscription: keep-last N, as ROS 2's history QoS has it. */
import type { Nanos } from "../../msgs/time.ts";

/** A ring of the newest `depth` messages, each with its arrival. */
export class History {
  /** The message that {@linkcode take} took. */
  message: unknown = undefined;
  /** When it arrived. */
  at: Nanos = 0;

  readonly #depth: number;
  readonly #messages: unknown[] = [];
  readonly #times: Nanos[] = [];
  readonly #orders: number[] = [];
  #head = 0;
  #size = 0;

  /** An empty ring. @throws {RangeError} a depth that is not a positive integer */
  constructor(depth: number) {
    if (!Number.isSafeInteger(depth) || depth < 1) {
      throw new RangeError(`A history keeps 1 or more messages, not ${depth}`);
    }
    this.#depth = depth;
  }

  /** How many messages wait. */
  get size(): number {
    return this.#size;
  }

  /** Arrival order of the oldest; `Infinity` when nothing waits. */
  get order(): number {
    return this.#size === 0 ? Infinity : this.#orders[this.#head]!;
  }

  /** Adds the newest; returns whether the oldest had to go. */
  push(message: unknown, at: Nanos, order: number): boolean {
    const full = this.#size === this.#depth;
    if (full) this.take();
    const place = (this.#head + this.#size++) % this.#depth;
    this.#messages[place] = message;
    this.#times[place] = at;
    this.#orders[place] = order;
    return full;
  }

  /** Takes the oldest into `message` and `at`; false when nothing waits. */
  take(): boolean {
    if (this.#size === 0) return false;
    this.message = this.#messages[this.#head];
    this.at = this.#times[this.#head]!;
    this.#messages[this.#head] = undefined;
    this.#head = (this.#head + 1) % this.#depth;
    this.#size--;
    return true;
  }

  /** Forgets everything. */
  clear(): void {
    while (this.take());
    this.message = undefined;
  }
}
