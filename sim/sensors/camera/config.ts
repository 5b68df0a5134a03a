/** What a scenario can say of a camera. */
import { z } from "zod";
import type { Pinhole } from "../../../core/models/pinhole.ts";
import { DEG, tan } from "../../../core/math/scalar.ts";
import { baseFields, type SensorBase } from "../timing.ts";

/** The streams that a camera can put out: one topic each. */
export const CAMERA_PORTS = [
  "image",
  "camera_info",
  "compressed",
  "depth",
  "labels",
  "detections",
] as const;

/** One of {@linkcode CAMERA_PORTS}. */
export type CameraPort = typeof CAMERA_PORTS[number];

/** A camera. */
export interface CameraConfig extends SensorBase {
  type: "camera";
  /** Port to topic; an empty topic stands for the default one. */
  outputs: Partial<Record<CameraPort, string>>;
  width: number;
  height: number;
  horizontal_fov_deg: number;
  focal_px?: [number, number] | undefined;
  center_px?: [number, number] | undefined;
  distortion: { k1: number; k2: number; p1: number; p2: number; k3: number };
  exposure_ms: number;
  line_time_us: number;
  supersampling: number;
  blur_samples: number;
  noise: SensorNoise;
  tone: "srgb" | "linear";
  compression: { format: "jpeg" | "png"; quality: number };
  truth: { classes: string[]; min_pixels: number; min_visibility: number };
}

/** The sensor's numbers after EMVA 1288; electrons. */
export interface SensorNoise {
  shot: boolean;
  full_well_e: number;
  white_e_ms: number;
  dark_current_e_s: number;
  read_noise_e: number;
  dsnu_e: number;
  prnu: number;
  bits: number;
  black_level: number;
}

const port = z.enum(CAMERA_PORTS);
const outputs = z.union([
  z.array(port).min(1).transform((ports): Partial<Record<CameraPort, string>> =>
    Object.fromEntries(ports.map((name) => [name, ""]))
  ),
  z.partialRecord(port, z.string().regex(/^\//, "an absolute topic")),
]);
const pair = z.tuple([z.number(), z.number()]);
const count = z.number().int().positive();
const coefficient = (what: string) => z.number().min(-10).max(10).default(0).describe(what);

const noise = z.strictObject({
  shot: z.boolean().default(false).describe("light comes in quanta: noise of its root"),
  full_well_e: z.number().positive().max(1e6).default(10_000).describe("saturation capacity"),
  white_e_ms: z.number().positive().max(1e6).default(750)
    .describe("electrons a millisecond that white paper in the sun of intensity 1 frees"),
  dark_current_e_s: z.number().min(0).max(1e5).default(0)
    .describe("electrons a second without light"),
  read_noise_e: z.number().min(0).max(1000).default(0).describe("temporal dark noise"),
  dsnu_e: z.number().min(0).max(1000).default(0).describe("spread of the pixels' dark signals"),
  prnu: z.number().min(0).max(0.5).default(0).describe("spread of the pixels' responses"),
  bits: z.number().int().min(8).max(14).default(12).describe("of the digital numbers"),
  black_level: z.number().min(0).max(1000).default(16).describe("digital number of no light"),
});

/** A camera as a scenario states it. */
export const cameraSchema: z.ZodType<CameraConfig> = z.strictObject({
  type: z.literal("camera"),
  ...baseFields({ rateHz: 10, latencyMs: 15, jitterMs: 1 }),
  outputs: outputs.default({ image: "", camera_info: "", detections: "" })
    .describe("a list of streams, or streams with their topics"),
  width: count.max(8192).default(640).describe("columns"),
  height: count.max(8192).default(480).describe("rows"),
  horizontal_fov_deg: z.number().min(1).max(170).default(70).describe("without distortion"),
  focal_px: pair.optional().describe("fx, fy instead of horizontal_fov_deg"),
  center_px: pair.optional().describe("cx, cy; default: the middle"),
  distortion: z.strictObject({
    k1: coefficient("radial, of r²"),
    k2: coefficient("radial, of r⁴"),
    p1: coefficient("tangential, of 2xy across and r² + 2y² down"),
    p2: coefficient("tangential, of r² + 2x² across and 2xy down"),
    k3: coefficient("radial, of r⁶"),
  }).default({ k1: 0, k2: 0, p1: 0, p2: 0, k3: 0 }).describe("Brown–Conrady, as OpenCV has it"),
  exposure_ms: z.number().positive().max(1000).default(8).describe("of each row"),
  line_time_us: z.number().min(0).max(1000).default(0)
    .describe("rolling shutter: from row to row; 0: all rows at once"),
  supersampling: count.max(8).default(1).describe("rays along each side of a pixel"),
  blur_samples: count.max(64).default(1).describe("instants over the exposure; 1: no motion blur"),
  noise: noise.prefault({}).describe("the sensor, after EMVA 1288"),
  tone: z.enum(["srgb", "linear"]).default("srgb").describe("from digital numbers to bytes"),
  compression: z.strictObject({
    format: z.enum(["jpeg", "png"]).default("jpeg").describe("kind of file"),
    quality: z.number().int().min(1).max(100).default(90).describe("of JPEG"),
  }).default({ format: "jpeg", quality: 90 }).describe("of the stream compressed"),
  truth: z.strictObject({
    classes: z.array(z.string()).default(["pallet", "cone", "barrel", "person"])
      .describe("whose things have boxes"),
    min_pixels: z.number().int().min(1).default(24).describe("of a box that is stated"),
    min_visibility: z.number().min(0).max(1).default(0.1)
      .describe("least share of the thing that nothing hides"),
  }).prefault({}).describe("which true boxes are stated"),
}).superRefine((camera, context) => {
  const capture = camera.exposure_ms + camera.line_time_us * (camera.height - 1) / 1000;
  const period = 1000 / camera.rate_hz;
  if (capture > period) {
    context.addIssue({
      code: "custom",
      path: ["exposure_ms"],
      message: `exposure and readout take ${capture.toFixed(1)} ms, longer than the period of ` +
        `${period.toFixed(1)} ms`,
    });
  }
}).describe(
  "a camera: pictures with rolling shutter, blur and noise, depth, labels and true boxes",
) as unknown as z.ZodType<CameraConfig>;

/** The camera's geometry. */
export function pinholeOf(camera: CameraConfig): Pinhole {
  const { width, height, distortion: { k1, k2, p1, p2, k3 } } = camera;
  const focal = width / 2 / tan(camera.horizontal_fov_deg * DEG / 2);
  const [fx, fy] = camera.focal_px ?? [focal, focal];
  const [cx, cy] = camera.center_px ?? [(width - 1) / 2, (height - 1) / 2];
  return { fx, fy, cx, cy, distortion: [k1, k2, p1, p2, k3] };
}
