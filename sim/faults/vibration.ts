/**
 * The body shakes, as of a motor or of rough ground: on each axis sines of a frequency and its
 * multiples, the n-th with 1/n of the amplitude and a phase that is drawn. IMUs feel it as
 * specific force and rate; it moves the robot by less than a millimetre and is not in the truth.
 */
import { z } from "zod";
import type { WorldFault } from "../contract.ts";
import { type FaultBase, faultFields } from "./base/span.ts";

/** How strong and how fast. */
export interface VibrationConfig extends FaultBase {
  type: "vibration";
  frequency_hz: number;
  harmonics: number;
  amplitude_m_s2: number;
  amplitude_rad_s: number;
}

/** The fault `vibration`. */
export const vibration: WorldFault<VibrationConfig> = {
  kind: "world",
  config: z.strictObject({
    ...faultFields("vibration"),
    frequency_hz: z.number().positive().max(10_000).default(31).describe("of the first sine"),
    harmonics: z.number().int().min(1).max(20).default(3).describe("sines on each axis"),
    amplitude_m_s2: z.number().min(0).default(3).describe("of the first, each axis"),
    amplitude_rad_s: z.number().min(0).default(0).describe("of the first, each axis"),
  }).describe("the body shakes"),
  seenBy: ["imu"],
  apply(config, { span, rng }, scene) {
    const phases = rng.at("phase");
    const three = (of: () => number): [number, number, number] => [of(), of(), of()];
    const phase = () => 2 * Math.PI * phases.uniform();
    for (let n = 1; n <= config.harmonics; n++) {
      scene.vibrations.push({
        span,
        hz: n * config.frequency_hz,
        force: three(() => config.amplitude_m_s2 / n),
        rate: three(() => config.amplitude_rad_s / n),
        forcePhase: three(phase),
        ratePhase: three(phase),
      });
    }
  },
};
