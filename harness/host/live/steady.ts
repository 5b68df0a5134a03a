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
    // The wall's milliseconds are whole: their edge is where both clocks can be compared.
    const first = clocks.wall();
    let wall = first;
    while (wall === first) wall = clocks.wall();
    this.#began = clocks.steady();
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
