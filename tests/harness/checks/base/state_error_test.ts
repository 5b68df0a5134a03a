import assert from "#assert";
import {
  fromRotationVector,
  multiply,
  toRotationVector,
} from "../../../../core/math/quaternion.ts";
import { stateError } from "../../../../harness/checks/base/state_error.ts";
import { newTruthState } from "../../../../harness/checks/base/truth_state.ts";

Deno.test("stateError() finds the error that truth = state ⊞ error was made with", () => {
  const state = Float64Array.of(1, 2, 3, 4, 5, 6, 0.4, -2, 1.5, 0.1, 0.2, 0.3);
  const error = [0.1, -0.2, 0.3, 0.4, 0, -1, 0.02, -0.03, 0.05, 0.01, 0.02, -0.03];
  const at = newTruthState();
  const turn = new Float64Array(4);
  for (let i = 0; i < 3; i++) {
    at.position[i] = state[i]! + error[i]!;
    at.velocity[i] = state[3 + i]! + error[3 + i]!;
  }
  fromRotationVector(at.orientation, state.subarray(6, 9));
  fromRotationVector(turn, error.slice(6, 9));
  multiply(at.orientation, at.orientation, turn);
  const rate = Float64Array.from([9, 10, 11], (i) => state[i]! + error[i]!);
  const out = new Float64Array(12);
  stateError(out, state, { at, rate });
  error.forEach((value, i) => assert.ok(Math.abs(out[i]! - value) < 1e-12, `${i}`));
});

Deno.test("stateError() does not mind rotation vectors that are a turn apart", () => {
  const at = newTruthState();
  at.orientation.set([-1, 0, 0, 0]);
  const out = new Float64Array(12);
  const log = new Float64Array(3);
  toRotationVector(log, [-1, 0, 0, 1e-20]);
  const state = new Float64Array(12);
  state[8] = 2 * Math.PI - 0.01;
  stateError(out, state, { at, rate: new Float64Array(3) });
  assert.ok(Math.abs(out[8]! - 0.01) < 1e-12);
});
