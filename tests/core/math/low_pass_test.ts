import assert from "#assert";
import fc from "fast-check";
import { LowPass } from "../../../core/math/low_pass.ts";

Deno.test("what is constant passes unchanged, at any intervals", () => {
  const intervals = fc.array(fc.double({ min: 1e-6, max: 10, noNaN: true }), { minLength: 1 });
  fc.assert(fc.property(intervals, fc.double({ min: -1e6, max: 1e6, noNaN: true }), (dts, x) => {
    const filter = new LowPass(2, 3);
    for (const dt of dts) assert.deepEqual([...filter.step([x, -x], dt)], [x + 0, 0 - x]);
  }));
});

Deno.test("a step decays with the time constant, the better the finer the samples", () => {
  const tau = 1 / (2 * Math.PI * 4);
  const errors = [100, 200, 400].map((steps) => {
    const filter = new LowPass(1, 4);
    filter.step([1], 0);
    let y = 1;
    for (let i = 0; i < steps; i++) y = filter.step([0], tau / steps)[0]!;
    return Math.abs(y - Math.exp(-1));
  });
  assert.ok(errors[0]! < 2e-3);
  for (const i of [1, 2]) assert.ok(Math.abs(errors[i - 1]! / errors[i]! - 2) < 0.05, `${errors}`);
});

Deno.test("a sine at the cutoff comes out at 1/√2", () => {
  const filter = new LowPass(1, 1);
  let peak = 0;
  const dt = 1e-4;
  for (let i = 0; i < 100_000; i++) {
    const y = filter.step([Math.sin(2 * Math.PI * i * dt)], dt)[0]!;
    if (i > 50_000) peak = Math.max(peak, y);
  }
  assert.ok(Math.abs(peak - Math.SQRT1_2) < 1e-3, `${peak}`);
});

Deno.test("after a reset the next sample is taken as it is; a bad cutoff is refused", () => {
  const filter = new LowPass(1, 1);
  filter.step([1], 0.1);
  filter.reset();
  assert.equal(filter.step([7], 0.1)[0], 7);
  for (const cutoff of [0, -1, NaN]) assert.throws(() => new LowPass(1, cutoff), RangeError);
});
