/** What waits between ROS 2 and a node: bounded, the oldest goes first when it is full. */

/** Keep-last N of one input, with what was lost counted. */
export class Inbox {
  /** Messages that came. */
  received = 0;
  /** Oldest messages that had to go. */
  dropped = 0;
  readonly #depth: number;
  readonly #waiting: Uint8Array[] = [];

  /** Keeps up to `depth` messages. */
  constructor(depth: number) {
    this.#depth = Math.max(1, depth);
  }

  /** Whether nothing waits. */
  get empty(): boolean {
    return this.#waiting.length === 0;
  }

  /** Adds the newest. */
  push(bytes: Uint8Array): void {
    this.received++;
    if (this.#waiting.length === this.#depth) {
      this.#waiting.shift();
      this.dropped++;
    }
    this.#waiting.push(bytes);
  }

  /** Takes the oldest. */
  take(): Uint8Array | undefined {
    return this.#waiting.shift();
  }

  /** Forgets what waits; it counts as dropped. */
  clear(): void {
    this.dropped += this.#waiting.length;
    this.#waiting.length = 0;
  }
}
