/** Messages for checks, held until the truth that they are compared with is known. */
import type { Nanos } from "../../../msgs/time.ts";
import type { Seen } from "../../contract.ts";

interface Waiting {
  readonly seen: Seen;
  readonly see: (seen: Seen) => void;
}

/** Keeps the order in which messages came. */
export class HeldMessages {
  readonly #waiting: Waiting[] = [];
  readonly #reach: (at: Nanos) => boolean;

  /** @param reach makes truth reach a time; false: it is not known so far yet */
  constructor(reach: (at: Nanos) => boolean) {
    this.#reach = reach;
  }

  /** What to call instead of `see`. */
  hold(see: (seen: Seen) => void): (seen: Seen) => void {
    return (seen) => {
      this.#waiting.push({ seen, see });
      this.release();
    };
  }

  /** Hands on what can be judged by now; returns how many can't. */
  release(): number {
    while (this.#waiting.length > 0) {
      const { seen, see } = this.#waiting[0]!;
      if (!this.#reach(seen.at)) break;
      this.#waiting.shift();
      see(seen);
    }
    return this.#waiting.length;
  }
}
