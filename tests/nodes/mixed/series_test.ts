import assert from "#assert";
import { factorsOf, isBroken, nameOf, resultOf, samplesOf } from "../../../nodes/mixed/series.ts";
import { allanDeviation } from "../../../core/math/allan.ts";
import { task } from "./messages.ts";

Deno.test("samples begin at the offset", () => {
  const message = task("x", [9, 1, 2, 3, 4]);
  message.layout.data_offset = 1;
  assert.deepEqual([...samplesOf(message, 4) as Float64Array], [1, 2, 3, 4]);
});

Deno.test("averaging times are octaves and steps between, each once, that fit the series", () => {
  assert.deepEqual(factorsOf(100, 1), [1, 2, 4, 8, 16, 32]);
  assert.deepEqual(factorsOf(4, 1), [1]);
  assert.deepEqual(factorsOf(100, 3), [1, 2, 3, 4, 5, 6, 8, 10, 13, 16, 20, 25, 32]);
  const series = Float64Array.from({ length: 500 }, (_, i) => (i * 7919) % 101);
  for (const perOctave of [1, 2, 5, 64]) {
    const factors = factorsOf(series.length, perOctave);
    assert.ok(factors.every((factor, i) => i === 0 || factor > factors[i - 1]!));
    assert.ok(factors.at(-1)! <= 500 / 3 && factors.at(-1)! > 500 / 6 - 1);
    assert.equal(allanDeviation(series, { intervalS: 1, factors }).length, factors.length);
  }
});

Deno.test("a series with one sample that is not finite is found broken", () => {
  for (const bad of [NaN, Infinity, -Infinity, 1e200]) {
    const series = Float64Array.from({ length: 50 }, (_, i) => i === 17 ? bad : i % 3);
    assert.ok(isBroken(allanDeviation(series, { intervalS: 0.01 })), `${bad}`);
  }
  assert.equal(isBroken(allanDeviation(Float64Array.of(1, 2, 1, 2), { intervalS: 1 })), false);
});

Deno.test("too few and too many are refused with the reason", () => {
  assert.equal(samplesOf(task("x", [1, 2, 3]), 9), "expected 4 samples or more, got 3");
  assert.equal(samplesOf(task("x", [1, 2, 3, 4, 5]), 4), "expected up to 4 samples, got 5");
  const beyond = task("x", [1, 2, 3, 4]);
  beyond.layout.data_offset = 4_000_000_000;
  assert.match(String(samplesOf(beyond, 4)), /got -3999999996/);
});

Deno.test("a result bears the task's name, and three numbers a row", () => {
  assert.equal(nameOf(task("gyro x", [])), "gyro x");
  assert.equal(nameOf({ layout: { dim: [], data_offset: 0 }, data: new Float64Array() }), "");
  const { layout, data } = resultOf("gyro x", [
    { tauS: 1, deviation: 0.5, terms: 10 },
    { tauS: 2, deviation: 0.25, terms: 8 },
  ]);
  assert.deepEqual([...data], [1, 0.5, 10, 2, 0.25, 8]);
  assert.deepEqual(layout.dim.map(({ label, size, stride }) => [label, size, stride]), [
    ["gyro x", 2, 6],
    ["tau_s deviation terms", 3, 3],
  ]);
});
