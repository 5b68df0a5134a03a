/** A callback in progress: how the executor knows what it waits for. */
import type { Nanos } from "../../msgs/time.ts";

/** Who is told how a callback ended: a node's host. */
export interface CallbackOwner {
  /** The node that it belongs to. */
  readonly node: unknown;
  /** It returned, or its promise settled; `undefined` or the next callback that returned a promise. */
  finish(callback: Callback): Callback | undefined;
  /** Its promise settled in another callback's turn: it waited on what the executor can't order. */
  outOfTurn(callback: Callback): void;
}

/** One call of a handler. The executor waits until it is settled or waits on virtual time alone. */
export class Callback {
  /** What it is, for messages: `fusion: input imu`. */
  readonly label: string;
  /** Who is told how it ended. */
  readonly owner: CallbackOwner;
  /** Unfinished `sleep`, `fetch` and `work`: what ends in virtual time. */
  waits = 0;
  /** Unfinished `file`: takes real time and no virtual time, so that everything waits for it. */
  reads = 0;
  /** It may take any real time: a call from outside. */
  patient = false;
  /** Resolves when its promise has settled. */
  ended: Promise<void> | undefined = undefined;
  /** Its promise has settled, or it returned none. */
  settled = true;
  /** `finish` was called. */
  finished = true;
  /** What it threw. */
  thrown: { error: unknown } | undefined = undefined;
  /** When its handler was called. */
  startedAt: Nanos = 0;
  /** What it publishes earlier leaves then: start plus compute time. */
  leavesAt: Nanos = 0;

  /** A callback that is not in progress yet. */
  constructor(owner: CallbackOwner, label: string) {
    this.owner = owner;
    this.label = label;
  }
}

/** A callback that waits on something that never came: the run can't go on. */
export class StuckError extends Error {
  /** As printed before the message. */
  override readonly name = "StuckError";
  /** Whose callback: `fusion: input imu`. */
  readonly label: string;
  /** Where simulated time stopped. */
  readonly at: Nanos;

  /** Names the callback and the simulated time at which it stopped. */
  constructor(callback: Callback, at: Nanos, waitedMs: number) {
    super(
      `${callback.label} is stuck at ${(at / 1e9).toFixed(9)} s: it awaits something other than ` +
        `io.sleep, io.fetch, io.work or io.file, which did not settle within ${
          waitedMs / 1000
        } s ` +
        "of real time",
    );
    this.label = callback.label;
    this.at = at;
  }
}
