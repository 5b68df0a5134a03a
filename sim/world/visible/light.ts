/** Sun and sky: what lights a world, in units of white paper's radiance under `intensity` 1. */
import { z } from "zod";
import { cos, DEG, sin } from "../../../core/math/scalar.ts";
import { linearColor, materialFields } from "./material.ts";

/** Light as a scenario states it. */
export interface LightConfig {
  sun: { azimuth_deg: number; elevation_deg: number; intensity: number; color: string };
  sky: { intensity: number; zenith: string; horizon: string };
  ground: { intensity: number; color: string };
}

const color = (value: string, what: string) =>
  materialFields.color.unwrap().default(value).describe(what);

/** The `light` of a world. */
export const lightSchema: z.ZodType<LightConfig> = z.strictObject({
  sun: z.strictObject({
    azimuth_deg: z.number().default(220).describe("where it stands, clockwise from north"),
    elevation_deg: z.number().min(-90).max(90).default(50).describe(
      "above the horizon; below 0: no sun",
    ),
    intensity: z.number().min(0).max(1000).default(1).describe("on what faces it"),
    color: color("#fff4e0", "of its light"),
  }).prefault({}).describe("light from one side, with shadows"),
  sky: z.strictObject({
    intensity: z.number().min(0).max(1000).default(0.35).describe("on what faces up"),
    zenith: color("#4a7fd0", "straight up"),
    horizon: color("#c8d8e8", "at the horizon and below"),
  }).prefault({}).describe("light from above, and what is seen beyond all things"),
  ground: z.strictObject({
    intensity: z.number().min(0).max(1000).default(0.12).describe("from below"),
    color: color("#c0b8a8", "of the light from below"),
  }).prefault({}).describe("light that the ground throws back"),
});

/**
 * The 18 numbers of the kernel: direction to the sun, ENU (3), its light on what faces it, the
 * sky's on what faces up and the ground's on what faces down (3 each), the radiance of the sky's
 * zenith and horizon (3 each).
 */
export function lightNumbers({ sun, sky, ground }: LightConfig): Float64Array {
  const azimuth = sun.azimuth_deg * DEG, elevation = sun.elevation_deg * DEG;
  const level = cos(elevation), shines = sun.elevation_deg > 0 ? sun.intensity : 0;
  const zenith = linearColor(sky.zenith), horizon = linearColor(sky.horizon);
  const scaled = (rgb: readonly number[], factor: number) => rgb.map((c) => c * factor);
  // What a level white sheet gets: the sky's colour between the two, normed to `intensity`.
  const mixed = zenith.map((c, i) => (c + horizon[i]!) / 2);
  const mean = (mixed[0]! + mixed[1]! + mixed[2]!) / 3 || 1;
  return Float64Array.of(
    level * sin(azimuth),
    level * cos(azimuth),
    sin(elevation),
    ...scaled(linearColor(sun.color), shines),
    ...scaled(mixed, sky.intensity / mean),
    ...scaled(linearColor(ground.color), ground.intensity),
    ...scaled(zenith, sky.intensity / mean),
    ...scaled(horizon, sky.intensity / mean),
  );
}
