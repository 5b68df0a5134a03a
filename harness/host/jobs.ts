/** What workers are asked and what they answer: plain data, both ways. */
import type { Json } from "../contract.ts";
import type { AcrossResult } from "../run/across.ts";
import type { RunResult } from "../run/result.ts";
import type { Variant } from "../schema/sweep.ts";
import type { RunError } from "../sweep/record.ts";
import type { ScenarioInfo } from "../sweep/cases.ts";

/** One thing that a worker does. */
export type Job =
  /** Read and check a scenario: all of a user's modules are loaded in workers only. */
  | { readonly do: "describe"; readonly file: string; readonly variants: readonly Variant[] }
  | {
    readonly do: "run";
    readonly file: string;
    readonly seed: number;
    readonly set: Variant;
    /** What stands in the file, or would: a scenario that is tried. */
    readonly text?: string | undefined;
    /** Simulated time; default: the scenario's. */
    readonly durationNs?: number | undefined;
    /** A run that holds more leaks; default 1024. */
    readonly memoryMb?: number | undefined;
    /** Where to record every topic. */
    readonly record?: string | undefined;
    /** A page about the run, and the command on it that runs it again. */
    readonly report?: {
      readonly path: string;
      readonly repeat: string;
      /** Of the run itself: for its page nodes say more. */
      readonly digest?: string | undefined;
      /** What a run of which this is the beginning ended with. */
      readonly error?: RunError | undefined;
    } | undefined;
  }
  | {
    readonly do: "across";
    readonly file: string;
    readonly summaries: readonly { readonly [check: string]: Json }[];
  };

/** What a job comes to. */
export type Answer =
  | { readonly is: "described"; readonly info: ScenarioInfo }
  | {
    readonly is: "ran";
    readonly result: RunResult;
    readonly summaries: { readonly [check: string]: Json };
  }
  | { readonly is: "across"; readonly results: readonly AcrossResult[] }
  | {
    readonly is: "failed";
    readonly error: RunError;
    readonly problems: readonly string[];
    /** It was not even begun. */
    readonly refused?: boolean;
    /** Its page is written all the same. */
    readonly reported?: boolean;
  };

/** What comes from a worker: an answer, or a sign of life. */
export type FromWorker = Answer | { readonly is: "alive"; readonly at: number };
