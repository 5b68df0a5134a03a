/** What a stream is like, real or simulated: read off its messages while the robot stands. */
import type { Message } from "../../../msgs/message.ts";
import { type Nanos, SECOND, type Time } from "../../../msgs/time.ts";
import type { Imu } from "../../../msgs/types.ts";
import { quantile } from "../../../core/evaluation/statistics.ts";
import { stampOf } from "../../checks/base/message.ts";
import { covariancesOf, type Stated } from "./convention.ts";
import { type ImuNoise, NoiseMeter } from "./noise.ts";

/** See the module's text. */
export interface StreamProfile {
  readonly count: number;
  /** By the stamps' usual distance, or by arrivals where there are no stamps; 0: too few. */
  readonly hz: number;
  /** Every `header.frame_id` that was seen, sorted; a message without a header has none. */
  readonly frames: readonly string[];
  /** Of the last message, by path. */
  readonly covariances: ReadonlyMap<string, Stated>;
  /** The least age on arrival, s: what a wrong clock can't hide; undefined: no stamps. */
  readonly age: number | undefined;
  /** Of an IMU; a text says why there is none. */
  readonly noise: ImuNoise | string | undefined;
}

/** Frames that are kept. */
const FRAMES_MAX = 10;

/** Watches one stream. */
export class Profiler {
  #count = 0;
  readonly #stamps: Nanos[] = [];
  readonly #arrivals: Nanos[] = [];
  readonly #frames = new Set<string>();
  readonly #noise: NoiseMeter | undefined;
  readonly #epoch: Time;
  #covariances: ReadonlyMap<string, Stated> = new Map();
  #age = Infinity;

  /** @param epoch what moment 0 of the arrivals is as a stamp */
  constructor(type: string, epoch: Time) {
    this.#epoch = epoch;
    this.#noise = type === "sensor_msgs/msg/Imu" ? new NoiseMeter() : undefined;
  }

  /** A message, and when it arrived. */
  see(message: Message, at: Nanos): void {
    this.#count++;
    this.#arrivals.push(at);
    const stamp = stampOf(message, this.#epoch);
    if (stamp !== undefined) {
      this.#stamps.push(stamp);
      // A stamp from another century is NaN here: as old as can be.
      this.#age = Math.min(this.#age, Number.isNaN(stamp) ? Infinity : (at - stamp) / SECOND);
    }
    const frame = (message as { header?: { frame_id: string } }).header?.frame_id;
    if (frame !== undefined && this.#frames.size < FRAMES_MAX) this.#frames.add(frame);
    this.#covariances = covariancesOf(message);
    this.#noise?.add(message as Imu);
  }

  /** What was seen so far. */
  profile(): StreamProfile {
    const hz = this.#stamps.length > 0 ? rateOf(this.#stamps) : rateOf(this.#arrivals);
    return {
      ...{ count: this.#count, hz, frames: [...this.#frames].sort() },
      covariances: this.#covariances,
      age: this.#stamps.length > 0 ? this.#age : undefined,
      noise: this.#noise?.noise(hz),
    };
  }
}

/** The median distance: messages that were lost, or came in a burst, don't change it. */
function rateOf(times: readonly Nanos[]): number {
  const steps = times.slice(1).map((at, i) => at - times[i]!).filter((step) => step > 0);
  return steps.length === 0 ? 0 : SECOND / quantile(steps, 0.5);
}
