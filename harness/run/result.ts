/** What a run comes to: the object that `--json` prints. Its names are an agreement with others. */
import type { Json, Verdict } from "../contract.ts";
import type { Variant } from "../schema/sweep.ts";

/** One topic of a run. */
export interface TopicResult {
  /** ROS name of the messages' type. */
  readonly type: string;
  /** Messages. */
  readonly count: number;
  /** (count − 1) / (last − first delivery); 0 under two messages. */
  readonly hz: number;
  /** Of CDR; 0 where digests are off. */
  readonly bytes: number;
  /** SHA-256 of delivery times and CDR bytes; empty where digests are off. */
  readonly digest: string;
  /** False: the bytes may differ between machines; not in the run's digest. */
  readonly exact: boolean;
  /** One short digest a second: of all until its end. */
  readonly seconds: readonly string[];
}

/** A check's verdict under its name in the scenario. */
export interface CheckResult extends Verdict {
  /** As the scenario names it. */
  readonly name: string;
}

/** How the input of a replay was: faults of the log itself, counted before any node sees it. */
export interface InputResult {
  /** ROS name of the messages' type. */
  readonly type: string;
  /** Messages. */
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
  /** As the scenario names it. */
  readonly name: string;
  /** In the table of faults. */
  readonly type: string;
  /** Of one stream, or of the world. */
  readonly kind: "stream" | "world";
  /** What it acts on. */
  readonly topics: readonly string[];
  /** Simulated seconds. */
  readonly from_s: number;
  /** null: to the end of the run. */
  readonly to_s: number | null;
}

/** The result of a run or a replay. */
export interface RunResult {
  /** The scenario's name, or the log's path. */
  readonly scenario: string;
  /** Null for a replay. */
  readonly seed: number | null;
  /** The values of its sweep; absent where nothing is swept. */
  readonly variant?: Variant;
  /** Of the whole run: see {@linkcode overall}. */
  readonly verdict: Verdict["verdict"];
  /** Of all exact topics: see docs/determinism.md. */
  readonly digest: string;
  /** By absolute name. */
  readonly topics: { readonly [topic: string]: TopicResult };
  /** In the scenario's order. */
  readonly checks: readonly CheckResult[];
  /** In the order of their beginning; absent on a recorded log. */
  readonly faults?: readonly FaultResult[];
  /** By the scenario's names. */
  readonly nodes: { readonly [name: string]: NodeResult };
  /** Of a replay: what was fed, by the log's topics. */
  readonly inputs?: { readonly [topic: string]: InputResult };
  /** What was logged as a warning or an error. */
  readonly warnings: readonly string[];
  /** Length of the run in simulated time. */
  readonly simulated_s: number;
  /** Length of the run on the wall; 0 without a clock. */
  readonly wall_s: number;
  /** Simulated over wall time; 0 without a clock. */
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
