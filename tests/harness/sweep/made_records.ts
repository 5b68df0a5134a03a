/** Records of runs that never were: for tests of what is made of them. */
import { failedRecord, type RunRecord } from "../../../harness/sweep/record.ts";

/** A run of `dock` with a check `error` under a limit of 1 m, and one that always passes. */
export function madeRecord(seed: number, value: number, over: Partial<RunRecord> = {}): RunRecord {
  const verdict = value <= 1 ? "pass" : "fail";
  const reason = verdict === "fail" ? { reason: `${value} m is over the limit` } : {};
  return {
    ...{ scenario: "dock", file: "scenarios/dock.yaml", seed, k: 0, variant: {}, verdict },
    ...{ error: null, digest: `d${seed}`, simulated_s: 60, faults: [], summaries: {} },
    checks: [
      { name: "error", verdict, value, unit: "m", limit: "<= 1", ...reason },
      { name: "rate", verdict: "pass", value: 100, unit: "Hz", limit: ">= 90" },
    ],
    ...over,
  };
}

/** A run that came to no verdict. */
export function madeError(seed: number, text: string, kind: "input" | "internal" = "input") {
  const one = { index: 0, scenario: "dock", file: "scenarios/dock.yaml", seed, k: 0, variant: {} };
  return failedRecord(one, { kind, text });
}
