import assert from "#assert";
import { skewedClock } from "../../../sim/faults/skewed_clock.ts";
import { through } from "./wrapped.ts";

Deno.test("skewed_clock: a step, then a drift, until it is set right", () => {
  const out = through(skewedClock, { type: "skewed_clock", skew_ppm: 100_000, step_ms: -5 });
  const error = out.map(({ at, stamp }) => Math.round((stamp - at) * 1000) / 1000);
  assert.deepEqual(error.slice(9, 13), [0, -5, 5, 15]);
  assert.deepEqual(error.slice(19, 21), [85, 0]);
});

Deno.test("skewed_clock: one that is right is no fault", () => {
  assert.ok(
    !skewedClock.config.safeParse({ type: "skewed_clock", stream: "imu", at_s: 1 }).success,
  );
});
