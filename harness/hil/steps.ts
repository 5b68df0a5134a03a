/**
 * Stepping somebody else's system: after a message of the stream that drives it, the run stands until
 * an output with that stamp or a later one has come, or for so long that none is to be expected.
 */
import type { Message } from "../../msgs/message.ts";
import type { Nanos, Time } from "../../msgs/time.ts";
import { zeroOf } from "../../msgs/zero.ts";
import { InputError } from "../errors.ts";
import type { Scenario } from "../schema/scenario.ts";
import { stampOf } from "../checks/base/message.ts";

/** How the steps were. */
export interface StepResult {
  /** What was waited after. */
  readonly topic: string;
  readonly count: number;
  /** Steps after which no output came in time. */
  readonly timed_out: number;
}

/** How to step. */
export interface StepOptions {
  /** The stream that drives it. */
  readonly topic: string;
  readonly epoch: Time;
  /** Waits after a message no sooner than this after the last wait, by stamps; 0: after each. */
  readonly everyNs: Nanos;
  /** Calls back after real seconds; what it returns takes that back. */
  readonly after: (seconds: number, run: () => void) => () => void;
  readonly timeoutS: number;
}

/** Who has not said anything yet may be waiting for more: it gets so long a step, s. */
const BEFORE_FIRST_S = 0.02;

/** See the module's text. */
export class Steps {
  readonly #options: StepOptions;
  #count = 0;
  #timedOut = 0;
  #output: Nanos = -Infinity;
  #newest: Nanos = NaN;
  #last: Nanos = -Infinity;
  #wanted: { stamp: Nanos; done: () => void } | undefined;

  constructor(options: StepOptions) {
    this.#options = options;
  }

  get topic(): string {
    return this.#options.topic;
  }

  /** A message of the driving stream is about to leave. */
  driving(message: Message): void {
    this.#newest = stampOf(message, this.#options.epoch) ?? NaN;
  }

  /** An output came. */
  output(message: Message): void {
    const stamp = stampOf(message, this.#options.epoch);
    if (stamp === undefined || !(stamp > this.#output)) return;
    this.#output = stamp;
    if (this.#wanted && stamp >= this.#wanted.stamp) this.#wanted.done();
  }

  /** Resolves when the output has caught up with the newest driving message; undefined: it has. */
  wait(): Promise<void> | undefined {
    const { everyNs, timeoutS, after } = this.#options, stamp = this.#newest;
    if (!(stamp - this.#last >= everyNs) && this.#last !== -Infinity) return undefined;
    this.#last = stamp;
    this.#count++;
    if (this.#output >= stamp) return undefined;
    return new Promise((resolve) => {
      const end = (late: boolean) => {
        if (this.#wanted === undefined) return;
        this.#wanted = undefined;
        cancel();
        if (late) this.#timedOut++;
        resolve();
      };
      const patience = this.#output === -Infinity ? Math.min(BEFORE_FIRST_S, timeoutS) : timeoutS;
      const cancel = after(patience, () => end(true));
      this.#wanted = { stamp, done: () => end(false) };
    });
  }

  result(): StepResult {
    return { topic: this.topic, count: this.#count, timed_out: this.#timedOut };
  }
}

/**
 * The stream by which a system is stepped: of the stamped ones that it reads the fastest.
 *
 * @throws {InputError} it reads none
 */
export function drivingTopic({ sensors }: Scenario, read: ReadonlySet<string>): string {
  const streams = Object.entries(sensors).flatMap(([name, { sensor, config }]) =>
    Object.values(sensor.outputs(config, name))
      .filter(({ topic, type }) => read.has(topic) && "header" in zeroOf(type))
      .map(({ topic }) => ({ topic, hz: config.rate_hz }))
  );
  const [fastest] = streams.sort((a, b) => b.hz - a.hz || (a.topic < b.topic ? -1 : 1));
  if (fastest !== undefined) return fastest.topic;
  const heard = [...read].join(", ") || "nothing";
  throw new InputError(`--pace stepped: nobody reads a stamped stream of a sensor, but ${heard}`);
}
