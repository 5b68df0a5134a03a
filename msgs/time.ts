/** Time: ROS stamps at the edge, integer nanoseconds since the run's epoch inside. */

/** `builtin_interfaces/msg/Time`: untouched in messages. */
export interface Time {
  /** Whole seconds; may be negative. */
  sec: number;
  /** 0 … 999 999 999, forward from `sec`. */
  nanosec: number;
}

/** Scheduler and filter time: integer nanoseconds since the run's epoch; may be negative. */
export type Nanos = number;

/** One second in {@linkcode Nanos}. */
export const SECOND: Nanos = 1_000_000_000;
/** One millisecond in {@linkcode Nanos}. */
export const MILLISECOND: Nanos = 1_000_000;

/** The epoch of a simulated run: 1 s exactly, since a stamp of 0 means "unset". */
export const SIMULATED_EPOCH: Readonly<Time> = { sec: 1, nanosec: 0 };

/** The largest distance from the epoch: beyond it, integers of a double would lose nanoseconds. */
export const NANOS_LIMIT: Nanos = 104 * 86_400 * SECOND;

/**
 * A stamp as nanoseconds since the epoch.
 *
 * @example
 * ```ts
 * import { SIMULATED_EPOCH, toNanos } from "./time.ts";
 * toNanos({ sec: 3, nanosec: 5 }, SIMULATED_EPOCH); // 2_000_000_005
 * ```
 * @throws {RangeError} more than 104 days from the epoch; `where` (a topic) is named in it
 */
export function toNanos(stamp: Time, epoch: Time, where = "stamp"): Nanos {
  const at = (stamp.sec - epoch.sec) * SECOND + (stamp.nanosec - epoch.nanosec);
  if (!(at >= -NANOS_LIMIT && at <= NANOS_LIMIT)) {
    throw new RangeError(
      `${where}: stamp ${stamp.sec}.${String(stamp.nanosec).padStart(9, "0")} s is more than ` +
        `104 days from the run's epoch ${epoch.sec} s`,
    );
  }
  return at;
}

/** The stamp of a moment; the inverse of {@linkcode toNanos}. */
export function toTime(at: Nanos, epoch: Time): Time {
  const total = at + epoch.nanosec;
  const seconds = Math.floor(total / SECOND);
  return { sec: epoch.sec + seconds, nanosec: total - seconds * SECOND };
}
