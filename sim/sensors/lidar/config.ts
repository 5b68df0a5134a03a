/** What a scenario can say of a lidar. */
import { z } from "zod";
import { BEAM_TABLES } from "../../../core/models/beam_tables.ts";
import { baseFields, type SensorBase } from "../timing.ts";

/** A lidar: a cloud of points a turn, or a scan in a plane. */
export interface LidarConfig extends SensorBase {
  type: "lidar";
  topic?: string | undefined;
  model: string;
  columns: number;
  column_us?: number | undefined;
  beam_us: number;
  fov_deg: number;
  output: "organised" | "dense" | "scan";
  labels: boolean;
  range_min_m: number;
  range_max_m: number;
  range_sd_m: number;
  range_snr_sd_m: number;
  range_resolution_m: number;
  range_10_percent_m: number;
  detection_spread: number;
  loss: number;
  divergence_mrad: number;
  beam_samples: number;
  intensity: "reflectivity" | "signal";
  intensity_gain: number;
  intensity_noise: number;
  rain_mm_h: number;
  fog_visibility_m?: number | undefined;
}

const metres = z.number().min(0).max(10_000);

/** A lidar as a scenario states it. */
export const lidarSchema: z.ZodType<LidarConfig> = z.strictObject({
  type: z.literal("lidar"),
  ...baseFields({ rateHz: 10, latencyMs: 2, jitterMs: 0.2 }),
  topic: z.string().regex(/^\//, "an absolute topic").optional()
    .describe("default: /points, of a scan /scan; of a lidar of another name in its namespace"),
  model: z.enum(Object.keys(BEAM_TABLES)).default("vlp16").describe("whose beams it has"),
  columns: z.number().int().min(1).max(8192).default(1808).describe("firings a turn"),
  column_us: z.number().positive().optional()
    .describe("from firing to firing; default: the turn's time over columns"),
  beam_us: z.number().min(0).max(1000).default(2.304)
    .describe("from beam to beam of a firing; 0: all at once"),
  fov_deg: z.number().positive().max(360).default(360).describe("of a turn, about the front"),
  output: z.enum(["organised", "dense", "scan"]).default("organised")
    .describe("all firings, NaN where nothing came back; or only what did; or a LaserScan"),
  labels: z.boolean().default(false)
    .describe("also what each point is on, on ground_truth/point_labels"),
  range_min_m: metres.default(0).describe("nearer is no return"),
  range_max_m: metres.default(100).describe("farther is no return"),
  range_sd_m: z.number().min(0).max(10).default(0).describe("noise along the ray, at best"),
  range_snr_sd_m: z.number().min(0).max(10).default(0)
    .describe("noise at a signal-to-noise ratio of 1; falls with its root"),
  range_resolution_m: z.number().min(0).max(1).default(0).describe("rounded to; 0: not"),
  range_10_percent_m: z.number().positive().max(10_000).default(10_000)
    .describe("where every second pulse from a surface that sends back a tenth is detected"),
  detection_spread: z.number().min(0).max(2).default(0)
    .describe("log-normal spread of the power that is needed"),
  loss: z.number().min(0).max(1).default(0).describe("share of returns that are lost anyway"),
  divergence_mrad: z.number().min(0).max(50).default(3).describe("full angle of the beam"),
  beam_samples: z.union([z.literal(1), z.literal(5), z.literal(9)]).default(1)
    .describe("rays over the beam's width; 1: beams are lines"),
  intensity: z.enum(["reflectivity", "signal"]).default("reflectivity")
    .describe("range-corrected, 100 for white and up to 255 for retroreflectors; or as it came"),
  intensity_gain: z.number().positive().max(1e9).default(100)
    .describe("of a reflectivity of 1; of a signal of 1/m²"),
  intensity_noise: z.number().min(0).max(10).default(0).describe("relative"),
  rain_mm_h: z.number().min(0).max(200).default(0).describe("dims, and drops send back"),
  fog_visibility_m: z.number().positive().max(100_000).optional()
    .describe("meteorological optical range; none: clear air"),
}).superRefine((lidar, context) => {
  const complain = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (lidar.range_max_m <= lidar.range_min_m) complain("range_max_m", "above range_min_m");
  const beams = BEAM_TABLES[lidar.model]?.altitudes.length ?? 1;
  if (lidar.output === "scan" && beams > 1) {
    complain("output", `a scan is in a plane; ${lidar.model} has ${beams} beams`);
  }
  if (lidar.output === "scan" && lidar.labels) {
    complain("labels", "a scan has no points to label");
  }
  const turn = lidar.columns * (lidar.column_us ?? 0) / 1e6;
  if (turn > 1 / lidar.rate_hz) {
    complain("column_us", `${lidar.columns} firings take ${turn} s, longer than a turn`);
  }
}).describe(
  "a rotating lidar: each firing from where the sensor is at its time, with noise, weather and loss",
) as unknown as z.ZodType<LidarConfig>;
