import assert from "#assert";
import { allanDeviation } from "../../core/math/allan.ts";
import { TASKS } from "../../core/tasks.ts";

Deno.test("every task is a function of one argument, named as the file that it is of", () => {
  assert.deepEqual(Object.keys(TASKS).sort(), ["cloud/filter", "math/allan"]);
  for (const task of Object.values(TASKS)) assert.equal(task.length, 1);
});

Deno.test("math/allan gives the curve of allanDeviation, in what can be sent to another thread", () => {
  const samples = Float64Array.from({ length: 1000 }, (_, i) => (i * 7919) % 101);
  const points = TASKS["math/allan"]({ samples, intervalS: 0.01 });
  assert.deepEqual(points, allanDeviation(samples, { intervalS: 0.01 }));
  assert.deepEqual(structuredClone(points), points);
  assert.equal(points.length, 9, "1, 2, … 256 of 1000");
});
