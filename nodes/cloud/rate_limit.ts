/** The newest message at a limited rate: what comes too soon waits, and what comes later replaces it. */
import type { Io } from "../../runtime/node.ts";

/** Hands messages on, the first at once, others no sooner than a period after the one before. */
export class RateLimit<T> {
  /** Messages that a newer one replaced. */
  dropped = 0;
  readonly #io: Pick<Io, "now" | "every">;
  readonly #take: (message: T) => void | Promise<void>;
  #periodNs: number;
  #next = -Infinity;
  #waiting: T | undefined;
  #stop: (() => void) | undefined;

  /** `rate`: of what is handed on, Hz. */
  constructor(
    io: Pick<Io, "now" | "every">,
    rate: number,
    take: (message: T) => void | Promise<void>,
  ) {
    this.#io = io;
    this.#take = take;
    this.#periodNs = Math.round(1e9 / rate);
  }

  /** Another rate, from the next message on. */
  set rate(hz: number) {
    const periodNs = Math.round(1e9 / hz);
    this.#next += periodNs - this.#periodNs;
    this.#periodNs = periodNs;
  }

  /** A message comes; what is returned is what handing it on returned. */
  offer(message: T): void | Promise<void> {
    const now = this.#io.now();
    if (this.#stop === undefined && now >= this.#next) {
      this.#next = now + this.#periodNs;
      return this.#take(message);
    }
    if (this.#waiting !== undefined) this.dropped++;
    this.#waiting = message;
    this.#stop ??= this.#io.every(Math.max(this.#next - now, 1) / 1e6, () => this.#wake());
  }

  #wake(): void | Promise<void> {
    this.#stop?.();
    this.#stop = undefined;
    const message = this.#waiting;
    this.#waiting = undefined;
    if (message === undefined) return;
    this.#next = this.#io.now() + this.#periodNs;
    return this.#take(message);
  }
}
