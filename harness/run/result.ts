/** What a run comes to: the object that `--json` prints. Its names are an agreement with others. */
import type { Json, Verdict } from "../contract.ts";
import type { Variant } from "../schema/sweep.ts";

/** One topic of a run. */
export interface TopicResult {
  readonly type: string;
  readonly count: number;
  /** (count − 1) / (last − first delivery); 0 under two messages. */
  readonly hz: number;
  /** Of CDR; 0 where digests are off. */
  readonly bytes: number;
  /** SHA-256 of delivery times and CDR bytes; empty where digests are off. */
  readonly digest: string;
  /** False: the bytes may differ between machines; not in the run's digest. */
  readonly exact: boolean;
  /** One short digest a second. */
  readonly seconds: readonly string[];
}

/** A check's verdict under its name in the scenario. */
export interface CheckResult extends Verdict {
  readonly name: string;
}

/** How the input of a replay was: faults of the log itself, counted before any node sees it. */
export interface InputResult {
  readonly type: string;
  readonly count: number;
  /** Messages with a number that is NaN or infinite (outside covariances). */
  readonly non_finite: number;
  /** Messages whose stamp is before that of the one before. */
  readonly backward: number;
  /** Messages whose bytes do not fit their type: not handed to a node. */
  readonly undecodable: number;
}

/** What a node said of itself, and its host of it. */
export interface NodeResult {
  /** Callbacks, messages, what full queues dropped, errors. */
  readonly counters: Json;
  /** As on `/diagnostics` at the end: level, message and values of each of its components. */
  readonly diagnostics: { readonly [component: string]: Json };
}

/** A fault of a run, at the times that this seed drew: a line of the fault timeline. */
export interface FaultResult {
  readonly name: string;
  readonly type: string;
  /** Of one stream, or of the world. */
  readonly kind: "stream" | "world";
  /** What it acts on. */
  readonly topics: readonly string[];
  readonly from_s: number;
  /** null: to the end of the run. */
  readonly to_s: number | null;
}

/** The result of a run or a replay. */
export interface RunResult {
  readonly scenario: string;
  readonly seed: number | null;
  /** The values of its sweep; absent where nothing is swept. */
  readonly variant?: Variant;
  readonly verdict: Verdict["verdict"];
  readonly digest: string;
  readonly topics: { readonly [topic: string]: TopicResult };
  readonly checks: readonly CheckResult[];
  /** In the order of their beginning; absent on a recorded log. */
  readonly faults?: readonly FaultResult[];
  readonly nodes: { readonly [name: string]: NodeResult };
  /** Of a replay: what was fed, by the log's topics. */
  readonly inputs?: { readonly [topic: string]: InputResult };
  readonly warnings: readonly string[];
  readonly simulated_s: number;
  readonly wall_s: number;
  readonly realtime_factor: number;
}

/** The verdict of a whole run: one failed check fails it; with nothing judged it is skipped. */
export function overall(
  checks: readonly Pick<Verdict, "verdict">[],
  expect: "pass" | "fail" = "pass",
): Verdict["verdict"] {
  const failed = checks.some(({ verdict }) => verdict === "fail");
  if (expect === "fail") return failed ? "pass" : "fail";
  if (failed) return "fail";
  return checks.some(({ verdict }) => verdict === "pass") ? "pass" : "skipped";
}
