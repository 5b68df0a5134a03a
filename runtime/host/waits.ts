/** What a callback may wait for in virtual time: `sleep`, `fetch` and `work`. */
import {
  type RunTasks,
  type TaskInput,
  type TaskName,
  type TaskOutput,
  TASKS,
} from "../../core/tasks.ts";
import { MILLISECOND, type Nanos } from "../../msgs/time.ts";
import { type Executor, PRIORITY, type Target } from "../executor.ts";
import type { FetchInit, FetchResult, Io } from "../node.ts";
import type { Callback } from "./callback.ts";
import { type Answer, resultOf, type ScriptedNetwork } from "./fetch.ts";

/** What the waits need of their node. */
export interface WaitingNode {
  readonly executor: Executor;
  readonly closed: boolean;
  /** `create` is running: time has not started for this node. */
  readonly creating: boolean;
  /** Calls it when the node ends; returns what takes that back. */
  onClose(run: () => void): () => void;
  /** The callback of this node whose code runs now; otherwise counted and logged as stray. */
  inside(action: string): Callback | undefined;
}

/** What happens outside of virtual time, for a host whose clock is not virtual. */
export interface LiveServices {
  /** The real network. */
  fetch(url: string, init: FetchInit): Promise<FetchResult>;
  /** Runs a job when nothing more urgent waits; without it `work` takes virtual time. */
  readonly work?: (<R>(job: () => R) => Promise<R>) | undefined;
  /** An event was scheduled while the executor did not run: run it. */
  wake(): void;
}

type Outcome<R> = { readonly value: R } | { readonly error: unknown };

/** One wait. It ends with the first outcome whose time comes; after the node's end, never. */
class Wait<R> implements Target {
  readonly promise: Promise<R>;
  readonly #node: WaitingNode;
  readonly #callback: Callback;
  #settle!: { resolve: (value: R) => void; reject: (error: unknown) => void };
  #ended = false;

