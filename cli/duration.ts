/** `--until 10m`: how long, and the cases that fill that time. */
import { InputError } from "../harness/errors.ts";
import type { SweepCase } from "../harness/sweep/cases.ts";

/** Simulated seconds of a run, as in a scenario: more are a slip. */
export const DURATION_MAX_S = 1_000_000;

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

/** `90s`, `10m` or `2h` in seconds. @throws {InputError} not a time */
export function parseDuration(text: string, flag: string): number {
  const [, number = "", unit = ""] = /^(\d+(?:\.\d+)?)([smh])$/.exec(text) ?? [];
  const seconds = Number(number) * (UNITS[unit] ?? NaN);
  if (number !== "" && seconds > 0) return seconds;
  throw new InputError(`${flag}: expected a time such as 90s, 10m or 2h, got "${text}"`);
}

/** Cases without end: each round has the seeds after those of the round before. */
export function* endless(cases: readonly SweepCase[]): Generator<SweepCase> {
  const seeds = cases.map(({ seed }) => seed);
  const span = Math.max(...seeds) - Math.min(...seeds) + 1;
  for (let round = 0; cases.length > 0; round++) {
    for (const one of cases) {
      const index = one.index + round * cases.length;
      yield { ...one, index, seed: one.seed + round * span };
    }
  }
}
