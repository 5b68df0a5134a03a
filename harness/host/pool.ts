/**
 * Workers that take jobs from one queue, each as soon as it is free, so that none waits while
 * there is work. One that says nothing for too long, or dies, is replaced; its job has failed.
 */
import type { Answer, FromWorker, Job } from "./jobs.ts";

/** How a pool works. */
export interface PoolOptions {
  readonly jobs: number;
  /** Wall time without any sign of life after which a worker is ended, s. */
  readonly watchdogS: number;
  /** Default: Dryrun's own worker. */
  readonly worker?: URL;
}

/** What a worker is at. */
interface Task {
  readonly job: Job;
  readonly done: (answer: Answer) => void;
  readonly alive: ((at: number) => void) | undefined;
}

interface Slot {
  worker: Worker | undefined;
  task: Task | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
  /** It has spoken: before, it loads Dryrun's own modules, which takes what the machine takes. */
  ready: boolean;
  /** Simulated time that it last spoke of, ns. */
  at: number;
}

/** A pool of workers. */
export class Pool {
  readonly #options: PoolOptions;
  readonly #slots: Slot[];
  readonly #queue: Task[] = [];
  #closed = false;

  constructor(options: PoolOptions) {
    this.#options = options;
    this.#slots = Array.from({ length: options.jobs }, () => ({
      ...{ worker: undefined, task: undefined, timer: undefined, ready: false, at: 0 },
    }));
  }

  /** Queues a job; `alive` hears of its simulated time now and then. Never rejects. */
  do(job: Job, alive?: (at: number) => void): Promise<Answer> {
    return new Promise((done) => {
      this.#queue.push({ job, done, alive });
      this.#dispatch();
    });
  }

  /** Ends all workers, whatever they are at; jobs that are not done never answer. */
  close(): void {
    this.#closed = true;
    this.#queue.length = 0;
    for (const slot of this.#slots) this.#end(slot);
  }

  #dispatch(): void {
    if (this.#closed) return;
    for (const slot of this.#slots) {
      if (slot.task !== undefined) continue;
      const task = this.#queue.shift();
      if (task === undefined) return;
      slot.task = task;
      slot.at = 0;
      slot.worker ??= this.#start(slot);
      this.#watch(slot);
      slot.worker.postMessage(task.job);
    }
  }

  #start(slot: Slot): Worker {
    const url = this.#options.worker ?? new URL("./worker.ts", import.meta.url);
    const worker = new Worker(url, { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
      slot.ready = true;
      if (data.is !== "alive") return this.#finish(slot, data);
      slot.at = data.at;
      slot.task?.alive?.(data.at);
      this.#watch(slot);
    };
    worker.onerror = (event) => {
      event.preventDefault();
      this.#lose(
        slot,
        `its worker died at ${seconds(slot.at)}: ${event.message.split("\n", 1)[0]}`,
      );
    };
    return worker;
  }

  #watch(slot: Slot): void {
    clearTimeout(slot.timer);
    if (!slot.ready) return;
    const { watchdogS } = this.#options;
    slot.timer = setTimeout(() => {
      const where = slot.task?.job.do === "run" ? ` after ${seconds(slot.at)}` : "";
      this.#lose(slot, `nothing happened for ${watchdogS} s${where}: a node never returns`);
    }, watchdogS * 1000);
  }

  #lose(slot: Slot, text: string): void {
    this.#end(slot);
    const at_s = slot.at / 1e9, when = slot.task?.job.do === "run" && at_s > 0 && { at_s };
    const error = { kind: "input", text, ...when } as const;
    this.#finish(slot, { is: "failed", error, problems: [text] });
  }

  #end(slot: Slot): void {
    clearTimeout(slot.timer);
    slot.worker?.terminate();
    slot.ready = false;
    slot.worker = undefined;
  }

  #finish(slot: Slot, answer: Answer): void {
    clearTimeout(slot.timer);
    const { task } = slot;
    slot.task = undefined;
    task?.done(answer);
    this.#dispatch();
  }
}

function seconds(at: number): string {
  return `${(at / 1e9).toFixed(1)} s of simulated time`;
}
