/** How late messages of a run in real time left: a histogram, and how many missed their deadline. */
import { quantile } from "../../core/evaluation/statistics.ts";
import { MILLISECOND, type Nanos } from "../../msgs/time.ts";

/** Upper edges of the histogram, ms; what is later is in one more. */
export const EDGES_MS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100] as const;

/** What is kept for quantiles of one topic; beyond it every message replaces one of these. */
const KEPT = 100_000;

/** How late one topic was. */
export interface LatenessResult {
  readonly count: number;
  readonly p50_ms: number;
  readonly p99_ms: number;
  readonly worst_ms: number;
  /** Share within 1 ms of their time. */
  readonly within_1ms: number;
  /** Later than the deadline. */
  readonly missed: number;
  /** Messages by lateness, up to each of {@linkcode EDGES_MS} and beyond the last. */
  readonly histogram: readonly number[];
}

class Stream {
  count = 0;
  missed = 0;
  within = 0;
  worst = 0;
  readonly histogram: number[] = new Array(EDGES_MS.length + 1).fill(0);
  readonly #kept: number[] = [];

  add(ms: number, deadlineMs: number): void {
    if (this.#kept.length < KEPT) this.#kept.push(ms);
    else this.#kept[this.count % KEPT] = ms;
    this.count++;
    this.worst = Math.max(this.worst, ms);
    if (ms <= 1) this.within++;
    if (ms > deadlineMs) this.missed++;
    const bin = EDGES_MS.findIndex((edge) => ms <= edge);
    this.histogram[bin < 0 ? EDGES_MS.length : bin]!++;
  }

  result(): LatenessResult {
    const { count, missed, histogram } = this;
    return {
      count,
      p50_ms: quantile(this.#kept, 0.5),
      p99_ms: quantile(this.#kept, 0.99),
      worst_ms: this.worst,
      within_1ms: this.within / count,
      ...{ missed, histogram: [...histogram] },
    };
  }
}

/** See the module's text. */
export class Lateness {
  readonly #streams = new Map<string, Stream>();

  /** @param deadlineMs a message that leaves later than this after its time has missed it */
  constructor(readonly deadlineMs: number) {}

  /** A message of a topic was due `late` ago when it left; early ones are on time. */
  add(topic: string, late: Nanos): void {
    const stream = this.#streams.get(topic) ?? new Stream();
    this.#streams.set(topic, stream);
    stream.add(Math.max(late, 0) / MILLISECOND, this.deadlineMs);
  }

  /** By topic, sorted. */
  results(): Record<string, LatenessResult> {
    const names = [...this.#streams.keys()].sort();
    return Object.fromEntries(names.map((name) => [name, this.#streams.get(name)!.result()]));
  }
}
