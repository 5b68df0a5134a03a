/**
 * A magnetic field beside the earth's, the same everywhere in reach of the robot, as of a tram's
 * current or a steel hall: given in the world's axes, or a strength in a horizontal direction that
 * is drawn. (Magnets at a place are `world.magnets`.)
 */
import { z } from "zod";
import { cos, sin } from "../../core/math/scalar.ts";
import type { WorldFault } from "../contract.ts";
import { type FaultBase, faultFields } from "./base/span.ts";

/** Tesla; one of the two. */
export interface MagneticDisturbanceConfig extends FaultBase {
  type: "magnetic_disturbance";
  field_t?: [number, number, number] | undefined;
  strength_t?: number | undefined;
}

/** The fault `magnetic_disturbance`. */
export const magneticDisturbance: WorldFault<MagneticDisturbanceConfig> = {
  kind: "world",
  config: z.strictObject({
    ...faultFields("magnetic_disturbance"),
    field_t: z.tuple([z.number(), z.number(), z.number()]).optional()
      .describe("east, north and up, T"),
    strength_t: z.number().positive().optional()
      .describe("T, in a horizontal direction drawn from the seed"),
  }).refine(({ field_t, strength_t }) => (field_t === undefined) !== (strength_t === undefined), {
    message: "give field_t or strength_t, one of them",
  }).describe("a magnetic field beside the earth's, everywhere"),
  seenBy: ["mag"],
  apply({ field_t, strength_t = 0 }, { span, rng }, scene) {
    const angle = 2 * Math.PI * rng.at("direction").uniform();
    const drawn = [strength_t * cos(angle), strength_t * sin(angle), 0] as const;
    scene.fields.push({ span, field: field_t ?? drawn });
  },
};
