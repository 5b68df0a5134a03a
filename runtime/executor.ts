/**
 * The executor: one event queue in virtual time. Handlers that return nothing run in one tight
 * synchronous loop; a handler that returns a promise is followed until it is settled or waits on
 * `sleep`, `fetch` or `work`, before anything else happens. So no tie is ever decided by which
 * promise settled first. A promise that is none of these (WebAssembly.compile, a validator) is
 * waited for in real time while virtual time stands still; one that never settles is an error.
 */
import type { Nanos } from "../msgs/time.ts";
import { SECOND } from "../msgs/time.ts";
import { type Callback, StuckError } from "./host/callback.ts";
import { FINISH, Outside } from "./host/outside.ts";
import { EventQueue } from "./queue.ts";
import { Patience, pause, turn } from "./wall.ts";

/**
 * What comes first at one time; captures of sources come before all of these. Deliveries come
 * last, so that what a node does by itself at an instant never depends on whether messages of that
 * instant come from other nodes or from a log.
 */
export const PRIORITY = {
  /** The remaining readers of a message, after one of them returned a promise. */
  resume: 0,
  /** A callback group that frees. */
  frees: 1,
  /** From outside of all nodes: parameters, a start. */
  outside: 2,
  /** Wakes from `sleep`, answers of `fetch` and `work`. */
  wakes: 3,
  timers: 4,
  /** Messages, in order of publication. */
  delivery: 5,
} as const;

/** What an event does; it returns a callback that is still in progress, if it started one. */
export interface Target {
  /** Does it, at its time, with the argument that was scheduled. */
  fire(argument: unknown, at: Nanos): Callback | undefined;
}

/** What the executor pulls: a simulator or the reader of a log. */
export interface Source {
  /** For messages. */
  readonly name: string;
  /** When its next step is due, never going back; `Infinity`: it is over; `NaN`: `refill` first. */
  next(): Nanos;
  /** Does that step: publishes what is due at or after it. */
  step(): void;
  /** Asked when that step is due: whether `refill` must be awaited before it, too. */
  awaits?(): boolean;
  /** Awaited in real time when `next` is `NaN` or what it needs is not here: a batch of a file. */
  refill?(): Promise<void>;
}

/** Options of {@linkcode Executor}. */
export interface ExecutorOptions {
  /** Where time begins. Default 0. */
  readonly start?: Nanos;
  /** How long, in real milliseconds, to wait for a promise of nobody we know. Default 5000. */
  readonly foreignMs?: number;
}

/** Options of {@linkcode Executor.run}. */
export interface RunOptions {
  /** The last instant that still happens. Without it the run ends with the last source. */
  readonly until?: Nanos;
  /** Ends the run within 8192 events; it answers `"aborted"`. */
  readonly signal?: AbortSignal;
  /** Called every 8192 events, for progress. */
  readonly onTurn?: (now: Nanos) => void;
}

/** Events between two turns of the event loop, which let signals and progress through. */
const EVENTS_PER_TURN = 8192;
/** Microtasks to wait for a promise before taking a whole turn: most are settled after one. */
const TICKS = 3;
/** Turns in a row before waiting in steps of a millisecond. */
const EAGER_TURNS = 100;
/** After the last source's last step, at most this long for what is still on its way. */
const DRAIN: Nanos = SECOND;

/** See the module's text. */
export class Executor {
  /** The callback whose code runs now. Hosts set it around each call. */
  current: Callback | undefined = undefined;

  readonly #queue = new EventQueue<Target>();
  readonly #sources: Source[] = [];
  readonly #beforeRun: (() => void)[] = [];
  readonly #foreignMs: number;
  #now: Nanos;
  #due = 0;
  #lastStep: Nanos;
  #running = false;
  #sinceTurn = 0;

  /** An executor whose time stands at `start`. */
  constructor({ start = 0, foreignMs = 5000 }: ExecutorOptions = {}) {
    this.#now = start;
    this.#lastStep = start;
    this.#foreignMs = foreignMs;
  }

  /** Virtual time: nanoseconds since the run's epoch. */
  get now(): Nanos {
    return this.#now;
  }

  /** When the next event is due, sources aside; `Infinity`: none waits. */
  get nextEvent(): Nanos {
    return this.#queue.next;
  }