  constructor(node: WaitingNode, callback: Callback) {
    this.#node = node;
    this.#callback = callback;
    callback.waits++;
    this.promise = new Promise((resolve, reject) => this.#settle = { resolve, reject });
  }

  /** Schedules an outcome. */
  endAt(at: Nanos, outcome: Outcome<R>): void {
    if (!this.#ended) this.#node.executor.schedule(at, PRIORITY.wakes, this, outcome);
  }

  fire(argument: unknown): Callback | undefined {
    if (this.#ended || this.#node.closed) return undefined;
    this.#ended = true;
    this.#callback.waits--;
    const outcome = argument as Outcome<R>;
    if ("error" in outcome) this.#settle.reject(outcome.error);
    else this.#settle.resolve(outcome.value);
    return this.#callback;
  }
}

/** What a call outside of any callback waits for: it was counted, and code there ends here. */
function never(): Promise<never> {
  return new Promise(() => {});
}

/** `io.sleep` of a node. */
export function sleepOf(node: WaitingNode): Io["sleep"] {
  return (ms) => {
    const span = Math.round(ms * MILLISECOND);
    if (!(Number.isSafeInteger(span) && span >= 0)) {
      return Promise.reject(new RangeError(`io.sleep takes 0 ms or more, not ${ms}`));
    }
    if (node.creating) {
      return Promise.reject(new Error("create can't sleep: time has not started, use io.every"));
    }
    const callback = node.inside("sleep");
    if (callback === undefined) return never();
    const wait = new Wait<void>(node, callback);
    wait.endAt(node.executor.now + span, { value: undefined });
    return wait.promise;
  };
}

/**
 * `io.work` of a node: a job runs at once, a task on the pool's workers, which takes real time and
 * no virtual time; the result is there after `computeTime`.
 */
export function workOf(
  node: WaitingNode,
  computeTime: () => Nanos,
  pool: RunTasks = inTurn,
): Io["work"] {
  const work = async (
    first: (() => unknown) | TaskName,
    inputs: readonly TaskInput<TaskName>[] = [],
  ): Promise<unknown> => {
    const creating = node.creating;
    const callback = creating ? undefined : node.inside("work");
    if (!creating && callback === undefined) return never();
    const outcome = typeof first === "function" ? outcomeNow(first) : await held(callback, () => {
      return pool(first, inputs);
    });
    if (callback === undefined) return immediate(outcome);
    const wait = new Wait<unknown>(node, callback);
    wait.endAt(node.executor.now + computeTime(), outcome);
    return wait.promise;
  };
  return work as Io["work"];
}

function outcomeNow<R>(job: () => R): Outcome<R> {
  try {
    return { value: job() };
  } catch (error) {
    return { error };
  }
}

/** Awaits what takes real time: virtual time waits for it, as it does for files. */
async function held(
  callback: Callback | undefined,
  run: () => Promise<unknown>,
): Promise<Outcome<unknown>> {
  if (callback !== undefined) callback.reads++;
  try {
    return { value: await run() };
  } catch (error) {
    return { error };
  } finally {
    if (callback !== undefined) callback.reads--;
  }
}

/** Without a pool: here, one after the other. */
const inTurn: RunTasks = <N extends TaskName>(task: N, inputs: readonly TaskInput<N>[]) => {
  const run = TASKS[task] as (input: TaskInput<N>) => TaskOutput<N>;
  try {
    return Promise.resolve(inputs.map((input) => run(input)));
  } catch (error) {
    return Promise.reject(error);
  }
};

/** `io.fetch` of a node; an answer, a failure, a time-out or a cancellation, in virtual time. */
export function fetchOf(node: WaitingNode, network: ScriptedNetwork): Io["fetch"] {
  return (url, init = {}) => {
    const { signal, timeoutMs } = init;
    const answer = network.answer(url);
    const outcome = outcomeOf(answer, url, init);
    if (node.creating) {
      return immediate(answer.silent ? { error: timeout(url, timeoutMs ?? 0) } : outcome);
    }
    const callback = node.inside("fetch");
    if (callback === undefined) return never();
    const wait = new Wait<FetchResult>(node, callback);
    const { now } = node.executor;
    if (signal?.aborted) {
      wait.endAt(now, { error: signal.reason });
      return wait.promise;
    }
    if (!answer.silent) wait.endAt(now + nanos(answer.delay_ms ?? 0), outcome);
    if (timeoutMs !== undefined) {
      wait.endAt(now + nanos(timeoutMs), { error: timeout(url, timeoutMs) });
    }
    signal?.addEventListener("abort", () => {
      wait.endAt(node.executor.now, { error: signal.reason });
    }, { once: true });
    return wait.promise;
  };
}

/** `io.fetch` in real time; the node's end cancels it, so that nothing is kept open by it. */
export function liveFetch(node: WaitingNode, live: LiveServices): Io["fetch"] {
  return (url, init = {}) => {
    const start = () => {
      const end = new AbortController();
      const forget = node.onClose(() => end.abort(new Error("the node has ended")));
      const signals = init.signal === undefined ? [end.signal] : [init.signal, end.signal];
      const asked = live.fetch(url, { ...init, signal: AbortSignal.any(signals) });
      return asked.finally(forget);
    };
    return liveWait(node, live, { action: "fetch", start });
  };
}

/** `io.work` in real time: a task on the pool's workers, a job when nothing more urgent waits. */
export function liveWork(
  node: WaitingNode,
  live: LiveServices,
  { job, pool = inTurn }: { job: NonNullable<LiveServices["work"]>; pool: RunTasks | undefined },
): Io["work"] {
  const work = (first: (() => unknown) | TaskName, inputs: readonly TaskInput<TaskName>[] = []) => {
    const start = () =>
      typeof first === "function" ? job(first) : pool(first, inputs) as Promise<unknown>;
    return liveWait(node, live, { action: "work", start });
  };
  return work as Io["work"];
}

/** Waits for a real promise as for `sleep`: its outcome comes at the time that it is then. */
export function liveWait<R>(
  node: WaitingNode,
  live: LiveServices,
  { action, start }: { action: string; start: () => Promise<R> },
): Promise<R> {
  if (node.creating) return start();
  const callback = node.inside(action);
  if (callback === undefined) return never();
  const wait = new Wait<R>(node, callback);
  const settle = (outcome: Outcome<R>) => {
    wait.endAt(node.executor.now, outcome);
    live.wake();
  };
  start().then((value) => settle({ value }), (error) => settle({ error }));
  return wait.promise;
}

function nanos(ms: number): Nanos {
  return Math.round(ms * MILLISECOND);
}

function outcomeOf(answer: Answer, url: string, init: FetchInit): Outcome<FetchResult> {
  if (answer.error === undefined) return outcomeNow(() => resultOf(answer, url, init));
  return { error: new TypeError(`fetch of ${url} failed: ${answer.error}`) };
}

function timeout(url: string, ms: number): DOMException {
  return new DOMException(`fetch of ${url} timed out after ${ms} ms`, "TimeoutError");
}

function immediate<R>(outcome: Outcome<R>): Promise<R> {
  return "error" in outcome ? Promise.reject(outcome.error) : Promise.resolve(outcome.value);
}
