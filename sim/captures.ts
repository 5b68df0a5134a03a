/**
 * Captures of single sensors, made apart from the simulation that they belong to: a capture is a
 * function of settings, seed and its number, so that several threads can make those of one sensor,
 * each some of them. A robot that is driven by commands has no future to make captures of.
 */
import type { Message } from "../msgs/message.ts";
import { type Nanos, SECOND } from "../msgs/time.ts";
import type { Truth } from "./contract.ts";
import type { KnotTruth } from "./robots/knot_truth.ts";
import type { SimConfig } from "./schema.ts";
import { type AnySensor, SENSORS } from "./sensors/mod.ts";
import { type SimulationFiles, Stage } from "./stage.ts";

/** What a sensor emitted in one capture, before any fault of a stream. */
export interface Capture {
  /** In order. */
  readonly messages: readonly {
    readonly port: string;
    readonly message: Message;
    readonly deliverAt: Nanos;
  }[];
  /** When the capture after it ends. */
  readonly next: Nanos;
}

/** Where a simulation gets captures that it does not make itself. */
export interface Ahead {
  /** The sensors whose captures all come from here. */
  readonly sensors: readonly string[];
  /** Capture `k` of a sensor, counted from 0, which is forgotten; undefined: not yet here. */
  take(sensor: string, k: number): Capture | undefined;
  /** Whether it is here. */
  has(sensor: string, k: number): boolean;
  /** Resolves when it is. */
  arrival(sensor: string, k: number): Promise<void>;
}

/** Fewer captures than this are not worth the threads. */
const CAPTURES_LEAST = 10;

/** The sensors whose captures can be made ahead, and are worth it. */
export function sensorsAhead({ robot, sensors, duration_s }: SimConfig): string[] {
  if (robot.type !== "free" && robot.waypoints.length === 0) return [];
  return Object.keys(sensors).sort().filter((name) => {
    const { type, rate_hz } = sensors[name]!;
    return SENSORS[type]!.skip !== undefined && rate_hz * duration_s >= CAPTURES_LEAST;
  });
}

/** What captures are made with beside the settings. */
export interface CaptureOptions extends SimulationFiles {
  /** A motion that is over and that the captures are of; absent: the robot's, which is made here. */
  readonly truth?: Truth | undefined;
}

interface Running {
  readonly sensor: AnySensor;
  readonly state: unknown;
  readonly truth: Truth;
  /** Its own: how far truth was made by others must not matter. Absent: truth was given. */
  readonly robot: KnotTruth | undefined;
  count: number;
  from: Nanos;
}

/**
 * Makes captures of any sensor of a simulation, those of one in increasing order.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { CaptureMaker } from "./captures.ts";
 * import { simSchema } from "./mod.ts";
 *
 * const config = simSchema.parse({
 *   robot: { type: "differential", waypoints: [[0, 0], [5, 0]] },
 *   sensors: { lidar: { type: "lidar", preset: "vlp16", rate_hz: 10 } },
 * });
 * const { messages, next } = new CaptureMaker(config, 1).make("lidar", 4);
 * assert.deepEqual(messages.map(({ port }) => port), ["points"]);
 * assert.equal(next, 6e8); // the fifth ends at 0.5 s
 * ```
 */
export class CaptureMaker {
  readonly #stage: Stage;
  readonly #config: SimConfig;
  readonly #until: Nanos;
  readonly #truth: Truth | undefined;
  readonly #running = new Map<string, Running>();

  /** @throws {RangeError} settings that `createSimulation` would refuse */
  constructor(config: SimConfig, seed: number, { truth, ...files }: CaptureOptions = {}) {
    this.#config = config;
    this.#truth = truth;
    this.#until = Math.min(Math.round(config.duration_s * SECOND), truth?.end ?? Infinity);
    this.#stage = new Stage(config, seed, files);
  }

  /** Capture `k` of a sensor; without messages where the run is over. One that goes back begins anew. */
  make(name: string, k: number): Capture {
    let one = this.#running.get(name);
    if (one === undefined || one.count > k) {
      one = this.#begin(name);
      this.#running.set(name, one);
    }
    while (one.count < k && !this.#isOver(one)) this.#step(one, undefined);
    if (this.#isOver(one)) return { messages: [], next: Infinity };
    const messages: Capture["messages"][number][] = [];
    this.#step(one, messages);
    return { messages, next: one.sensor.next(one.state) };
  }

  /** A recorded motion may end with the run: nothing is known of what comes after. */
  #isOver({ sensor, state }: Running): boolean {
    return sensor.next(state) > this.#until;
  }

  #begin(name: string): Running {
    const settings = this.#config.sensors[name]!, sensor = SENSORS[settings.type]!;
    const state = sensor.init(settings, this.#stage.setupOf(name));
    const robot = this.#truth === undefined ? this.#stage.robot() : undefined;
    return { sensor, state, truth: this.#truth ?? robot!, robot, count: 0, from: 0 };
  }

  /** The next capture: into `messages`, or unmade. */
  #step(one: Running, messages: Capture["messages"][number][] | undefined): void {
    const { sensor, state, truth, robot, from } = one, to = sensor.next(state);
    robot?.advance(to);
    if (messages === undefined && sensor.skip !== undefined) sensor.skip(state, from, to);
    else {
      sensor.sample(state, truth, from, to, (port, message, deliverAt) => {
        messages?.push({ port, message, deliverAt });
      });
    }
    // Captures go forward: what lies before the last one is never looked at again.
    robot?.forget(from);
    one.from = to;
    one.count++;
  }
}
