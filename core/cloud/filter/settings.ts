/** What the cloud filter keeps and where it puts it, as the numbers that kernel and twin read. */
import type { Numbers } from "../../math/vec3.ts";
import { type CloudLayout, rangeOf } from "../layout.ts";

/** What to keep, and the transform of what is kept. */
export interface FilterOptions {
  /** Metres from the cloud's own origin, before the transform. */
  readonly maxRange: number;
  /** Least intensity as a part of `intensityScale`; without a field `intensity` all are kept. */
  readonly minIntensity?: number;
  /** The intensity that counts as 1. `auto` (default): an integer field's largest value, or 1. */
  readonly intensityScale?: number | "auto";
  /** Rotation, 3 × 3 row-major. Default: none. */
  readonly rotation?: Numbers;
  /** Translation, metres, after the rotation. Default: none. */
  readonly translation?: Numbers;
}

/** Indices into {@linkcode filterSettings}' array after the rotation (0 to 8). */
export const SETTING = { translation: 9, range2: 12, least: 13, length: 14 } as const;

const IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0, 1];
const NOWHERE = [0, 0, 0];

/**
 * out (14) = rotation, translation, square of the range, least intensity, in float64. Readers of
 * float32 points round each once to float32.
 *
 * @throws {RangeError} a range that is not positive or whose square is no float32, or another
 * number that is not finite
 */
export function filterSettings(out: Float64Array, layout: CloudLayout, options: FilterOptions) {
  const { maxRange, minIntensity = 0, intensityScale = "auto" } = options;
  const rotation = options.rotation ?? IDENTITY, translation = options.translation ?? NOWHERE;
  if (!(maxRange > 0 && Number.isFinite(Math.fround(maxRange * maxRange)))) {
    throw new RangeError(`maxRange is ${maxRange}, expected more than 0 and below 1.8e19 m`);
  }
  for (let i = 0; i < 9; i++) out[i] = rotation[i]!;
  for (let i = 0; i < 3; i++) out[SETTING.translation + i] = translation[i]!;
  const scale = intensityScale === "auto"
    ? layout.intensity === undefined ? 1 : rangeOf(layout.intensity)
    : intensityScale;
  out[SETTING.range2] = maxRange * maxRange;
  out[SETTING.least] = minIntensity * scale;
  for (let i = 0; i < SETTING.length; i++) {
    if (!Number.isFinite(out[i]!)) throw new RangeError(`setting ${i} of the filter is ${out[i]}`);
  }
}
