/** What the node says on `/diagnostics`: a status a sensor, and one of the filter. */
import type { FusionFilter } from "../../core/fusion/filter.ts";
import { fieldReference } from "../../core/fusion/judges/magnetic.ts";
import { givenRejected } from "../../core/fusion/judges/given_heading.ts";
import { magDelay } from "../../core/fusion/judges/mag_delay.ts";
import { hadStandstill, isStill } from "../../core/fusion/judges/standstill.ts";
import { C, REASONS, type SensorName, SENSORS, X } from "../../core/fusion/kernel/layout.ts";
import { statusOf } from "../../msgs/diagnostics.ts";
import type { DiagnosticStatus } from "../../msgs/types.ts";

/** Inputs of the node. */
export type InputName = "imu" | "mag" | "wheel";

/** What is counted before the filter sees a message. */
export interface InputCounts {
  received: number;
  late: number;
  reordered: number;
  backward: number;
  notFinite: number;
  notMeasured: number;
  future: number;
  unset: number;
  badStamp: number;
  refusedFrame: number;
  /** Used, but with the parameter's variance: the stated one is negative. */
  negativeVariance: number;
}

/** Counters of one input, all zero. */
export function newInputCounts(): InputCounts {
  return {
    received: 0,
    late: 0,
    reordered: 0,
    backward: 0,
    notFinite: 0,
    notMeasured: 0,
    future: 0,
    unset: 0,
    badStamp: 0,
    refusedFrame: 0,
    negativeVariance: 0,
  };
}

/** Makes reports; levels are about what came since the last one. */
export class Report {
  readonly #filter: FusionFilter;
  readonly #inputs: Readonly<Record<InputName, InputCounts>>;
  readonly #bad = new Map<string, number>();

  constructor(filter: FusionFilter, inputs: Readonly<Record<InputName, InputCounts>>) {
    this.#filter = filter;
    this.#inputs = inputs;
  }

  /** The statuses now. */
  statuses(): DiagnosticStatus[] {
    return [this.#filterStatus(), ...SENSORS.map((name) => this.#sensor(name))];
  }

  #sensor(name: SensorName): DiagnosticStatus {
    const { counts } = this.#filter.state;
    const row = SENSORS.indexOf(name) * REASONS.length;
    const values: [string, number][] = [["accepted", counts[row]!]];
    let rejected = 0;
    const reasons: [string, number][] = [];
    for (let i = 1; i < REASONS.length; i++) {
      const count = counts[row + i]!;
      if (count > 0) reasons.push([`rejected: ${REASONS[i]}`, count]);
      rejected += count;
    }
    const input = name === "imu" || name === "mag" || name === "wheel"
      ? this.#inputs[name]
      : undefined;
    let late = 0, dropped = 0;
    if (input !== undefined) {
      const { received, reordered, backward } = input;
      const unconfirmed = name === "imu" ? this.#filter.unconfirmed : 0;
      const before: [string, number][] = [
        ["rejected: not finite", input.notFinite],
        ["rejected: not measured", input.notMeasured],
        ["rejected: stamp far ahead", input.future + unconfirmed],
        ["rejected: stamp not set", input.unset],
        ["rejected: stamp out of range", input.badStamp],
        ["rejected: unknown frame", input.refusedFrame],
      ];
      reasons.push(...before.filter((entry) => entry[1] > 0));
      for (const entry of before) dropped += entry[1];
      rejected += dropped;
      late = input.late;
      values.push(["received", received], ["late", late], ["reordered", reordered]);
      values.push(["backward stamps", backward]);
      values.push(["negative variances", input.negativeVariance]);
    }
    values.push(["rejected", rejected], ...reasons);
    const bad = rejected + late;
    const more = bad > (this.#bad.get(name) ?? 0);
    this.#bad.set(name, bad);
    const why = reasons.map(([reason, count]) => `${reason.slice(10)} (${count})`).join(", ");
    const said = bad === 0 ? "ok" : `${rejected} rejected, ${late} late${why && `: ${why}`}`;
    return statusOf({ level: more ? 1 : 0, name: `fusion: ${name}`, message: said }, values);
  }

  #filterStatus(): DiagnosticStatus {
    const filter = this.#filter, s = filter.state;
    const { clock, x } = s;
    const waiting = filter.heading === undefined;
    const mode = clock[C.hold] === 1 ? "attitude" : "aided";
    const deg = 180 / Math.PI;
    const rejected = givenRejected(s);
    const values: [string, number | string][] = [
      ["mode", mode],
      ["heading from", filter.heading ?? "not known yet"],
      ["standstill", isStill(s) ? "yes" : "no"],
      ["gyro bias from standstill", hadStandstill(s) ? "yes" : "no"],
      ["gyro bias x, deg/s", x[X.bias]! * deg],
      ["gyro bias y, deg/s", x[X.bias + 1]! * deg],
      ["gyro bias z, deg/s", x[X.bias + 2]! * deg],
      ["imu yaw rejected", rejected ? "yes" : "no"],
      ["field reference, uT", fieldReference(s).norm * 1e6],
      ["magnetometer delay, ms", magDelay(s) * 1e3],
    ];
    const said = waiting ? "waiting for a heading" : `${mode} mode`;
    return statusOf({ level: rejected ? 1 : 0, name: "fusion: filter", message: said }, values);
  }
}
