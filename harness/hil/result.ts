/** What a run beside hardware comes to: that of any run, and how it was. */
import type { RunResult } from "../run/result.ts";
import type { ContractRow } from "./contract/compare.ts";
import { EDGES_MS, type LatenessResult } from "./lateness.ts";
import type { StepResult } from "./steps.ts";
import type { SilentTopic } from "./silence.ts";

/** How a run beside hardware was. */
export interface HilFacts {
  /** Sensors taken from hardware. */
  readonly real: readonly string[];
  /** `nodes`, or the topic of somebody else's output. */
  readonly sut: string;
  /** Where truth came from. */
  readonly truth: string;
  /** `wall`, or `clock`: time was said on `/clock`. */
  readonly time: "wall" | "clock";
  /** How late what was published here left. */
  readonly pace: {
    readonly deadline_ms: number;
    /** Upper edges of the histograms; one bin more is beyond. */
    readonly edges_ms: readonly number[];
    readonly topics: Readonly<Record<string, LatenessResult>>;
  };
  /** How somebody else's system was stepped; null: it was not. */
  readonly steps: StepResult | null;
  /** What hardware says of itself beside what simulation says; empty: nothing was compared. */
  readonly contract: readonly ContractRow[];
  /** Topics that were silent for too long. */
  readonly silent: readonly SilentTopic[];
  /** Messages by topic that were no whole messages of their type. */
  readonly undecodable: Readonly<Record<string, number>>;
  /** Messages at the end whose truth never came: no check saw them. */
  readonly unjudged: number;
}

/** What `hil --json` prints. */
export interface HilResult extends RunResult {
  /** No bytes are promised. */
  readonly deterministic: false;
  readonly hil: HilFacts;
}

/** Joins a run and how it was: a topic that fell silent fails it. */
export function hilResult(run: RunResult, hil: HilFacts): HilResult {
  const verdict = hil.silent.length > 0 ? "fail" : run.verdict;
  return { ...run, verdict, deterministic: false, hil };
}

/** The pace of a run. */
export function paceOf(
  deadline_ms: number,
  topics: Readonly<Record<string, LatenessResult>>,
): HilFacts["pace"] {
  return { deadline_ms, edges_ms: [...EDGES_MS], topics };
}

/** What a run comes to that the contract check has stopped before it began. */
export function stoppedResult(
  { scenario, seed }: { scenario: string; seed: number },
  hil: Pick<HilFacts, "real" | "sut" | "truth" | "time" | "contract">,
): HilResult {
  return {
    ...{ scenario, seed, verdict: "fail", digest: "", topics: {}, checks: [], nodes: {} },
    ...{ warnings: [], simulated_s: 0, wall_s: 0, realtime_factor: 0, deterministic: false },
    hil: { ...hil, steps: null, pace: paceOf(0, {}), silent: [], undecodable: {}, unjudged: 0 },
  };
}
