/** Time on ROS 2: the system's, or what `/clock` says. This is the only place where both meet. */
import { type Nanos, SECOND, type Time, toNanos, toTime } from "../../msgs/time.ts";

/** The system's clock, and a monotonic one to go on by. */
export interface SystemTime {
  /** Milliseconds since 1970; may be set back. */
  wallMs(): number;
  /** Milliseconds, never going back. */
  steadyMs(): number;
}

/** This machine's. */
export const SYSTEM: SystemTime = {
  wallMs: () => Date.now(),
  steadyMs: () => performance.now(),
};

/** More than this between the two clocks is no rounding: the system's clock was set. */
const SET_MS = 5;

/** Wall time as a node's clock: it follows the system's clock, but never goes back. */
export class WallClock {
  /** The second in which it began. */
  readonly epoch: Time;
  readonly #system: SystemTime;
  #offsetMs: number;
  #last: Nanos = 0;

  /** Begins now. */
  constructor(system: SystemTime = SYSTEM) {
    this.#system = system;
    this.epoch = { sec: Math.floor(system.wallMs() / 1000), nanosec: 0 };
    this.#offsetMs = this.#offset();
  }

  /** Nanoseconds since the epoch. */
  now(): Nanos {
    const offset = this.#offset();
    // The wall's milliseconds are whole: below one of them only the steady clock knows.
    if (Math.abs(offset - this.#offsetMs) > SET_MS) this.#offsetMs = offset;
    const at = Math.round((this.#system.steadyMs() + this.#offsetMs) * 1e6);
    return this.#last = Math.max(at, this.#last);
  }

  #offset(): number {
    return this.#system.wallMs() - this.epoch.sec * 1000 - this.#system.steadyMs();
  }
}

/** How far `/clock` may go back without a jump being meant: messages of two writers, or reordered. */
const JITTER: Nanos = SECOND / 10;

/** What became of a `/clock` message. */
export type ClockStep = "on" | "ignored" | "jump";

/** Time as `/clock` says it. */
export class FollowedClock {
  /** The second of its first message. */
  readonly epoch: Time;
  #now: Nanos;

  /** Begins with the first message. */
  constructor(first: Time) {
    this.epoch = { sec: first.sec, nanosec: 0 };
    this.#now = first.nanosec;
  }

  /** Nanoseconds since the epoch. */
  now(): Nanos {
    return this.#now;
  }

  /**
   * The next message: time goes on, stays where it is (a little back), or has jumped back, so
   * that a new clock has to begin.
   *
   * @throws {RangeError} more than 104 days from the epoch
   */
  step(to: Time): ClockStep {
    const at = toNanos(to, this.epoch, "/clock");
    if (at >= this.#now) {
      this.#now = at;
      return "on";
    }
    return at < this.#now - JITTER ? "jump" : "ignored";
  }

  /** The stamp of now. */
  stamp(): Time {
    return toTime(this.#now, this.epoch);
  }
}
