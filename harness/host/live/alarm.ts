/** Sleeps until a moment of the steady clock, to a fraction of a millisecond, or until it is woken. */

/** Timers of the event loop are late by up to this. */
const TIMER_MS = 2.5;
/** The last of it is slept in pieces: what arrives meanwhile is handled between them. */
const PIECE_MS = 0.2;

/** See the module's text. */
export class Alarm {
  readonly #cell = new Int32Array(new SharedArrayBuffer(4));
  #ring: (() => void) | undefined;
  #rung = false;

  /** Ends the sleep that is in progress, or the next one at once. */
  wake(): void {
    this.#rung = true;
    this.#ring?.();
  }

  /** Resolves at `atMs` of `performance.now()`, never much later, or when it is woken. */
  async until(atMs: number): Promise<void> {
    for (;;) {
      const left = atMs - performance.now();
      if (left <= 0 || this.#rung) break;
      if (left > TIMER_MS + 0.5) await this.#sleep(left - TIMER_MS);
      else {
        Atomics.wait(this.#cell, 0, 0, Math.min(left, PIECE_MS));
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    this.#rung = false;
  }

  #sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.#ring = undefined;
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.#ring = end;
    });
  }
}
