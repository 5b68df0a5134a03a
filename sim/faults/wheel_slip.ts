/**
 * Wheels slip: their surface travels (1 + ratio) times the ground, and `spin_m_s` beside it, so
 * that what the encoders count is not what the robot moves. A ratio of -1 is a locked wheel that
 * skids; a spin is a wheel that turns in the air.
 */
import { z } from "zod";
import type { WorldFault } from "../contract.ts";
import { type FaultBase, faultFields } from "./base/span.ts";

/** Which wheels and how much. */
export interface WheelSlipConfig extends FaultBase {
  type: "wheel_slip";
  side: "both" | "left" | "right";
  ratio: number;
  spin_m_s: number;
}

const SIDES = { both: [0, 1], left: [0], right: [1] } as const;

/** The fault `wheel_slip`. */
export const wheelSlip: WorldFault<WheelSlipConfig> = {
  kind: "world",
  config: z.strictObject({
    ...faultFields("wheel_slip"),
    side: z.enum(["both", "left", "right"]).default("both").describe("which wheels"),
    ratio: z.number().min(-1).max(10).default(0)
      .describe("how much more the surface travels than the ground; -1: locked"),
    spin_m_s: z.number().min(-10).max(10).default(0).describe("of the surface, beside that"),
  }).refine(({ ratio, spin_m_s }) => ratio !== 0 || spin_m_s !== 0, {
    message: "give ratio or spin_m_s: with neither the wheels roll",
  }).describe("wheels travel more or less than the ground"),
  seenBy: ["wheel"],
  apply({ side, ratio, spin_m_s }, { name, span, wheels }, scene) {
    if (wheels === undefined) {
      throw new RangeError(`faults.${name}: needs a robot with wheels; this one has none`);
    }
    scene.slips.push({ span, sides: SIDES[side], ratio, spin: spin_m_s });
  },
};
