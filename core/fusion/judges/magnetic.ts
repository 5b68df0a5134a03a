/**
 * Judges the magnetic field sample by sample: its strength and dip must be those of a reference
 * that was learnt at rest. The first rest sets it, later ones move it slowly and only by samples
 * that it accepts itself.
 */
import { atan2 } from "../../math/scalar.ts";
import { C, type FilterState } from "../kernel/layout.ts";

/** Last reading (3), reference strength (tesla) and dip (rad), samples it rests on, disturbance. */
const M = { last: 0, norm: 3, dip: 4, learnt: 5, disturbance: 6, judged: 7 };

/** Time over which the disturbance is averaged, s. */
const DISTURBANCE_TIME = 2;

/** Samples after which the reference moves no faster. */
const SLOW = 500;
/** Samples without which there is no reference yet. */
const ENOUGH = 10;

/** A reading as the judge sees it, tesla: its strength, its level part and what points down. */
export interface FieldReading {
  readonly norm: number;
  readonly horizontal: number;
  readonly down: number;
}

/** Is this the very reading that came before? A held sample says nothing about now. */
export function repeats(s: FilterState, reading: Float64Array): boolean {
  const { field } = s;
  let same = true;
  for (let i = 0; i < 3; i++) {
    if (field[M.last + i] !== reading[i]) same = false;
    field[M.last + i] = reading[i]!;
  }
  return same;
}

/** 0: fits the reference (or there is none yet); 1: strength does not; 2: dip does not. */
export function judgeField(
  s: FilterState,
  { norm, horizontal, down }: FieldReading,
  by: { normTolerance: number; dipTolerance: number },
): 0 | 1 | 2 {
  const { field } = s;
  if (field[M.learnt]! < ENOUGH) return 0;
  const stronger = norm / field[M.norm]! - 1;
  const steeper = atan2(down, horizontal) - field[M.dip]!;
  const now = s.clock[C.now]!;
  const dt = Math.max(0, (now - field[M.judged]!) * 1e-9);
  field[M.judged] = now;
  const gain = dt / (DISTURBANCE_TIME + dt);
  const departure = (stronger * stronger + steeper * steeper) / 2;
  field[M.disturbance] = field[M.disturbance]! + gain * (departure - field[M.disturbance]!);
  if (Math.abs(stronger) > by.normTolerance) return 1;
  if (Math.abs(steeper) > by.dipTolerance) return 2;
  return 0;
}

/**
 * Variance of heading, rad², that goes with how far the field has departed from its reference of
 * late: what lengthens it or tips it by a fraction turns its horizontal part by as much of |B| / Bh.
 */
export function disturbanceVariance(s: FilterState, reading: FieldReading): number {
  const ratio = reading.norm / Math.max(reading.horizontal, 1e-9);
  return s.field[M.disturbance]! * ratio * ratio;
}

/** Learns from a sample at rest. */
export function learnField(s: FilterState, { norm, horizontal, down }: FieldReading): void {
  const { field } = s;
  const count = field[M.learnt] = Math.min(field[M.learnt]! + 1, SLOW);
  field[M.norm] = field[M.norm]! + (norm - field[M.norm]!) / count;
  const dip = atan2(down, horizontal);
  field[M.dip] = field[M.dip]! + (dip - field[M.dip]!) / count;
}

/** The reference: strength, tesla, and dip, rad; strength 0 while there is none. */
export function fieldReference(s: FilterState): { norm: number; dip: number } {
  const known = s.field[M.learnt]! >= ENOUGH;
  return { norm: known ? s.field[M.norm]! : 0, dip: s.field[M.dip]! };
}
