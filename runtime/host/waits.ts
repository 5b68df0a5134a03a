/** What a callback may wait for in virtual time: `sleep`, `fetch` and `work`. */
import { MILLISECOND, type Nanos } from "../../msgs/time.ts";
import { type Executor, PRIORITY, type Target } from "../executor.ts";
import type { FetchResult, Io } from "../node.ts";
import type { Callback } from "./callback.ts";
import { type Answer, resultOf, type ScriptedNetwork } from "./fetch.ts";

/** What the waits need of their node. */
export interface WaitingNode {
  readonly executor: Executor;
  readonly closed: boolean;
  /** `create` is running: time has not started for this node. */
  readonly creating: boolean;
  /** The callback of this node whose code runs now; otherwise counted and logged as stray. */
  inside(action: string): Callback | undefined;
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

/** `io.work` of a node: the job runs at once, its result is there after `computeTime`. */
export function workOf(node: WaitingNode, computeTime: () => Nanos): Io["work"] {
  return <R>(job: () => R): Promise<R> => {
    let outcome: Outcome<R>;
    try {
      outcome = { value: job() };
    } catch (error) {
      outcome = { error };
    }
    if (node.creating) return immediate(outcome);
    const callback = node.inside("work");
    if (callback === undefined) return never();
    const wait = new Wait<R>(node, callback);
    wait.endAt(node.executor.now + computeTime(), outcome);
    return wait.promise;
  };
}

/** `io.fetch` of a node; an answer, a failure, a time-out or a cancellation, in virtual time. */
export function fetchOf(node: WaitingNode, network: ScriptedNetwork): Io["fetch"] {
  return (url, { signal, timeoutMs } = {}) => {
    const answer = network.answer(url);
    const outcome = outcomeOf(answer, url);
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

function nanos(ms: number): Nanos {
  return Math.round(ms * MILLISECOND);
}

function outcomeOf(answer: Answer, url: string): Outcome<FetchResult> {
  if (answer.error === undefined) return { value: resultOf(answer) };
  return { error: new TypeError(`fetch of ${url} failed: ${answer.error}`) };
}

function timeout(url: string, ms: number): DOMException {
  return new DOMException(`fetch of ${url} timed out after ${ms} ms`, "TimeoutError");
}

function immediate<R>(outcome: Outcome<R>): Promise<R> {
  return "error" in outcome ? Promise.reject(outcome.error) : Promise.resolve(outcome.value);
}
