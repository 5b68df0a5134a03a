import assert from "#assert";
import { mcnemar } from "../../../../core/evaluation/paired/mcnemar.ts";

// scipy.stats.binomtest(lost, lost + gained).pvalue, scipy 1.17.1
const ORACLE: [number, number, number][] = [
  [10, 2, 0.03857421875],
  [0, 5, 0.0625],
  [1, 1, 1],
  [3, 17, 0.0025768280029296875],
  [60, 40, 0.05688793364098089],
  [520, 480, 0.2174482932041415],
];

Deno.test("mcnemar() is the exact two-sided binomial test of scipy", () => {
  for (const [lost, gained, p] of ORACLE) {
    assert.ok(Math.abs(mcnemar(lost, gained) - p) < 1e-9 * p + 1e-15, `${lost} ${gained}`);
    assert.equal(mcnemar(lost, gained), mcnemar(gained, lost));
  }
});

Deno.test("mcnemar() of nothing, of much, of what is no count", () => {
  assert.equal(mcnemar(0, 0), 1);
  assert.ok(mcnemar(0, 5000) >= 0 && mcnemar(0, 5000) < 1e-300);
  assert.ok(Math.abs(mcnemar(5000, 5000) - 1) < 1e-9);
  assert.throws(() => mcnemar(-1, 2), RangeError);
  assert.throws(() => mcnemar(0.5, 2), RangeError);
});
