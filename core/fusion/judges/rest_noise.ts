/**
 * White noise of the rate as rests show it. A gyro that is noisier than its parameters say would
 * have its bias taken for known too soon: at 0.06 °/s/√Hz instead of 0.02, a rest of four seconds
 * leaves 0.03 °/s and not 0.01.
 */
import { type FilterState, STILL_SIZE } from "../kernel/layout.ts";

/** The end of the standstill detector's memory: density squared, rad²/s, and windows seen. */
const N = { density: STILL_SIZE - 2, windows: STILL_SIZE - 1 };

/** Windows after which what is known moves no faster. */
const SLOW = 20;

/** Takes a window of rest in: variance of the rate, (rad/s)², of samples `interval` s apart. */
export function learnRestNoise(s: FilterState, variance: number, interval: number): void {
  const { still } = s;
  const windows = still[N.windows] = Math.min(still[N.windows]! + 1, SLOW);
  still[N.density] = still[N.density]! + (variance * interval - still[N.density]!) / windows;
}

/** The density, squared, rad²/s; 0 before the first rest. */
export function restDensity(s: FilterState): number {
  return s.still[N.density]!;
}
