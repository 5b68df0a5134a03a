import assert from "#assert";
import { wrongCovariance } from "../../../sim/faults/wrong_covariance.ts";
import { through } from "./wrapped.ts";

const stated = (
  more: Record<string, unknown>,
) => [
  ...through(wrongCovariance, { type: "wrong_covariance", ...more })[12]!
    .message.angular_velocity_covariance,
];

Deno.test("wrong_covariance: every statement that drivers are known to make", () => {
  assert.deepEqual(stated({ factor: 10 }), [10, 20, 30, 40, 50, 60, 70, 80, 90]);
  assert.deepEqual(stated({ as: "zero" }), [0, 0, 0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(stated({ as: "unknown" }), [-1, 0, 0, 0, 0, 0, 0, 0, 0]);
  assert.deepEqual(stated({ as: "negative" }), [-1, -2, -3, -4, -5, -6, -7, -8, -9]);
  assert.ok(stated({ as: "nan" }).every(Number.isNaN));
});
