/**
 * Drives by velocity commands, as a base controller does: a command is taken at the next fixed
 * step, passes a first-order lag (the actuator) and lapses after half a second of silence.
 */
import { expm1 } from "../../../core/math/scalar.ts";
import { MILLISECOND, type Nanos } from "../../../msgs/time.ts";
import type { Demand } from "./drive.ts";

/** After this long without a command the robot is to stop. */
const SILENCE: Nanos = 500 * MILLISECOND;
/** A lag never ends: this near (m/s, rad/s), the target is reached, so that a stop is a stop. */
const REACHED = 1e-3;
/** Under this speed (m/s) a yaw rate gives no curvature: steered wheels stay as they are. */
const CRAWL = 0.02;

interface Command {
  readonly linear: number;
  readonly angular: number;
  readonly at: Nanos;
}

/** Follows the newest command that was received before each step. */
export class CommandDriver {
  readonly #lag: number;
  readonly #waiting: Command[] = [];
  #current: Command = { linear: 0, angular: 0, at: -Infinity };
  #linear = 0;
  #angular = 0;

  /** @param lag time constant of the actuators, s */
  constructor(lag: number) {
    this.#lag = lag;
  }

  /** A command, m/s and rad/s, received at `at`. One that is not finite stops the robot. */
  command(linear: number, angular: number, at: Nanos): void {
    const sound = Number.isFinite(linear) && Number.isFinite(angular);
    this.#waiting.push(sound ? { linear, angular, at } : { linear: 0, angular: 0, at });
  }

  /** Fills the demand for the step of `h` seconds that begins at `at`. */
  demand(at: Nanos, h: number, out: Demand): void {
    while (this.#waiting.length > 0 && this.#waiting[0]!.at <= at) {
      this.#current = this.#waiting.shift()!;
    }
    const silent = at - this.#current.at >= SILENCE;
    const linear = silent ? 0 : this.#current.linear;
    const angular = silent ? 0 : this.#current.angular;
    const part = this.#lag === 0 ? 1 : -expm1(-h / this.#lag);
    this.#linear = towards(this.#linear, linear, part);
    this.#angular = towards(this.#angular, angular, part);
    out.speed = this.#linear;
    out.yawRate = this.#angular;
    out.curvature = Math.abs(this.#linear) < CRAWL ? NaN : this.#angular / this.#linear;
  }
}

function towards(value: number, target: number, part: number): number {
  const next = value + part * (target - value);
  return Math.abs(target - next) < REACHED ? target : next;
}
