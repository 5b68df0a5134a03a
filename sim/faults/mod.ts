/**
 * The faults that a scenario can name. A new one is a file and a line in {@linkcode FAULTS}; the
 * schema, the lists and the law tests iterate the table.
 */
import { z } from "zod";
import type { StreamFault, WorldFault } from "../contract.ts";
import type { FaultBase, StreamFaultBase } from "./base/span.ts";
import { biasStep } from "./bias_step.ts";
import { delay } from "./delay.ts";
import { dropout } from "./dropout.ts";
import { duplicate } from "./duplicate.ts";
import { frozenClock } from "./frozen_clock.ts";
import { glare } from "./glare.ts";
import { magneticDisturbance } from "./magnetic_disturbance.ts";
import { notFinite } from "./not_finite.ts";
import { occludedLidar } from "./occluded_lidar.ts";
import { reorder } from "./reorder.ts";
import { saturation } from "./saturation.ts";
import { skewedClock } from "./skewed_clock.ts";
import { stuck } from "./stuck.ts";
import { vibration } from "./vibration.ts";
import { wheelSlip } from "./wheel_slip.ts";
import { wrongCovariance } from "./wrong_covariance.ts";

export { type FaultBase, latest, type StreamFaultBase } from "./base/span.ts";

/** A fault with its inner types erased, as a table holds it. */
// deno-lint-ignore no-explicit-any
export type AnyFault = StreamFault<any> | WorldFault<any>;

/** A fault's settings after defaults were applied. */
export type FaultConfig = FaultBase & Partial<Pick<StreamFaultBase, "stream">>;

/** Every kind of fault, by the `type` that a scenario names. */
export const FAULTS: Readonly<Record<string, AnyFault>> = {
  bias_step: biasStep,
  delay,
  dropout,
  duplicate,
  frozen_clock: frozenClock,
  glare,
  magnetic_disturbance: magneticDisturbance,
  nan: notFinite,
  occluded_lidar: occludedLidar,
  reorder,
  saturation,
  skewed_clock: skewedClock,
  stuck,
  vibration,
  wheel_slip: wheelSlip,
  wrong_covariance: wrongCovariance,
};

/** The `faults` of a scenario: a name to `{ type, at_s, … }`. */
export const faultsSchema: z.ZodType<Record<string, FaultConfig>> = z.record(
  z.string().regex(/^[a-z][a-z0-9_]*$/, "a name: a–z, 0–9 and _"),
  z.union(Object.values(FAULTS).map(({ config }) => config)),
);
