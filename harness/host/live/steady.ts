/** Time of a run that nobody can hold: the monotonic clock, begun at a moment of the wall's. */
import { MILLISECOND, type Nanos, SIMULATED_EPOCH, type Time, toTime } from "../../../msgs/time.ts";

/** This machine's clocks, ms. */
export interface Clocks {
  /** Since 1970; may be set back. */
  wall(): number;
  /** Never goes back. */
  steady(): number;
}

const MACHINE: Clocks = { wall: () => Date.now(), steady: () => performance.now() };

/** Both clocks are compared until what is open is less, ms. */
const KNOWN_MS = 0.05;
/** Or for so long. */
const LOOK_MS = 20;

/**
 * What the wall's time is ahead of the steady one, ms. The wall's milliseconds are whole: one that is
 * read between two looks at the steady clock bounds the difference from both sides, and bounds
 * that hold at once leave little of it; a process that is put aside in between only bounds it less.
 */
function wallFromSteady(clocks: Clocks): number {
  let least = -Infinity, most = Infinity;
  const start = clocks.steady();
  let before = start, after = start;
  while (most - least > KNOWN_MS && after - start < LOOK_MS) {
    const wall = clocks.wall();
    after = clocks.steady();
    least = Math.max(least, wall - after);
    most = Math.min(most, wall + 1 - before);
    before = after;
  }
  return (least + most) / 2;
}

/** See the module's text. */
export class SteadyTime {
  /** What moment 0 is as a stamp. */
  readonly base: Time;
  readonly #clocks: Clocks;
  #began: number;

  /** Begins now, at `base`; without one at the wall's time, to far less than its millisecond. */
  constructor(base?: Time, clocks: Clocks = MACHINE) {
    this.#clocks = clocks;
    if (base !== undefined) {
      this.base = base;
      this.#began = clocks.steady();
      return;
    }
    this.#began = clocks.steady();
    const wall = this.#began + wallFromSteady(clocks);
    const sec = Math.floor(wall / 1000);
    this.base = { sec, nanosec: Math.round((wall - sec * 1000) * MILLISECOND) };
  }

  /** Begins now, at the epoch of simulated runs. */
  static simulated(): SteadyTime {
    return new SteadyTime(SIMULATED_EPOCH);
  }

  /** Since it began. */
  now(): Nanos {
    return Math.round((this.#clocks.steady() - this.#began) * MILLISECOND);
  }

  /** Begins anew, now, at the same base; for time of one's own only. */
  restart(): void {
    this.#began = this.#clocks.steady();
  }

  /** A moment as the steady clock has it, ms. */
  steadyMs(at: Nanos): number {
    return this.#began + at / MILLISECOND;
  }

  /** A moment as a stamp. */
  stamp(at: Nanos = this.now()): Time {
    return toTime(at, this.base);
  }
}
