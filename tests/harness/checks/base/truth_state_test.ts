import assert from "#assert";
import { meanRate, newTruthState, truthAt } from "../../../../harness/checks/base/truth_state.ts";
import type { Truth } from "../../../../sim/contract.ts";
import { STRAIGHT } from "../streams.ts";

Deno.test("truthAt() is false outside of truth", () => {
  const out = newTruthState();
  assert.equal(truthAt(STRAIGHT, 3e9, out), true);
  assert.equal(out.position[0], 3);
  for (const at of [-1, 10e9 + 1, NaN]) assert.equal(truthAt(STRAIGHT, at, out), false);
});

Deno.test("meanRate() is exact for a cubic rate", () => {
  const rate = (t: number) => 1 + 2 * t - 3 * t * t + 0.5 * t * t * t;
  const truth: Truth = {
    ...STRAIGHT,
    at: (at, out) => out.angularVelocity.set([0, 0, rate(at / 1e9)]),
  };
  const out = new Float64Array(3);
  assert.equal(meanRate(truth, { from: 1e9, to: 3e9 }, out), true);
  const integral = (t: number) => t + t * t - t ** 3 + t ** 4 / 8;
  assert.ok(Math.abs(out[2]! - (integral(3) - integral(1)) / 2) < 1e-12);
  assert.equal(meanRate(truth, { from: -1, to: 1 }, out), false);
});
