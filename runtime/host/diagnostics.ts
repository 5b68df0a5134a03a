/** What a host says once a second on `/diagnostics`: the node's own statuses, then its own. */
import { statusOf } from "../../msgs/diagnostics.ts";
import { SECOND, type Time, toTime } from "../../msgs/time.ts";
import type { DiagnosticArray, DiagnosticStatus } from "../../msgs/types.ts";
import { type Executor, PRIORITY, type Target } from "../executor.ts";
import type { Publisher } from "../memory/topic.ts";
import type { InputCounters } from "./input.ts";

/** What a host counts. Each is a reason to look, errors and strays a reason to fail. */
export interface NodeCounters {
  /** Calls of handlers and timers. */
  callbacks: number;
  /** Messages published, on all outputs. */
  published: number;
  /** Calls that threw; the node lives on. */
  errors: number;
  /** What happened outside of any callback's turn: the order of events is not determined then. */
  strays: number;
  /** Publications after the node had ended. */
  refused: number;
  /** Ticks of timers whose group was busy, or no slot was free, for longer than a period. */
  missedTicks: number;
  /** By input. */
  readonly inputs: Readonly<Record<string, InputCounters>>;
}

/** What the diagnostics need of their node. */
export interface ReportingNode {
  readonly name: string;
  readonly executor: Executor;
  readonly closed: boolean;
  readonly counters: NodeCounters;
  /** What the node registered. */
  statuses(): DiagnosticStatus[];
}

/** Publishes at start + n seconds. */
export class Diagnostics implements Target {
  readonly #node: ReportingNode;
  readonly #publisher: Publisher;
  readonly #epoch: Time;
  readonly #start: number;
  #tick = 0;
  #errors = 0;
  #losses = 0;

  /** Starts it. */
  constructor(node: ReportingNode, publisher: Publisher, epoch: Time) {
    this.#node = node;
    this.#publisher = publisher;
    this.#epoch = epoch;
    this.#start = node.executor.now;
    this.#schedule();
  }

  fire(): undefined {
    if (this.#node.closed) return;
    this.#schedule();
    this.#publisher.publish(this.report());
    this.#errors = this.#errorCount();
    this.#losses = this.#lossCount();
  }

  /** What there is to say now; the host's level is about what came since the last report. */
  report(): DiagnosticArray {
    const stamp = toTime(this.#node.executor.now, this.#epoch);
    const status = [...this.#node.statuses(), this.#host()];
    return { header: { stamp, frame_id: "" }, status };
  }

  #host(): DiagnosticStatus {
    const { counters, name } = this.#node;
    const inputs = Object.entries(counters.inputs);
    const lost = this.#lossCount() > this.#losses;
    const level = this.#errorCount() > this.#errors ? 2 : lost ? 1 : 0;
    const { callbacks, published, strays, refused, missedTicks } = counters;
    const values = { callbacks, published, errors: counters.errors, strays, refused, missedTicks };
    const pairs = [
      ...Object.entries(values),
      ...inputs.flatMap(([key, counted]) =>
        Object.entries(counted).map(([what, count]) => [`${key}.${what}`, count] as const)
      ),
    ];
    const message = ["all handled", "messages or ticks were lost", "handlers failed"][level] ?? "";
    return statusOf(
      { level, name: `${name}: host`, message },
      pairs.map(([key, count]) => [snake(key), count]),
    );
  }

  #errorCount(): number {
    return this.#node.counters.errors + this.#node.counters.strays;
  }

  #lossCount(): number {
    const { inputs, missedTicks } = this.#node.counters;
    return Object.values(inputs).reduce(
      (sum, { dropped, expired }) => sum + dropped + expired,
      missedTicks,
    );
  }

  #schedule(): void {
    const at = this.#start + ++this.#tick * SECOND;
    this.#node.executor.schedule(at, PRIORITY.timers, this, undefined);
  }
}

function snake(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
