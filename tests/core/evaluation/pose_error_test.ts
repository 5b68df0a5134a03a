import assert from "#assert";
import {
  absolutePoseError,
  relativePoseError,
  stepEnds,
} from "../../../core/evaluation/pose_error.ts";
import { statistics } from "../../../core/evaluation/statistics.ts";
import { type PoseRow, trajectoryOf } from "../../../core/evaluation/trajectory.ts";
import { type OracleCase, pairOf, readOracle, sameStatistics } from "../../oracles/evo_oracle.ts";

const oracle = readOracle();

function checkRelative(expected: OracleCase): void {
  const { reference, estimate } = pairOf(expected);
  for (const { delta, unit, part, statistics: wanted } of expected.rpe) {
    const errors = relativePoseError(reference, estimate, { delta, unit, part });
    sameStatistics(statistics(errors), wanted, `${expected.kind} rpe ${delta} ${unit} ${part}`);
  }
}

Deno.test("absolutePoseError() and relativePoseError() equal evo's", () => {
  for (const expected of oracle.cases) {
    const { reference, estimate } = pairOf(expected);
    for (const part of ["translation", "rotation"] as const) {
      const found = statistics(absolutePoseError(reference, estimate, { part }));
      sameStatistics(found, expected.ape.none[part], `${expected.kind} ape ${part}`);
    }
    checkRelative(expected);
  }
});

const line = trajectoryOf(
  Array.from({ length: 11 }, (_, i): PoseRow => [i / 10, i, 0, 0, 1, 0, 0, 0]),
);

Deno.test("relativePoseError() sees drift, absolutePoseError() where it led", () => {
  const drifting = trajectoryOf(
    Array.from({ length: 11 }, (_, i): PoseRow => [i / 10, 1.02 * i, 0, 0, 1, 0, 0, 0]),
  );
  const perStep = relativePoseError(line, drifting, { delta: 1, unit: "m" });
  assert.ok(perStep.every((error) => Math.abs(error - 0.02) < 1e-12));
  assert.ok(Math.abs(absolutePoseError(line, drifting)[10]! - 0.2) < 1e-12);
});

Deno.test("stepEnds() ends steps by count, path, angle and time", () => {
  assert.deepEqual(stepEnds(line, 4, "frames"), [0, 4, 8]);
  assert.deepEqual(stepEnds(line, 2.5, "m"), [0, 3, 6, 9]);
  assert.deepEqual(stepEnds(line, 0.5, "s"), [0, 5, 10]);
  assert.deepEqual(stepEnds(line, 0.1, "rad"), [0]);
  assert.deepEqual(stepEnds(trajectoryOf([]), 1, "frames"), []);
});

Deno.test("relativePoseError() is empty where no step fits", () => {
  assert.equal(relativePoseError(line, line, { delta: 100, unit: "m" }).length, 0);
  assert.equal(relativePoseError(trajectoryOf([]), trajectoryOf([])).length, 0);
});

Deno.test("pose errors refuse unequal lengths and steps that are none", () => {
  assert.throws(() => absolutePoseError(line, trajectoryOf([])), RangeError);
  assert.throws(() => stepEnds(line, 0, "m"), RangeError);
  assert.throws(() => stepEnds(line, 1.5, "frames"), RangeError);
  assert.throws(() => stepEnds(line, NaN, "s"), RangeError);
});
