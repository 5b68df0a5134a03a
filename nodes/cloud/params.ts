/** Parameters of the cloud node, each with its range and default. */
import { z } from "zod";

/** Limits of the filter and of the output's rate. */
const config = z.object({
  max_range: z.number().gt(0).max(100).default(10).describe(
    "Points farther from the sensor than this are left out, m",
  ),
  min_intensity: z.number().min(0).max(1).default(0.1).describe(
    "Points of less intensity are left out: part of intensity_scale",
  ),
  update_rate: z.number().gt(0).max(1000).default(20).describe(
    "The highest rate of outputs, Hz: of clouds that come faster the newest wins",
  ),
});

/** Finding the ground, whose points join no cluster. */
const ground = z.object({
  remove: z.boolean().default(true).describe("Leave the ground out of clusters"),
  thickness: z.number().gt(0).default(0.1).describe(
    "Ground lies within this of its plane, m; a pallet is 0.144 m high",
  ),
  low_height: z.number().min(0).default(0.2).describe(
    "Clusters that end no higher over the ground than this are low, m",
  ),
  low_gap: z.number().min(0).default(0.8).describe(
    "Low clusters within this of each other, seen from above, are one, and a line on a flat top " +
      "is of the thing below: the beams of a lidar meet what lies flat in lines far apart, m. No " +
      "farther than lines of the cloud's beams lie apart there, where it has any. 0: not joined",
  ),
});

/** Parameters of the node `cloud`. */
export const cloudParams = z.object({
  config: config.default(config.parse({})).describe("Limits of the filter and of the rate"),
  target_frame: z.string().default("base_link").describe(
    "Frame of what is published, z upward; empty: the cloud's own",
  ),
  require_tf: z.boolean().default(false).describe(
    "Refuse clouds in a frame that no static transform relates to target_frame, instead of " +
      "taking it as that frame after 1 s",
  ),
  intensity_scale: z.union([z.literal("auto"), z.number().gt(0)]).default("auto").describe(
    "The intensity that counts as 1. auto: an integer field's largest value, 1 of a float",
  ),
  cluster_size: z.int().min(1).default(5).describe("Least points of a cluster"),
  cluster_tolerance: z.number().gt(0).default(0.3).describe(
    "Points within this of each other are of one cluster, m",
  ),
  cluster_tolerance_z: z.union([z.literal("auto"), z.number().gt(0)]).default("auto").describe(
    "The same along z, m. auto: one and a half times as far as the beams lie apart at the point's " +
      "range, as the cloud shows, where that is more; for other clouds the same",
  ),
  ground: ground.default(ground.parse({})).describe("The plane that the robot stands on"),
});

/** As the node gets them. */
export type CloudParams = z.output<typeof cloudParams>;
