import assert from "#assert";
import { quantile, statistics } from "../../../core/evaluation/statistics.ts";

Deno.test("statistics() of a known list", () => {
  assert.deepEqual(statistics([1, 3, 2, 6]), {
    rmse: Math.sqrt(12.5),
    mean: 3,
    median: 2.5,
    std: Math.sqrt(3.5),
    min: 1,
    max: 6,
    sse: 50,
  });
});

Deno.test("statistics() of one value, and of none", () => {
  assert.equal(statistics([-2]).median, -2);
  assert.equal(statistics([-2]).std, 0);
  assert.throws(() => statistics([]), RangeError);
});

Deno.test("statistics() lets no NaN hide", () => {
  for (const value of Object.values(statistics([1, NaN, 3]))) assert.ok(Number.isNaN(value));
});

Deno.test("quantile() interpolates as numpy does", () => {
  assert.equal(quantile([4, 1, 3, 2], 0.5), 2.5);
  assert.equal(quantile([4, 1, 3, 2], 0.9), 3.7);
  assert.equal(quantile([4, 1, 3, 2], 0), 1);
  assert.equal(quantile([4, 1, 3, 2], 1), 4);
  assert.throws(() => quantile([], 0.5), RangeError);
  assert.throws(() => quantile([1], 1.1), RangeError);
});
