/**
 * Stray light in a camera, as of a low sun or a lamp: a spot that falls off as a normal curve and
 * a veil over the whole picture, light in units of white, added before the sensor's noise.
 */
import { z } from "zod";
import type { WorldFault } from "../contract.ts";
import { type FaultBase, faultFields } from "./base/span.ts";

/** Where in the picture and how strong. */
export interface GlareConfig extends FaultBase {
  type: "glare";
  at: [number, number];
  radius: number;
  spot: number;
  veil: number;
}

const share = z.number().min(-1).max(2);

/** The fault `glare`. */
export const glare: WorldFault<GlareConfig> = {
  kind: "world",
  config: z.strictObject({
    ...faultFields("glare"),
    at: z.tuple([share, share]).default([0.5, 0.3])
      .describe("the spot's middle, shares of width and height from the left upper corner"),
    radius: z.number().positive().max(2).default(0.25).describe(
      "of the spot, a share of the width",
    ),
    spot: z.number().min(0).max(1000).default(3).describe("light in its middle; 1 is white"),
    veil: z.number().min(0).max(1000).default(0.3).describe("light everywhere"),
  }).describe("stray light in a camera"),
  seenBy: ["camera"],
  apply({ at, radius, spot, veil }, { span }, scene) {
    scene.glares.push({ span, at, radius, spot, veil });
  },
};