  /** When something is due next, sources included; `NaN`: a source has to refill first. */
  due(): Nanos {
    return Math.min(this.#queue.next, ...this.#sources.map((source) => source.next()));
  }

  /** Whether {@linkcode run} is in progress. */
  get running(): boolean {
    return this.#running;
  }

  /** Adds what is pulled; at equal time the source that was added first steps first. */
  addSource(source: Source): void {
    this.#sources.push(source);
  }

  /** Called at the beginning of every {@linkcode run}. */
  beforeRun(hook: () => void): void {
    this.#beforeRun.push(hook);
  }

  /** Puts an event in the queue. @throws {RangeError} in the past, or not an integer */
  schedule(at: Nanos, priority: number, target: Target, argument: unknown): void {
    if (at < this.#now) throw new RangeError(`An event at ${at} ns, but now is ${this.#now} ns`);
    this.#queue.push(at, priority, target, argument);
    if (isDue(priority)) this.#due++;
  }

  /** Calls `run` at a time, from outside of all nodes; its promise is awaited, time stands still. */
  at(at: Nanos, run: () => void | Promise<void>): void {
    this.schedule(at, PRIORITY.outside, new Outside(this, run), undefined);
  }

  /** Follows a callback's promise; the loop then waits as the module's text says. */
  follow(callback: Callback, promise: PromiseLike<unknown>): Callback {
    callback.settled = false;
    callback.finished = false;
    const settle = (thrown: { error: unknown } | undefined) => {
      callback.settled = true;
      callback.thrown = thrown;
      if (this.current === callback) return;
      callback.owner.outOfTurn(callback);
      this.schedule(this.#now, PRIORITY.frees, FINISH, callback);
    };
    const ended = promise.then(() => settle(undefined), (error) => settle({ error }));
    callback.ended = Promise.resolve(ended);
    return callback;
  }

  /**
   * Runs all that happens up to and including `until`; may be called again to go on.
   *
   * @throws {StuckError} a callback waits on what never comes
   */
  async run(options: RunOptions = {}): Promise<"done" | "aborted"> {
    if (this.#running) throw new Error("The executor runs already");
    this.#running = true;
    try {
      for (const hook of this.#beforeRun) hook();
      const { until = Infinity, signal, onTurn } = options;
      for (;;) {
        if (signal?.aborted) return "aborted";
        const state = this.#loop(until);
        if (state === "end") break;
        if (state === "turn") {
          this.#sinceTurn = 0;
          onTurn?.(this.#now);
          await turn();
        } else if (state === "refill") await this.#refill();
        else if (state === "await") await this.#await(signal);
        else await this.#settle(state);
      }
      if (until !== Infinity && until > this.#now) this.#now = until;
      return "done";
    } finally {
      this.current = undefined;
      this.#running = false;
    }
  }

  /** The synchronous part: returns at a callback in progress, at the end, or for another reason. */
  #loop(until: Nanos): Callback | "end" | "turn" | "refill" | "await" {
    const queue = this.#queue;
    // Counted on beyond a refill: a file whose batches are small takes its turns too.
    for (; this.#sinceTurn < EVENTS_PER_TURN; this.#sinceTurn++) {
      let next = Infinity;
      let source: Source | undefined;
      for (const candidate of this.#sources) {
        const at = candidate.next();
        if (at < next) {
          next = at;
          source = candidate;
        } else if (Number.isNaN(at)) return "refill";
      }
      const top = queue.next;
      if (source !== undefined && next <= top) {
        if (next > until) return "end";
        if (source.awaits?.()) return "await";
        this.#step(source, next);
        continue;
      }
      if (top > until || top === Infinity || (until === Infinity && this.#isDrained(source))) {
        return "end";
      }
      const target = queue.pop()!;
      this.#now = queue.time;
      if (isDue(queue.priority)) this.#due--;
      const pending = target.fire(queue.argument, queue.time);
      if (pending !== undefined) return pending;
    }
    return "turn";
  }

  #step(source: Source, at: Nanos): void {
    if (!(at >= this.#now)) {
      throw new RangeError(`Source ${source.name} goes back from ${this.#now} to ${at} ns`);
    }
    this.#now = at;
    this.#lastStep = at;
    source.step();
  }

  /** Without `until`: the sources are over, and what was on its way has arrived. */
  #isDrained(source: Source | undefined): boolean {
    if (source !== undefined || this.#queue.next <= this.#lastStep) return false;
    return this.#due === 0 || this.#queue.next > this.#lastStep + DRAIN;
  }

  async #refill(): Promise<void> {
    for (const source of this.#sources) {
      if (!Number.isNaN(source.next())) continue;
      await source.refill?.();
      if (Number.isNaN(source.next())) throw new Error(`Source ${source.name} does not refill`);
    }
  }

  /** What is due first is not here. */
  async #await(signal: AbortSignal | undefined): Promise<void> {
    for (const source of this.#sources) {
      if (!source.awaits?.()) continue;
      await source.refill?.();
      if (source.awaits() && !signal?.aborted) {
        throw new Error(`Source ${source.name} does not get what it awaits`);
      }
    }
  }

  /** Follows a callback, and those that its end starts, until all are settled or wait. */
  async #settle(first: Callback): Promise<void> {
    let callback: Callback | undefined = first;
    while (callback !== undefined) {
      this.current = callback;
      await this.#quiet(callback);
      this.current = undefined;
      if (callback.finished || !callback.settled) return;
      callback.finished = true;
      callback = callback.owner.finish(callback);
    }
  }

  /** Returns when nothing of this callback moves any more but in virtual time. */
  async #quiet(callback: Callback): Promise<void> {
    const detached = callback.finished; // code that its handler did not wait for
    for (let tick = 0; tick < TICKS && !callback.settled; tick++) await null;
    if (callback.settled && !detached && callback.reads === 0) return;
    if (callback.patient) return await callback.ended; // no node of ours: nothing else to look at
    await turn();
    let patience = new Patience(this.#foreignMs);
    const moves = () => callback.reads > 0 || (!callback.settled && callback.waits === 0);
    for (let turns = 0; moves(); turns++) {
      if (callback.reads > 0) patience = new Patience(this.#foreignMs);
      if (patience.over) throw new StuckError(callback, this.#now, this.#foreignMs);
      await (turns < EAGER_TURNS ? turn() : pause(1));
    }
  }
}

/** Events without which a run on a log would be cut off: not timers and sleeps, which never end. */
function isDue(priority: number): boolean {
  return priority === PRIORITY.delivery || priority === PRIORITY.frees ||
    priority === PRIORITY.resume;
}
