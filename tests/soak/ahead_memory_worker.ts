/**
 * The worker that makes captures ahead, and beside it a note of what it keeps: after each so many
 * captures of its own, in memory that the test shares with it.
 */
import { parentPort, workerData } from "#threads";
import "../../harness/host/threads/ahead_worker.ts";
import { bytesKept } from "./memory.ts";

/** What the test gives its workers beside their work. */
export interface Watched {
  /** Workers that there are so far. */
  readonly workers: Int32Array;
  /** Of each worker, bytes that it kept, note by note. */
  readonly kept: readonly Float64Array[];
  /** Captures from note to note. */
  readonly every: number;
  /** Bytes that stay of each capture: a leak, to be seen. */
  readonly stays: number;
}

const { workers, kept, every, stays } = workerData as Watched;
const mine = kept[Atomics.add(workers, 0, 1)]!, leak: Uint8Array[] = [];
let captures = 0;

// The worker's own listener came first: the capture of this order has been made.
parentPort?.on("message", () => {
  if (stays > 0) leak.push(new Uint8Array(stays));
  if (++captures % every === 0) mine[captures / every - 1] = bytesKept();
});
