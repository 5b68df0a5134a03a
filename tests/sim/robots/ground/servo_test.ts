import assert from "#assert";
import fc from "fast-check";
import { brake, servoRate } from "../../../../sim/robots/ground/servo.ts";

const LIMITS = { rate: 2, rateChange: 10 };
const H = 0.005;

Deno.test("servoRate() reaches any target within its limits and then stands", () => {
  fc.assert(
    fc.property(
      fc.double({ min: -5, max: 5, noNaN: true }),
      fc.double({ min: -2, max: 2, noNaN: true }),
      (target, start) => {
        let value = 0, rate = start, beyond = 0;
        for (let n = 0; n < 3000; n++) {
          const next = servoRate(target - value, rate, LIMITS, H);
          assert.ok(Math.abs(next) <= 2 + 1e-12);
          assert.ok(Math.abs(next - rate) <= 10 * H + 1e-12);
          value += (rate + next) / 2 * H;
          rate = next;
          if (start === 0) beyond = Math.max(beyond, Math.sign(target) * (value - target));
        }
        assert.ok(Math.abs(value - target) < 1e-11 && rate === 0, `${target - value} ${rate}`);
        assert.ok(beyond < 1e-9, `overshoot ${beyond}`);
      },
    ),
    { numRuns: 200, seed: 1 },
  );
});

Deno.test("brake() leaves just the distance that the servo needs to stop", () => {
  for (const distance of [0.01, 0.3, 4, 50]) {
    const v = brake(distance, LIMITS);
    const needed = v * v / (2 * 2) + v * 2 / (2 * 10);
    assert.ok(Math.abs(needed - distance) < 1e-12 * (1 + distance));
  }
  assert.equal(brake(0, LIMITS), 0);
  assert.equal(brake(-1, LIMITS), 0);
});
