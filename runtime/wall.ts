/**
 * Wall time: the only file of the runtime that has it. It paces nothing that is simulated and
 * decides no order; it lets the event loop breathe and tells when a real wait takes too long.
 */

/** Resolves in a later turn of the event loop: after every microtask, and after signals and I/O. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Resolves after `ms` of wall time. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** A span of wall time that begins when it is made. */
export class Patience {
  readonly #end: number;

  /** Over after `ms`. */
  constructor(ms: number) {
    this.#end = performance.now() + ms;
  }

  /** Whether the span has passed. */
  get over(): boolean {
    return performance.now() >= this.#end;
  }
}
