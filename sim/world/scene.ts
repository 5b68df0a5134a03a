/** What faults of the world do, as sensors meet it: slip, fields and vibration over an interval. */
import { cos, sin } from "../../core/math/scalar.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { Scene, Span } from "../contract.ts";

/** An undisturbed scene. */
export function emptyScene(): Scene {
  return { slips: [], fields: [], vibrations: [], occlusions: [], glares: [] };
}

/** Adds the fields that are there at a moment to `out` (3), tesla. */
export function addFields({ fields }: Scene, at: Nanos, out: Float64Array): void {
  for (const { span, field } of fields) {
    if (at < span.from || at >= span.to) continue;
    for (let i = 0; i < 3; i++) out[i]! += field[i]!;
  }
}

/** What slip adds to the surface of the left and right wheel over an interval. */
export interface Slip {
  /** Share of the ground's way. */
  readonly ratio: Float64Array;
  /** Metres beside that. */
  readonly metres: Float64Array;
}

/** Fills `out` for the interval [from, to]: a slip over part of it counts in proportion. */
export function slipOver({ slips }: Scene, from: Nanos, to: Nanos, out: Slip): void {
  out.ratio.fill(0);
  out.metres.fill(0);
  for (const { span, sides, ratio, spin } of slips) {
    const shared = overlap(span, from, to);
    if (shared === 0) continue;
    for (const side of sides) {
      out.ratio[side]! += ratio * shared / (to - from);
      out.metres[side]! += spin * shared / SECOND;
    }
  }
}

/** How a sensor sees a vibration. */
export interface VibrationSampling {
  /** The mean over the interval, or the value at its end. */
  readonly mean: boolean;
  /** −3 dB point, Hz (Infinity: none), and order of the low-pass. */
  readonly bandwidth: number;
  readonly order: 1 | 2;
}

/**
 * Adds what is felt over [from, to], in base_link's axes: the mean of A sin(ω t + φ) is
 *
 *     A (cos(ω t₀ + φ) − cos(ω t₁ + φ)) / (ω (to − from)),
 *
 * t₀ and t₁ the ends of what interval and span share; aliases come out as they would. The low-pass
 * takes its gain (Butterworth's: 1/√(1 + (f/f_c)^2n)); its phase is as good as the drawn one.
 */
export function addVibration(
  { vibrations }: Scene,
  which: "force" | "rate",
  { from, to }: { from: Nanos; to: Nanos },
  { mean, bandwidth, order }: VibrationSampling,
  out: Float64Array,
): void {
  for (const vibration of vibrations) {
    const { span, hz } = vibration;
    const shared = mean ? overlap(span, from, to) : Number(to >= span.from && to < span.to);
    if (shared === 0) continue;
    const start = Math.max(from, span.from) / SECOND, end = Math.min(to, span.to) / SECOND;
    const omega = 2 * Math.PI * hz, seconds = (to - from) / SECOND;
    const square = (hz / bandwidth) * (hz / bandwidth);
    const gain = 1 / Math.sqrt(1 + (order === 1 ? square : square * square));
    const amplitude = vibration[which];
    const phase = which === "force" ? vibration.forcePhase : vibration.ratePhase;
    for (let i = 0; i < 3; i++) {
      const value = mean
        ? (cos(omega * start + phase[i]!) - cos(omega * end + phase[i]!)) / (omega * seconds)
        : sin(omega * end + phase[i]!);
      out[i]! += gain * amplitude[i]! * value;
    }
  }
}

function overlap(span: Span, from: Nanos, to: Nanos): Nanos {
  return Math.max(0, Math.min(span.to, to) - Math.max(span.from, from));
}
