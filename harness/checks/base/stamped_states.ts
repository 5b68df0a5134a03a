/**
 * `/fusion/state` carries no stamp: it stands at the log time of the odometry of the same update.
 * Here the two are put together again.
 */
import type { Nanos } from "../../../msgs/time.ts";
import type { Float64MultiArray } from "../../../msgs/types.ts";

/** Length of a state message: 12 states, then their 12 × 12 covariance. */
export const STATE_LENGTH = 12 + 144;

/** A state with its stamp, and that of the odometry before it (the IMU interval's start). */
export interface StampedState {
  readonly stamp: Nanos;
  readonly previous: Nanos | undefined;
  readonly data: Float64Array;
}

/** Pairs states and odometry of equal delivery time, each in its order. */
export class StampedStates {
  readonly #odometry: { at: Nanos; stamp: Nanos; previous: Nanos | undefined }[] = [];
  readonly #states: { at: Nanos; data: Float64Array }[] = [];
  #last: Nanos | undefined;

  /** An odometry message was delivered. */
  odometry(at: Nanos, stamp: Nanos, paired: (state: StampedState) => void): void {
    this.#odometry.push({ at, stamp, previous: this.#last });
    this.#last = stamp;
    this.#pair(paired);
  }

  /** A state message was delivered. */
  state(at: Nanos, message: Float64MultiArray, paired: (state: StampedState) => void): void {
    this.#states.push({ at, data: message.data });
    this.#pair(paired);
  }

  #pair(paired: (state: StampedState) => void): void {
    while (this.#odometry.length > 0 && this.#states.length > 0) {
      const [odometry, state] = [this.#odometry[0]!, this.#states[0]!];
      if (odometry.at <= state.at) this.#odometry.shift();
      if (state.at <= odometry.at) this.#states.shift();
      if (state.at === odometry.at) paired({ ...odometry, data: state.data });
    }
  }
}
