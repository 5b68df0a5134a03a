/**
 * Something stands on a lidar's cover, such as mud, a leaf or a cable: the beams through it come
 * back from nowhere. An angle of 360° and a share of 1 is a lidar that sees nothing.
 */
import { z } from "zod";
import { DEG } from "../../core/math/scalar.ts";
import type { WorldFault } from "../contract.ts";
import { type FaultBase, faultFields } from "./base/span.ts";

/** Where on the cover, and how dense. */
export interface OccludedLidarConfig extends FaultBase {
  type: "occluded_lidar";
  from_deg: number;
  width_deg: number;
  share: number;
}

/** The fault `occluded_lidar`. */
export const occludedLidar: WorldFault<OccludedLidarConfig> = {
  kind: "world",
  config: z.strictObject({
    ...faultFields("occluded_lidar"),
    from_deg: z.number().min(-360).max(360).default(0)
      .describe("its right edge, against the clock from the sensor's x"),
    width_deg: z.number().positive().max(360).default(360).describe("how far it goes"),
    share: z.number().gt(0).max(1).default(1).describe("of its beams that are blocked"),
  }).describe("something on a lidar's cover blocks its beams"),
  seenBy: ["lidar"],
  apply({ from_deg, width_deg, share }, { span, rng }, scene) {
    const width = width_deg === 360 ? Infinity : width_deg * DEG;
    scene.occlusions.push({ span, from: from_deg * DEG, width, share, rng: rng.under("blocked") });
  },
};
