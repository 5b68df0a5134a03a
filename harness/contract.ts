/** The contract of a check: it sees messages and truth, and ends in a verdict with a number. */
import type { z } from "zod";
import type { Message } from "../msgs/message.ts";
import type { Nanos, Time } from "../msgs/time.ts";
import type { FaultSpan, Truth } from "../sim/contract.ts";

/** Plain data, as it goes into JSON. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What a check found; `reason` says why, with place and number, whenever it did not pass. */
export interface Verdict {
  /** How it was judged; skipped: not applicable to this run. */
  readonly verdict: "pass" | "fail" | "skipped";
  /** What was measured; null: nothing could be. */
  readonly value: number | null;
  /** Of the value and the limit. */
  readonly unit: string;
  /** The bound in words of the field, such as `"<= 0.5"`. */
  readonly limit: string;
  /** Why, where it did not pass. */
  readonly reason?: string;
  /** Which of a check's several verdicts this is, such as a block of states: `name/part`. */
  readonly part?: string;
}

/** A message as a check sees it: on delivery to its readers. */
export interface Seen {
  /** Absolute. */
  readonly topic: string;
  /** ROS name of the message's type. */
  readonly type: string;
  /** Never to be written to. */
  readonly message: Message;
  /** Delivery time. */
  readonly at: Nanos;
}

/** What a check may know of the run when it starts. `truth` is absent on a recorded log. */
export interface CheckSetup {
  /** What `Nanos` 0 is as a stamp. */
  readonly epoch: Time;
  /** Length of the run. */
  readonly durationNs: Nanos;
  /** Absent where the scenario has none. */
  readonly truth: Truth | undefined;
  /** What is wrong on purpose, and when; absent on a recorded log. */
  readonly faults?: readonly FaultSpan[];
  /** Topics that will exist, by absolute name. */
  readonly topics: ReadonlySet<string>;
}

/** One kind of check. It names the topics that it needs; a run without one of them skips it. */
export interface Check<Config, State> {
  /** What a scenario may say of it. */
  readonly config: z.ZodType<Config>;
  /** Absolute topics that `see` wants to be called for. */
  topics(config: Config): readonly string[];
  /** Debug topics that nodes must publish for it (`publish_debug` is switched on). */
  readonly needsDebug?: boolean;
  /** A fresh state for one run. */
  init(config: Config, setup: CheckSetup): State;
  /** Called with each message of its topics, in order of delivery. */
  see(state: State, seen: Seen): void;
  /** Called once, at the end. */
  verdict(state: State): Verdict;
  /** What `across` needs of one run: small, plain data. */
  summary?(state: State): Json;
  /** A verdict over many seeds; not asked under 20 runs. */
  across?(config: Config, summaries: readonly Json[]): Verdict[];
}
