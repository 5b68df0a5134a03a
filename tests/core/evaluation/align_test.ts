import assert from "#assert";
import { align, ALIGNMENTS } from "../../../core/evaluation/align.ts";
import { absolutePoseError, relativePoseError } from "../../../core/evaluation/pose_error.ts";
import { statistics } from "../../../core/evaluation/statistics.ts";
import { type PoseRow, trajectoryOf } from "../../../core/evaluation/trajectory.ts";
import {
  askOracle,
  type Oracle,
  pairOf,
  readOracle,
  sameStatistics,
} from "../../oracles/evo_oracle.ts";

function checkAlignments(oracle: Oracle): void {
  for (const expected of oracle.cases) {
    const { reference, estimate } = pairOf(expected);
    for (const mode of ALIGNMENTS) {
      const aligned = align(estimate, reference, mode);
      for (const part of ["translation", "rotation"] as const) {
        const found = statistics(absolutePoseError(reference, aligned, { part }));
        sameStatistics(found, expected.ape[mode][part], `${expected.kind} ${mode} ${part}`);
      }
    }
  }
}

Deno.test("align() equals evo's alignments, yaw a search by scipy", () =>
  checkAlignments(readOracle()));

Deno.test("align() and the relative errors equal evo's on a fresh seed, where Python has it", () => {
  const oracle = askOracle(20260731);
  if (oracle === undefined) return;
  checkAlignments(oracle);
  for (const expected of oracle.cases) {
    const { reference, estimate } = pairOf(expected);
    for (const { delta, unit, part, statistics: wanted } of expected.rpe) {
      const errors = relativePoseError(reference, estimate, { delta, unit, part });
      sameStatistics(statistics(errors), wanted, `${expected.kind} rpe ${delta} ${unit} ${part}`);
    }
  }
});

const curve = trajectoryOf(
  Array.from(
    { length: 20 },
    (_, i): PoseRow => [i, Math.sin(i / 3), Math.cos(i / 3), i / 10, 1, 0.1, 0.02 * i, -0.2],
  ),
);

Deno.test("align() leaves a trajectory that fits as it is, in every mode", () => {
  for (const mode of ALIGNMENTS) {
    const error = absolutePoseError(curve, align(curve, curve, mode));
    assert.ok(Math.max(...error) < 1e-12, mode);
  }
});

Deno.test("align() yaw does not level a tilted trajectory, se3 does", () => {
  const half = Math.PI / 12;
  const [c, s] = [Math.cos(2 * half), Math.sin(2 * half)];
  const tilted = {
    ...curve,
    positions: curve.positions.map((x, i, all) =>
      i % 3 === 0 ? x : i % 3 === 1 ? c * x - s * all[i + 1]! : s * all[i - 1]! + c * x
    ),
  };
  const left = (mode: "yaw" | "se3") =>
    statistics(absolutePoseError(curve, align(tilted, curve, mode))).rmse;
  assert.ok(left("se3") < 1e-12);
  assert.ok(left("yaw") > 0.1);
});

Deno.test("align() refuses unequal lengths and no poses", () => {
  assert.throws(() => align(curve, trajectoryOf([]), "none"), RangeError);
  assert.throws(() => align(trajectoryOf([]), trajectoryOf([]), "origin"), RangeError);
});
