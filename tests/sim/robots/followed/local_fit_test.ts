import assert from "#assert";
import fc from "fast-check";
import { LocalFit } from "../../../../sim/robots/followed/local_fit.ts";

function fitted(times: readonly number[], of: (t: number) => number) {
  const out = {
    value: new Float64Array(1),
    rate: new Float64Array(1),
    acceleration: new Float64Array(1),
  };
  new LocalFit(1).at(times, Float64Array.from(times, of), 0.1, out);
  return [out.value[0]!, out.rate[0]!, out.acceleration[0]!];
}

function near(found: readonly number[], wanted: readonly number[], scale: number): void {
  found.forEach((value, i) =>
    assert.ok(Math.abs(value - wanted[i]!) <= 1e-6 * scale, `${found} instead of ${wanted}`)
  );
}

Deno.test("a cubic is found again, whatever the times about it", () => {
  const number = fc.double({ min: -3, max: 3, noNaN: true });
  const times = fc.uniqueArray(fc.integer({ min: -100, max: 100 }), { minLength: 4, maxLength: 30 })
    // Acceleration beside the times, of a few within 20 ms of each other, is told by rounding.
    .filter((list) => Math.min(...list) <= -20 && Math.max(...list) >= 20)
    .map((list) => list.map((t) => t * 1e-3));
  fc.assert(fc.property(fc.tuple(number, number, number, number), times, (c, at) => {
    const [a, b, q, k] = c;
    const found = fitted(at, (t) => a + b * t + q * t * t / 2 + k * t * t * t);
    // Near the ends of few times the acceleration is the least certain: rounding of 1e-16 / (1 ms)².
    near(found, [a, b, q], 10);
  }));
});

Deno.test("with fewer samples than a cubic needs it is a parabola, a line, a constant", () => {
  near(fitted([-0.1, 0, 0.2], (t) => 2 + t + 3 * t * t), [2, 1, 6], 10);
  near(fitted([-0.1, 0.1], (t) => 2 + t), [2, 1, 0], 10);
  near(fitted([0.1], () => 2), [2, 0, 0], 10);
  near(fitted([0], () => 2), [2, 0, 0], 10);
});

Deno.test("columns don't touch each other", () => {
  const out = {
    value: new Float64Array(2),
    rate: new Float64Array(2),
    acceleration: new Float64Array(2),
  };
  const times = [-0.2, -0.1, 0, 0.1, 0.2];
  const samples = Float64Array.from(times.flatMap((t) => [t, 1 - 2 * t]));
  new LocalFit(2).at(times, samples, 0.2, out);
  near([...out.value, ...out.rate], [0, 1, 1, -2], 10);
});
