/** What a surface looks like to a camera and how much it sends back to a lidar. */
import { z } from "zod";
import { pow } from "../../../core/math/scalar.ts";

/** The patterns of a procedural texture; a place in the list is the kernel's number of it. */
export const PATTERNS = ["plain", "checker", "stripes", "noise", "brick"] as const;

/** A material as a scenario states it. */
export interface MaterialConfig {
  color?: string | undefined;
  texture?: { pattern: (typeof PATTERNS)[number]; color: string; scale_m: number } | undefined;
  reflectivity?: number | undefined;
}

/** A material as kernels use it: linear colours, 0 to 1. */
export interface Material {
  readonly color: readonly [number, number, number];
  readonly second: readonly [number, number, number];
  /** Place in {@linkcode PATTERNS}. */
  readonly pattern: number;
  /** Of the pattern, 1/m. */
  readonly frequency: number;
  /** Of a lidar's light, seen straight on; 0.9 white paint, over 1 a retroreflector. */
  readonly reflectivity: number;
}

const color = z.string().regex(/^#[0-9a-fA-F]{6}$/, 'a colour like "#c08040" (sRGB)');

/** The zod fields of a {@linkcode MaterialConfig}. */
export const materialFields = {
  color: color.optional().describe("sRGB; default: the thing's own"),
  texture: z.strictObject({
    pattern: z.enum(PATTERNS).describe("stripes lie across z, others in the surface"),
    color: color.default("#404040").describe("the second colour"),
    scale_m: z.number().positive().default(0.5).describe("size of a field, stripe or brick"),
  }).optional().describe("a pattern of color and a second colour"),
  reflectivity: z.number().min(0).max(10).optional()
    .describe("of a lidar's light; default: by colour. Over 1: a retroreflector"),
};

/** A hexadecimal sRGB colour as linear light (IEC 61966-2-1). */
export function linearColor(hex: string): [number, number, number] {
  const channel = (at: number) => {
    const value = parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4);
  };
  return [channel(1), channel(3), channel(5)];
}

/** A material: what the scenario states over what the object has by itself. */
export function materialOf(stated: MaterialConfig, own: MaterialConfig = {}): Material {
  const texture = stated.texture ?? (stated.color === undefined ? own.texture : undefined);
  const first = linearColor(stated.color ?? own.color ?? "#909090");
  const second = texture === undefined ? first : linearColor(texture.color);
  const grey = (first[0] + first[1] + first[2]) / 3;
  return {
    color: first,
    second,
    pattern: texture === undefined ? 0 : PATTERNS.indexOf(texture.pattern),
    frequency: texture === undefined ? 1 : 1 / texture.scale_m,
    // Paint that is dark to the eye still sends back some infrared.
    reflectivity: stated.reflectivity ?? own.reflectivity ?? 0.1 + 0.8 * grey,
  };
}
