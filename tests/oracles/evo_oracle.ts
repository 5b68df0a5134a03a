/** Reads what evo_oracle.py wrote, and compares with it: golden numbers of core/evaluation. */
import assert from "#assert";
import type { Alignment } from "../../core/evaluation/align.ts";
import { associate } from "../../core/evaluation/associate.ts";
import type { DeltaUnit, PosePart } from "../../core/evaluation/pose_error.ts";
import { STATISTIC_NAMES, type Statistics } from "../../core/evaluation/statistics.ts";
import {
  type PoseRow,
  select,
  type Trajectory,
  trajectoryOf,
} from "../../core/evaluation/trajectory.ts";

export interface OracleCase {
  kind: string;
  reference: PoseRow[];
  estimate: PoseRow[];
  associated: [number[], number[]];
  ape: Record<Alignment, Record<PosePart, Statistics>>;
  rpe: { delta: number; unit: DeltaUnit; part: PosePart; statistics: Statistics }[];
}

export interface Oracle {
  cases: OracleCase[];
  consistency: {
    squares: { error: number[]; covariance: number[]; value: number }[];
    bands: { dof: number; count: number; probability: number; low: number; high: number }[];
    sequence: number[];
    lags: [number, number];
  };
}

/** The committed output for seed 1. */
export function readOracle(): Oracle {
  return JSON.parse(Deno.readTextFileSync(new URL("evo_oracle.json", import.meta.url)));
}

/** evo run now, on another seed; undefined, with one line, where Python has no evo. */
export function askOracle(seed: number): Oracle | undefined {
  const python = ".oracles/bin/python";
  const script = new URL("evo_oracle.py", import.meta.url).pathname;
  try {
    const { success, stdout } = new Deno.Command(python, { args: [script, `${seed}`] })
      .outputSync();
    if (success) return JSON.parse(new TextDecoder().decode(stdout));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  console.log(`skipped: ${python} has no evo (deno task oracles)`);
}

/** The associated poses of a case. */
export function pairOf(expected: OracleCase): { reference: Trajectory; estimate: Trajectory } {
  const reference = trajectoryOf(expected.reference);
  const estimate = trajectoryOf(expected.estimate);
  const { first, second } = associate(reference.stamps, estimate.stamps);
  return { reference: select(reference, first), estimate: select(estimate, second) };
}

/** Equal to 1e-9, relative where above 1. */
export function close(found: number, wanted: number, what: string): void {
  const error = Math.abs(found - wanted) / Math.max(1, Math.abs(wanted));
  assert.ok(error <= 1e-9, `${what}: ${found} instead of ${wanted}`);
}

/** Every statistic equal to 1e-9. */
export function sameStatistics(found: Statistics, wanted: Statistics, what: string): void {
  for (const name of STATISTIC_NAMES) close(found[name], wanted[name], `${what} ${name}`);
}
