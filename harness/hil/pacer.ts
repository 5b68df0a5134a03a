/** Drives a run by a clock that nobody can hold: sleeps until something is due, or has come. */
import { MILLISECOND, type Nanos } from "../../msgs/time.ts";
import type { Executor } from "../../runtime/executor.ts";
import { Interrupted } from "../errors.ts";

/** A clock that goes on by itself, and an alarm. */
export interface PaceClock {
  /** Since the run's epoch. */
  now(): Nanos;
  /** Resolves at a time, or earlier when somebody wakes it. */
  until(at: Nanos): Promise<void>;
}

/** What is looked after beside what is due: `/clock`, silence, signals. */
const TICK: Nanos = 10 * MILLISECOND;

/** How to drive. */
export interface DriveOptions {
  readonly clock: PaceClock;
  /** The run's end. */
  readonly until: Nanos;
  readonly signal?: AbortSignal | undefined;
  /** Called at least every 10 ms with the time. */
  readonly onTick?: ((at: Nanos) => void) | undefined;
}

/**
 * Runs all that is due, when it is due, until the end.
 *
 * @throws {Interrupted} the signal was raised
 */
export async function drive(
  executor: Executor,
  { clock, until, signal, onTick }: DriveOptions,
): Promise<void> {
  for (;;) {
    const now = Math.min(Math.max(clock.now(), executor.now), until);
    const state = await executor.run({ until: now, ...(signal && { signal }) });
    if (state === "aborted" || signal?.aborted) throw new Interrupted();
    onTick?.(executor.now);
    if (executor.now >= until) return;
    await clock.until(Math.min(executor.due(), executor.now + TICK, until));
  }
}
