import assert from "#assert";
import { takeMeanRate } from "../../../../core/fusion/judges/standstill.ts";
import { C, E, type FilterState, X } from "../../../../core/fusion/kernel/layout.ts";
import { cholesky } from "../../../../core/math/matrix.ts";
import type { FusionSettings } from "../../../../core/fusion/settings.ts";
import { priorOfField, priorOfWheels } from "../../../../core/fusion/steps/bias_prior.ts";
import { wheelStep } from "../../../../core/fusion/steps/wheel.ts";
import { DEG, startedContext } from "../fixtures.ts";
import { wheelRecord } from "../motion.ts";

const ROLL = 0.6;
const UP = [0, Math.sin(ROLL), Math.cos(ROLL)], ACROSS = [0, Math.cos(ROLL), -Math.sin(ROLL)];

/** A start that is banked, so that no axis of the body is vertical. */
function banked(change: (s: FusionSettings) => void = () => {}) {
  return startedContext((s) => {
    s.initial.orientation = [Math.cos(ROLL / 2), Math.sin(ROLL / 2), 0, 0];
    change(s);
  });
}

/** Deviation of the gyro bias about a body axis, °/s. */
function biasSd(s: FilterState, axis: readonly number[]): number {
  let sum = 0;
  for (let i = 0; i < 3; i++) {
    for (let j = 0; j < 3; j++) {
      sum += axis[i]! * axis[j]! * s.P[(E.bias + i) * s.n + E.bias + j]!;
    }
  }
  return Math.sqrt(sum) / DEG;
}

function near(found: number, wanted: number): void {
  assert.ok(Math.abs(found - wanted) < 1e-3 * wanted, `${found} against ${wanted}`);
}

Deno.test("before a wheel speaks the bias is 0.2 °/s wide about each axis", () => {
  const { state } = banked();
  for (const axis of [UP, ACROSS, [1, 0, 0]]) near(biasSd(state, axis), 0.2);
});

Deno.test("the first wheel message holds it small about the vertical and wide about level axes", () => {
  const context = banked(), { state: s } = context;
  s.x[X.bias + 1] = 1e-3;
  wheelStep(context, wheelRecord(0, 1));
  near(biasSd(s, UP), 0.02);
  for (const axis of [ACROSS, [1, 0, 0]]) near(biasSd(s, axis), 0.5);
  assert.ok(Math.abs(s.x[X.bias + 1]! - 1e-3) < 1e-6, "what was found so far stays");
  assert.ok(cholesky(new Float64Array(s.n * s.n), s.P, s.n), "P stays positive definite");
  const once = biasSd(s, ACROSS);
  wheelStep(context, wheelRecord(0, 1));
  assert.ok(biasSd(s, ACROSS) <= once, "the second message doubts nothing");
});

Deno.test("what a heading has shown of the bias by then stays known", () => {
  const context = banked(), { state: s } = context;
  for (let i = 0; i < 3; i++) s.P[(E.bias + i) * s.n + E.bias + i] = (0.005 * DEG) ** 2;
  priorOfWheels(context);
  near(biasSd(s, UP), 0.005);
});

Deno.test("a field's heading opens the vertical again, once; where it spoke first nothing is held", () => {
  const context = banked(), { state: s } = context;
  priorOfWheels(context);
  s.clock[C.wheelSpoken] = 1;
  near(biasSd(s, UP), 0.02);
  priorOfField(context);
  near(biasSd(s, UP), 0.2);
  near(biasSd(s, ACROSS), 0.5);
  assert.ok(cholesky(new Float64Array(s.n * s.n), s.P, s.n));
  priorOfField(context);
  near(biasSd(s, UP), 0.2);
  const early = banked();
  priorOfField(early);
  priorOfWheels(early);
  near(biasSd(early.state, UP), 0.2);
  near(biasSd(early.state, ACROSS), 0.5);
});

Deno.test("a rest has shown the bias: no prior changes it", () => {
  const context = banked();
  takeMeanRate(new Float64Array(3), context.state);
  const before = context.state.P.slice();
  priorOfWheels(context);
  context.state.clock[C.wheelSpoken] = 1;
  priorOfField(context);
  assert.deepEqual(context.state.P, before);
});

Deno.test("one deviation for all is one before and after", () => {
  const context = banked((s) => {
    s.imu.gyroBiasSd = s.imu.gyroBiasLevelSd = s.imu.gyroBiasFreeSd = 3e-3;
  });
  const before = context.state.P.slice();
  priorOfWheels(context);
  for (let i = 0; i < before.length; i++) {
    assert.ok(Math.abs(context.state.P[i]! - before[i]!) < 1e-15);
  }
});
