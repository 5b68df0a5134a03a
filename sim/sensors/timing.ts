/**
 * When a sensor captures, what it stamps and when its messages arrive. The device counts periods
 * of its own clock: with a clock that runs fast by s ppm, capture k ends at true time
 * k · period / (1 + s) and is stamped k · period. A transport delivers in order, after a latency.
 */
import { z } from "zod";
import type { RandomStream } from "../../core/math/random.ts";
import { DEG } from "../../core/math/scalar.ts";
import { fromEuler } from "../../core/math/quaternion.ts";
import { MILLISECOND, type Nanos, SECOND, type Time, toTime } from "../../msgs/time.ts";
import type { Mount, SensorSetup } from "../contract.ts";
import { instantOf } from "../instants.ts";

/** What every sensor's entry in a scenario has. */
export interface SensorBase {
  rate_hz: number;
  frame_id?: string | undefined;
  position_m: [number, number, number];
  rotation_deg: [number, number, number];
  latency_ms: number;
  latency_jitter_ms: number;
  clock_skew_ppm: number;
  stamp_jitter_ms: number;
  dropout: { probability: number; mean_length: number };
}

/** The zod fields of {@linkcode SensorBase}; latency differs from sensor to sensor. */
export function baseFields(defaults: { rateHz: number; latencyMs: number; jitterMs: number }) {
  const vector = z.tuple([z.number(), z.number(), z.number()]);
  const ms = z.number().min(0).max(10_000);
  return {
    preset: z.string().optional().describe("a part's values, under those written here"),
    rate_hz: z.number().positive().max(10_000).default(defaults.rateHz).describe(
      "captures a second",
    ),
    frame_id: z.string().min(1).optional().describe("default: the sensor's name and _link"),
    position_m: vector.default([0, 0, 0]).describe("of the sensor in base_link"),
    rotation_deg: vector.default([0, 0, 0]).describe("roll, pitch, yaw of the sensor in base_link"),
    latency_ms: ms.default(defaults.latencyMs).describe("from the end of capture to delivery"),
    latency_jitter_ms: ms.default(defaults.jitterMs)
      .describe("added to the latency: the magnitude of a normal deviate of this deviation"),
    clock_skew_ppm: z.number().min(-1e5).max(1e5).default(0)
      .describe("how much the sensor's clock runs fast"),
    stamp_jitter_ms: ms.default(0).describe("standard deviation of the error of a stamp"),
    dropout: z.strictObject({
      probability: z.number().min(0).max(1).default(0).describe("that a loss begins, per message"),
      mean_length: z.number().min(1).default(1).describe("messages lost in a row, on average"),
    }).default({ probability: 0, mean_length: 1 }).describe("messages that are lost"),
  };
}

/** How the sensor sits on the robot. */
export function mountOf({ position_m, rotation_deg }: SensorBase): Mount {
  const rotation: [number, number, number, number] = [1, 0, 0, 0];
  const [roll, pitch, yaw] = rotation_deg;
  fromEuler(rotation, roll * DEG, pitch * DEG, yaw * DEG);
  return { translation: position_m, rotation };
}

/** Counts captures, stamps them, and says when and whether they arrive. */
export class Timing {
  readonly #rate: number;
  readonly #skew: number;
  readonly #epoch: Time;
  readonly #start: Nanos;
  readonly #latency: Nanos;
  readonly #jitter: Nanos;
  readonly #stampJitter: Nanos;
  readonly #startLoss: number;
  readonly #endLoss: number;
  readonly #latencyStream: RandomStream;
  readonly #stampStream: RandomStream;
  readonly #dropoutStream: RandomStream;
  #count = 1;
  #lastStamp: Nanos = -Infinity;
  #lastArrival: Nanos = -Infinity;
  #losing = false;

  constructor(config: SensorBase, setup: SensorSetup) {
    this.#rate = config.rate_hz;
    this.#skew = 1 + config.clock_skew_ppm * 1e-6;
    this.#epoch = setup.epoch;
    this.#start = setup.start;
    this.#latency = Math.round(config.latency_ms * MILLISECOND);
    this.#jitter = config.latency_jitter_ms * MILLISECOND;
    this.#stampJitter = config.stamp_jitter_ms * MILLISECOND;
    this.#startLoss = config.dropout.probability;
    this.#endLoss = 1 / config.dropout.mean_length;
    this.#latencyStream = setup.rng.at("latency");
    this.#stampStream = setup.rng.at("stamp");
    this.#dropoutStream = setup.rng.at("dropout");
  }

  /** When the current capture ends. */
  get next(): Nanos {
    const nominal = instantOf(this.#count, this.#rate);
    return this.#start + (this.#skew === 1 ? nominal : Math.round(nominal / this.#skew));
  }

  /** The true length of a capture, s: shorter than the nominal one where the clock runs fast. */
  get period(): number {
    return 1 / (this.#rate * this.#skew);
  }

  /**
   * Ends the current capture: its stamp, strictly after the one before.
   *
   * @param before how long before the capture's end what is stamped was, ns
   */
  stamp(before: Nanos = 0): Time {
    const nominal = this.#start + instantOf(this.#count++, this.#rate) - before;
    const error = this.#stampJitter === 0
      ? 0
      : Math.round(this.#stampStream.gaussian() * this.#stampJitter);
    this.#lastStamp = Math.max(this.#lastStamp + 1, nominal + error);
    return toTime(this.#lastStamp, this.#epoch);
  }

  /** When what was captured until `to` is delivered: never before the message before it. */
  arrival(to: Nanos): Nanos {
    const jitter = this.#jitter === 0
      ? 0
      : Math.round(Math.abs(this.#latencyStream.gaussian()) * this.#jitter);
    this.#lastArrival = Math.max(this.#lastArrival, to + this.#latency + jitter);
    return this.#lastArrival;
  }

  /** Whether this capture's messages are lost: a two-state chain (Gilbert 1960). */
  lost(): boolean {
    const draw = this.#dropoutStream.uniform();
    this.#losing = draw < (this.#losing ? 1 - this.#endLoss : this.#startLoss);
    return this.#losing;
  }

  /** The current capture passes: counted, with every draw that it would have made; see `stamp`. */
  skip(to: Nanos, before: Nanos): void {
    this.stamp(before);
    this.arrival(to);
    this.lost();
  }
}

/** Seconds between two instants. */
export function secondsBetween(from: Nanos, to: Nanos): number {
  return (to - from) / SECOND;
}
