import assert from "#assert";
import { nameOf, resultOf, samplesOf } from "../../../nodes/mixed/series.ts";
import { task } from "./messages.ts";

Deno.test("samples begin at the offset and are a copy", () => {
  const message = task("x", [9, 1, 2, 3, 4]);
  message.layout.data_offset = 1;
  const samples = samplesOf(message, 4) as Float64Array;
  assert.deepEqual([...samples], [1, 2, 3, 4]);
  samples[0] = 7;
  assert.equal(message.data[1], 1);
});

Deno.test("too few, too many and what is not finite is refused with the reason", () => {
  assert.equal(samplesOf(task("x", [1, 2, 3]), 9), "expected 4 samples or more, got 3");
  assert.equal(samplesOf(task("x", [1, 2, 3, 4, 5]), 4), "expected up to 4 samples, got 5");
  assert.equal(samplesOf(task("x", [1, 2, NaN, 4]), 4), "not all samples are finite");
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
