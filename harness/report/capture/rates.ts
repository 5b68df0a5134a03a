/** How many messages each stream had over time, and how late they were. */
import { MILLISECOND, SECOND } from "../../../msgs/time.ts";
import { stampOf } from "../../checks/base/message.ts";
import type { CheckSetup, Seen } from "../../contract.ts";

/** Spans that a run is cut into. */
const SPANS = 60;

/** One stream. */
export class Rate {
  /** Messages in each of many equal spans of the run, by delivery. */
  readonly counts: Uint32Array = new Uint32Array(SPANS);
  /** From stamp to delivery, ms; NaN where messages have no stamp. */
  latencyMax = NaN;
  #sum = 0;
  #stamped = 0;
  readonly #setup: CheckSetup;

  constructor(setup: CheckSetup) {
    this.#setup = setup;
  }

  /** A message was delivered. */
  see({ message, at }: Seen): void {
    const { durationNs, epoch } = this.#setup;
    const i = Math.min(SPANS - 1, Math.floor(at / durationNs * SPANS));
    if (i >= 0) this.counts[i]!++;
    const stamp = stampOf(message, epoch);
    if (stamp === undefined || Number.isNaN(stamp)) return;
    const latency = (at - stamp) / MILLISECOND;
    this.#sum += latency;
    this.#stamped++;
    if (!(this.latencyMax >= latency)) this.latencyMax = latency;
  }

  /** Counts with their spans, of those that ended by `end_s`: the last may be cut short. */
  over(end_s: number): { from_s: number; to_s: number; count: number }[] {
    const length_s = this.#setup.durationNs / SECOND / SPANS;
    return Array.from(this.counts, (count, i) => (
      { from_s: i * length_s, to_s: (i + 1) * length_s, count }
    )).filter(({ to_s }) => to_s <= end_s + 1e-9);
  }

  /** ms; NaN where messages have no stamp. */
  get latencyMean(): number {
    return this.#sum / this.#stamped;
  }
}
