/**
 * Normalised squared errors (NEES) and innovations (NIS) of a run whose filter publishes its state
 * and innovations, thinned: the first of each short span, and the largest that was rejected.
 */
import { normalisedSquare } from "../../../core/evaluation/consistency.ts";
import { SECOND } from "../../../msgs/time.ts";
import type { Float64MultiArray } from "../../../msgs/types.ts";
import { stampOf } from "../../checks/base/message.ts";
import {
  type StampedState,
  StampedStates,
  STATE_LENGTH,
} from "../../checks/base/stamped_states.ts";
import { stateError } from "../../checks/base/state_error.ts";
import { meanRate, newTruthState, truthAt } from "../../checks/base/truth_state.ts";
import type { CheckSetup, Seen } from "../../contract.ts";

/** A squared error or innovation over its covariance, at a time. */
export interface Square {
  readonly at_s: number;
  readonly value: number;
}

/** An innovation: what was measured minus what was expected, in the sensor's own units. */
export interface Innovation extends Square {
  /** By component. */
  readonly innovation: readonly number[];
  /** What the filter expects of each, one standard deviation: the root of its variance in S. */
  readonly sd: readonly number[];
}

/** Innovations of one sensor. */
export interface Innovations {
  /** Of an innovation: what the mean of NIS should be. */
  readonly dimension: number;
  readonly count: number;
  readonly rejected: number;
  /** What the filter took. */
  readonly taken: readonly Innovation[];
  /** What its gate refused. */
  readonly refused: readonly Innovation[];
}

/** Spans that a run is cut into. */
const SPANS = 300;

class Sensor {
  count = 0;
  rejected = 0;
  readonly taken: Innovation[] = [];
  readonly refused: Innovation[] = [];

  constructor(readonly dimension: number) {}
}

/** Collects both. */
export class Squares {
  readonly #setup: CheckSetup;
  readonly #states = new StampedStates();
  readonly #sensors = new Map<string, Sensor>();
  readonly #nees: Square[] = [];
  readonly #truth = newTruthState();
  readonly #rate = new Float64Array(3);
  readonly #error = new Float64Array(12);

  constructor(setup: CheckSetup) {
    this.#setup = setup;
  }

  /** An odometry message: the stamp of the state that is published with it. */
  odometry({ message, at }: Seen): void {
    const stamp = stampOf(message, this.#setup.epoch);
    if (stamp !== undefined) this.#states.odometry(at, stamp, (found) => this.#take(found));
  }

  /** A state with its covariance. */
  state({ message, at }: Seen): void {
    this.#states.state(at, message as Float64MultiArray, (found) => this.#take(found));
  }

  /** An innovation: dimension, whether it was taken, itself and its covariance. */
  innovation({ message, at }: Seen): void {
    const { layout, data } = message as Float64MultiArray, m = data[0] ?? 0;
    if (!(m >= 1) || data.length !== 2 + m + m * m) return;
    const label = layout.dim[0]?.label ?? "";
    const sensor = this.#sensors.get(label) ?? new Sensor(m);
    this.#sensors.set(label, sensor);
    const value = normalisedSquare(data.subarray(2, 2 + m), data.subarray(2 + m));
    sensor.count++;
    const taken = data[1] === 1, i = this.#spanOf(at);
    if (!taken) sensor.rejected++;
    if (taken && sensor.taken[i] !== undefined) return;
    if (!taken && !(value > (sensor.refused[i]?.value ?? -Infinity))) return;
    const innovation = [...data.subarray(2, 2 + m)];
    const sd = innovation.map((_, k) => Math.sqrt(data[2 + m + k * (m + 1)]!));
    const list = taken ? sensor.taken : sensor.refused;
    list[i] = { at_s: at / SECOND, value, innovation, sd };
  }

  /** NEES of the 12 states, whose mean should be 12; empty where no state was published. */
  nees(): Square[] {
    return this.#nees.filter((square) => square !== undefined);
  }

  /** By the sensor's name, sorted. */
  innovations(): [string, Innovations][] {
    const names = [...this.#sensors.keys()].sort();
    return names.map((name) => {
      const { dimension, count, rejected, taken, refused } = this.#sensors.get(name)!;
      const dense = (list: readonly Innovation[]) => list.filter((square) => square !== undefined);
      return [name, { dimension, count, rejected, taken: dense(taken), refused: dense(refused) }];
    });
  }

  #take({ stamp, previous, data }: StampedState): void {
    const { truth } = this.#setup, i = this.#spanOf(stamp);
    if (truth === undefined || data.length !== STATE_LENGTH || this.#nees[i] !== undefined) return;
    if (previous === undefined || !(previous < stamp)) return;
    const interval = { from: previous, to: stamp };
    if (!truthAt(truth, stamp, this.#truth) || !meanRate(truth, interval, this.#rate)) return;
    stateError(this.#error, data, { at: this.#truth, rate: this.#rate });
    const value = normalisedSquare(this.#error, data.subarray(12), ALL);
    this.#nees[i] = { at_s: stamp / SECOND, value };
  }

  #spanOf(at: number): number {
    return Math.max(0, Math.min(SPANS, Math.floor(at / this.#setup.durationNs * SPANS)));
  }
}

const ALL = Array.from({ length: 12 }, (_, i) => i);
