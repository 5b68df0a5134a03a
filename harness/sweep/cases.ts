/** The cases of a sweep: scenarios by variants by seeds, in an order that nothing else changes. */
import { InputError } from "../errors.ts";
import { gridSize, type Sweep, type Variant, variantAt } from "../schema/sweep.ts";

/** What a sweep must know of a scenario; plain data, so that it can come from a worker. */
export interface ScenarioInfo {
  readonly name: string;
  /** As the user named it: what a worker loads. */
  readonly file: string;
  readonly seed: number;
  readonly seeds: readonly number[] | undefined;
  readonly tags: readonly string[];
  readonly sweep: Sweep;
  readonly durationNs: number;
}

/** One run that is to be made. */
export interface SweepCase {
  /** Its place among all cases. */
  readonly index: number;
  readonly scenario: string;
  readonly file: string;
  readonly seed: number;
  /** Which of the grid, and its values; drawn ones come from the seed. */
  readonly k: number;
  readonly variant: Variant;
  /** Where it is not the scenario's, s. */
  readonly duration_s?: number | undefined;
}

/** Which of the cases are run here. */
export interface CaseChoice {
  /** Default: each scenario's own, else its seed. */
  readonly seeds?: readonly number[] | undefined;
  /** `{ part: 3, of: 8 }`: every eighth case, from the third on. */
  readonly shard?: Shard | undefined;
  /** Of each run, s; default: the scenario's. */
  readonly duration_s?: number | undefined;
  /** More than {@linkcode CASES_MAX} are meant. */
  readonly yes?: boolean | undefined;
}

/** One of several machines, counted from 1. */
export interface Shard {
  readonly part: number;
  readonly of: number;
}

/** More cases than this are run only when they are confirmed. */
export const CASES_MAX = 100_000;

/**
 * All cases, by scenario name, variant and seed.
 *
 * @throws {InputError} two scenarios of a name, or too many cases
 */
export function casesOf(
  scenarios: readonly ScenarioInfo[],
  { seeds, shard, duration_s, yes = false }: CaseChoice,
): SweepCase[] {
  const sorted = scenarios.toSorted((a, b) => a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
  sorted.forEach(({ name, file }, i) => {
    const before = sorted[i - 1];
    if (before?.name !== name) return;
    throw new InputError(`${file}: its name ${name} is that of ${before.file} too`);
  });
  const seedsOf = (info: ScenarioInfo) => seeds ?? info.seeds ?? [info.seed];
  const counts = sorted.map((info) => gridSize(info.sweep) * seedsOf(info).length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total > CASES_MAX && !yes) {
    const most = sorted[counts.indexOf(Math.max(...counts))];
    throw new InputError(
      `${total} cases, most of them of ${most?.name}; give --yes if that many are meant`,
    );
  }
  const out: SweepCase[] = [];
  let index = 0;
  for (const info of sorted) {
    const seeds = seedsOf(info);
    for (let k = 0; k < gridSize(info.sweep); k++) {
      const variant = variantAt(info.sweep, k);
      for (const seed of seeds) {
        const here = shard === undefined || index % shard.of === shard.part - 1;
        const { name: scenario, file } = info;
        const own = duration_s === undefined ? {} : { duration_s };
        if (here) out.push({ index, scenario, file, seed, k, variant, ...own });
        index++;
      }
    }
  }
  return out;
}

/** `3/8` as a shard. @throws {InputError} not one */
export function parseShard(text: string): Shard {
  const match = /^(\d+)\/(\d+)$/.exec(text);
  const part = Number(match?.[1] ?? NaN), of = Number(match?.[2] ?? NaN);
  if (part >= 1 && part <= of && of <= 10_000) return { part, of };
  throw new InputError(`--shard: expected i/n with 1 <= i <= n, such as 3/8, got "${text}"`);
}
