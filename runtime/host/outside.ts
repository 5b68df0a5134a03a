/** Events that belong to no node. */
import type { Executor, Target } from "../executor.ts";
import { Callback, type CallbackOwner } from "./callback.ts";

/** Finishes a callback that settled out of its turn. */
export const FINISH: Target = {
  fire(argument) {
    const callback = argument as Callback;
    if (callback.finished) return undefined;
    callback.finished = true;
    return callback.owner.finish(callback);
  },
};

/** A call from outside of all nodes. What it throws ends the run. */
export class Outside implements Target, CallbackOwner {
  readonly node: undefined;
  readonly #executor: Executor;
  readonly #run: () => void | Promise<void>;

  /** `run` is called once, when the event comes. */
  constructor(executor: Executor, run: () => void | Promise<void>) {
    this.#executor = executor;
    this.#run = run;
  }

  fire(): Callback | undefined {
    const promise = this.#run();
    if (promise === undefined) return undefined;
    const callback = new Callback(this, "a call from outside of all nodes");
    callback.patient = true;
    return this.#executor.follow(callback, promise);
  }

  finish(callback: Callback): undefined {
    if (callback.thrown !== undefined) throw callback.thrown.error;
  }

  outOfTurn(): void {}
}
