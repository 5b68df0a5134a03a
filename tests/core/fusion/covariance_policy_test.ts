import assert from "#assert";
import { chooseVariance, isPlausible, statedAs } from "../../../core/fusion/covariance_policy.ts";

Deno.test("statedAs() tells absent, unknown and stated apart, for every field alike", () => {
  for (const n of [9, 36]) {
    const field = (first: number, rest = 0) => {
      const c = new Float64Array(n);
      c[0] = first;
      c[n - 1] = rest;
      return c;
    };
    assert.equal(statedAs(field(0)), "unknown");
    assert.equal(statedAs(field(-1)), "absent", "sensor_msgs/Imu");
    assert.equal(statedAs(field(-1, 5)), "absent");
    assert.equal(statedAs(field(NaN)), "absent", "REP 145");
    assert.equal(statedAs(field(0.1)), "stated");
    assert.equal(statedAs(field(0, 0.1)), "stated", "one non-zero element is enough");
  }
});

Deno.test("chooseVariance() by mode: what each real driver's fiction becomes", () => {
  const parameter = 1e-4;
  // stated, auto, message, parameter
  const table: [stated: number, auto: number, message: number][] = [
    [NaN, parameter, parameter],
    [0, parameter, parameter],
    [-1, parameter, parameter],
    [2e-4, 2e-4, 2e-4],
    [1e-6, 1e-6, 1e-6],
    [0.9e-6, parameter, 0.9e-6],
    [1e-2, 1e-2, 1e-2],
    [1.1e-2, parameter, 1.1e-2],
    [1, parameter, 1],
  ];
  for (const [stated, auto, message] of table) {
    assert.equal(chooseVariance("auto", stated, parameter), auto, `auto ${stated}`);
    assert.equal(chooseVariance("message", stated, parameter), message, `message ${stated}`);
    assert.equal(chooseVariance("parameter", stated, parameter), parameter);
  }
});

Deno.test("isPlausible() is a factor of 100 either way", () => {
  assert.equal(isPlausible(1, 100), true);
  assert.equal(isPlausible(100, 1), true);
  assert.equal(isPlausible(0.99, 100), false);
  assert.equal(isPlausible(101, 1), false);
});
