/**
 * Workers that run tasks of `core` beside the event loop, over memory that all share. Results come
 * in the order of inputs, whoever was done first: they are those of running one after the other.
 */
import { Worker } from "#threads";
import type { RunTasks, TaskInput, TaskName, TaskOutput } from "../../core/tasks.ts";
import type { Answer, Order } from "./protocol.ts";

/** Workers where nobody says otherwise; fewer on a machine of fewer cores. */
export const WORKERS = 4;

/** Tasks that a worker has: the one that it is at, and the next, so that it never waits for us. */
const AT_ONCE = 2;

/** Crashes in a row, with nothing done between them, after which there will be no more workers. */
const CRASHES = 8;

/** How a pool is made. */
export interface PoolOptions {
  /** Workers; default 4, but no more than cores. */
  readonly workers?: number;
  /** Told of each worker that ended by itself, after it was replaced. */
  readonly onCrash?: (reason: string) => void;
  /** What a worker runs, by `serve`. Default: the tasks of `core`. */
  readonly script?: URL;
  /** What each worker is given at its start. */
  readonly data?: unknown;
}

/** A worker that ended in the middle of a task, twice: the task is at fault, or the machine. */
export class WorkerCrash extends Error {
  /** As printed before the message. */
  override readonly name = "WorkerCrash";
}

interface Job extends Order {
  readonly resolve: (result: never) => void;
  readonly reject: (error: Error) => void;
  crashes: number;
}

interface Member {
  readonly worker: Worker;
  /** What it was asked for, in that order; it is at the first. */
  readonly jobs: Job[];
  reason: string;
}

/** The pool. Workers are made with the first task that needs them; {@linkcode close} ends them. */
export class WorkerPool {
  /** Workers that there may be. */
  readonly size: number;
  /** Workers that ended by themselves. */
  crashes = 0;
  readonly #members = new Set<Member>();
  readonly #waiting: Job[] = [];
  readonly #script: URL;
  readonly #data: unknown;
  readonly #onCrash: (reason: string) => void;
  #ids = 0;
  #inARow = 0;
  #closing = false;
  #idle: (() => void) | undefined;

  /** Of these options. @throws {RangeError} a number of workers that is no positive integer */
  constructor(options: PoolOptions = {}) {
    const { workers = Math.min(WORKERS, navigator.hardwareConcurrency) } = options;
    if (!(Number.isSafeInteger(workers) && workers > 0)) {
      throw new RangeError(`a pool of ${workers} workers, expected 1 or more`);
    }
    this.size = workers;
    this.#script = options.script ?? new URL("./worker.ts", import.meta.url);
    this.#data = options.data;
    this.#onCrash = options.onCrash ?? (() => {});
  }

  /**
   * Runs one task on each input. What a task throws rejects with its message, that of the first
   * input of those that threw.
   *
   * @throws {WorkerCrash} two workers in turn ended in the middle of the same input
   */
  readonly run: RunTasks = async <N extends TaskName>(
    task: N,
    inputs: readonly TaskInput<N>[],
  ): Promise<TaskOutput<N>[]> => {
    const results = await Promise.allSettled(inputs.map((input) => this.order(task, input)));
    return results.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value as TaskOutput<N>;
    });
  };

  /** Runs one task on one input, of a script whose tasks `core` does not know. Errors as of `run`. */
  order(task: string, input: unknown): Promise<unknown> {
    if (this.#closing) return Promise.reject(new Error("the pool of workers is closed"));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ id: this.#ids++, task, input, resolve, reject, crashes: 0 });
      this.#dispatch();
    });
  }

  /** Waits for what was asked for, then ends all workers. */
  async close(): Promise<void> {
    this.#closing = true;
    if (this.#busy) await new Promise<void>((resolve) => this.#idle = resolve);
    await this.end();
  }

  /** Ends all workers, whatever they are at; what was asked for is never answered. */
  async end(): Promise<void> {
    this.#closing = true;
    this.#waiting.length = 0;
    const members = [...this.#members];
    this.#members.clear();
    await Promise.all(members.map(({ worker }) => worker.terminate()));
  }

  get #busy(): boolean {
    return this.#waiting.length > 0 || [...this.#members].some(({ jobs }) => jobs.length > 0);
  }

  #dispatch(): void {
    while (this.#waiting.length > 0) {
      const member = this.#free();
      if (member === undefined) return;
      const job = this.#waiting.shift()!;
      member.jobs.push(job);
      member.worker.ref();
      const { id, task, input } = job;
      member.worker.postMessage({ id, task, input } satisfies Order);
    }
    if (!this.#busy) this.#idle?.();
  }

  /** Who takes the next task: one that has none, else a new one, else the one with the fewest. */
  #free(): Member | undefined {
    let least: Member | undefined;
    for (const one of this.#members) {
      if (one.jobs.length < (least?.jobs.length ?? AT_ONCE)) least = one;
    }
    if (least?.jobs.length === 0 || this.#members.size === this.size) return least;
    return this.#hire();
  }

  #hire(): Member {
    const worker = new Worker(this.#script, { workerData: this.#data });
    const member: Member = { worker, jobs: [], reason: "it ended by itself" };
    worker.on("message", (answer: Answer) => this.#take(member, answer));
    worker.on("error", (error: Error) => member.reason = error.message);
    worker.on("exit", () => this.#lose(member));
    worker.unref(); // an idle pool keeps no process alive
    this.#members.add(member);
    return member;
  }

  #take(member: Member, answer: Answer): void {
    const { jobs } = member;
    if (jobs[0]?.id !== answer.id) return;
    const job = jobs.shift()!;
    if (jobs.length === 0) member.worker.unref();
    this.#inARow = 0;
    if ("error" in answer) {
      const error = new Error(answer.error.message);
      error.name = answer.error.name;
      job.reject(error);
    } else job.resolve(answer.result as never);
    this.#dispatch();
  }

  /** A worker is gone: the task that it was at is tried once more, by another. */
  #lose(member: Member): void {
    if (!this.#members.delete(member)) return; // it was ended
    const { jobs: [job, ...others], reason } = member;
    this.crashes++;
    this.#inARow++;
    this.#onCrash(reason);
    this.#waiting.unshift(...others);
    const text = `a worker ended in the middle of ${job?.task ?? "nothing"}: ${reason}`;
    if (job !== undefined) {
      if (++job.crashes > 1) job.reject(new WorkerCrash(text));
      else this.#waiting.unshift(job);
    }
    if (this.#inARow >= CRASHES) {
      for (const one of this.#waiting.splice(0)) one.reject(new WorkerCrash(text));
    }
    this.#dispatch();
  }
}
