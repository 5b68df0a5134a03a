/** A timer of a hosted node. Ticks are counted, never accumulated: tick n is at start + n·period. */
import { MILLISECOND, type Nanos } from "../../msgs/time.ts";
import { PRIORITY, type Target } from "../executor.ts";
import type { Callback } from "./callback.ts";
import type { Group } from "./groups/group.ts";
import { Unit, type UnitNode } from "./unit.ts";

/** What a timer is made of. */
export interface TimerConfig {
  readonly ms: number;
  readonly run: () => void | Promise<void>;
  readonly group: Group;
  readonly compute: () => Nanos;
  /** Called for a tick that came while the one before was still waiting for its group. */
  readonly onMissed: () => void;
}

/** See the module's text. While its group is busy one tick waits; further ones are missed. */
export class Timer extends Unit implements Target {
  readonly #run: () => void | Promise<void>;
  readonly #onMissed: () => void;
  readonly #start: Nanos;
  readonly #period: Nanos;
  #tick = 0;
  #waiting = Infinity;
  #stopped = false;

  /** Starts it. @throws {RangeError} a period that is not at least a nanosecond */
  constructor(node: UnitNode, { ms, run, group, compute, onMissed }: TimerConfig) {
    super(node, `timer of ${ms} ms`, group, compute);
    this.#run = run;
    this.#onMissed = onMissed;
    this.#start = node.executor.now;
    this.#period = Math.round(ms * MILLISECOND);
    if (!(Number.isSafeInteger(this.#period) && this.#period >= 1)) {
      throw new RangeError(`A timer's period is a positive number of ms, not ${ms}`);
    }
    this.#schedule();
  }

  /** No tick comes any more. */
  stop(): void {
    this.#stopped = true;
    this.#waiting = Infinity;
    this.group.remove(this);
  }

  fire(): Callback | undefined {
    if (this.#stopped || this.node.closed) return undefined;
    this.#schedule();
    if (!this.node.active) return undefined; // it ticks on, unheard
    if (this.free) return this.invoke(undefined, 0);
    if (this.#waiting === Infinity) this.#waiting = this.node.arrival();
    else this.#onMissed();
    return undefined;
  }

  get order(): number {
    return this.#waiting;
  }

  start(): Callback | undefined {
    this.#waiting = Infinity;
    return this.node.active ? this.invoke(undefined, 0) : undefined;
  }

  protected call(): void | Promise<void> {
    return this.#run();
  }

  #schedule(): void {
    const at = this.#start + ++this.#tick * this.#period;
    this.node.executor.schedule(at, PRIORITY.timers, this, undefined);
  }
}

/** What a node's timers have in common. */
export interface TimersOptions {
  group(name: string): Group;
  /** How long calls take, by the path of their stream. */
  compute(path: string): () => Nanos;
  readonly onMissed: () => void;
}

/** All timers of a node. */
export class Timers {
  readonly #node: UnitNode;
  readonly #options: TimersOptions;
  readonly #all: Timer[] = [];
  /** Timers by period: those of one period differ by their number. */
  readonly #counts = new Map<number, number>();

  /** None yet. */
  constructor(node: UnitNode, options: TimersOptions) {
    this.#node = node;
    this.#options = options;
  }

  /** `io.every`. */
  start(ms: number, run: () => void | Promise<void>, group: string): () => void {
    const { onMissed, compute } = this.#options;
    const earlier = this.#counts.get(ms) ?? 0;
    this.#counts.set(ms, earlier + 1);
    const path = earlier === 0 ? `timer/${ms}ms` : `timer/${ms}ms/${earlier}`;
    const timer = new Timer(this.#node, {
      ...{ ms, run, group: this.#options.group(group), compute: compute(path), onMissed },
    });
    this.#all.push(timer);
    return () => timer.stop();
  }

  /** Stops all, as if there had been none. */
  clear(): void {
    for (const timer of this.#all.splice(0)) timer.stop();
    this.#counts.clear();
  }
}
