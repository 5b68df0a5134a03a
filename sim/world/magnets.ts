/**
 * Magnets and iron in the world as dipoles, B = μ₀/4π (3 r (m·r)/|r|⁵ − m/|r|³). Within
 * `radius_m`, where a body is no point, the field stays that of the surface in this direction; in
 * the very middle that of the poles.
 */
import { z } from "zod";
import { type Nanos, SECOND } from "../../msgs/time.ts";

/** A dipole that is there from `from_s` until `to_s`. */
export interface MagnetConfig {
  position_m: [number, number, number];
  moment_a_m2: [number, number, number];
  radius_m: number;
  from_s: number;
  to_s?: number | undefined;
}

const vector = z.tuple([z.number(), z.number(), z.number()]);

/** A magnet as a scenario states it. */
export const magnetSchema: z.ZodType<MagnetConfig> = z.strictObject({
  position_m: vector.describe("in the world"),
  moment_a_m2: vector.describe("A m² along x, y, z: 100 gives 2.5 µT or so at 2 m"),
  radius_m: z.number().positive().default(0.1).describe(
    "of the body, inside which the field no longer grows",
  ),
  from_s: z.number().min(0).default(0).describe("when it appears"),
  to_s: z.number().min(0).optional().describe("when it is gone; absent: it stays"),
}).refine(({ from_s, to_s }) => to_s === undefined || to_s > from_s, {
  path: ["to_s"],
  error: "after from_s",
});

/** μ₀/4π, T m/A: 1e-7 to nine digits (CODATA 2018). */
const MU0_4PI = 1e-7;

/** Adds a magnet's field, tesla, at a place (m) and time to `out` (3). */
export function addDipole(
  magnet: MagnetConfig,
  position: Float64Array,
  at: Nanos,
  out: Float64Array,
): void {
  if (at < magnet.from_s * SECOND || at >= (magnet.to_s ?? Infinity) * SECOND) return;
  const [px, py, pz] = magnet.position_m, [mx, my, mz] = magnet.moment_a_m2;
  const x = position[0]! - px, y = position[1]! - py, z = position[2]! - pz;
  const square = x * x + y * y + z * z, moment = mx * mx + my * my + mz * mz;
  const distance = Math.max(Math.sqrt(square), magnet.radius_m);
  const scale = MU0_4PI / (distance * distance * distance);
  // 3 r̂ (m·r̂) with r̂ = m̂ in the middle.
  const isOff = square > 0;
  const dx = isOff ? x : mx, dy = isOff ? y : my, dz = isOff ? z : mz;
  const along = 3 * (mx * dx + my * dy + mz * dz) / (isOff ? square : moment || 1);
  out[0]! += scale * (along * dx - mx);
  out[1]! += scale * (along * dy - my);
  out[2]! += scale * (along * dz - mz);
}
