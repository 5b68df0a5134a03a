import assert from "#assert";
import fc from "fast-check";
import { chi2Cdf, chi2Quantile, chi2Survival, normalQuantile } from "../../../core/math/chi2.ts";
import oracle from "../../oracles/chi2_oracle.json" with { type: "json" };

const close = (got: number, want: number, relative: number, what: string) =>
  assert.ok(Math.abs(got - want) <= relative * Math.abs(want), `${what}: ${got}, not ${want}`);

Deno.test("chi2Cdf() and chi2Survival() are the high-precision values to 1e-12", () => {
  for (const [dof, x, below, above] of oracle.chi2 as [number, number, number, number][]) {
    // A small value beside its large complement comes from a subtraction.
    close(chi2Cdf(x, dof), below, below < 0.1 && x > dof ? 1e-9 : 1e-12, `cdf(${x}, ${dof})`);
    close(chi2Survival(x, dof), above, above < 0.1 && x < dof ? 1e-9 : 1e-12, `sf(${x}, ${dof})`);
  }
});

Deno.test("chi2Quantile() gives the gates that tables print", () => {
  const table = [[10.828, 13.816, 16.266, 22.458], [3.841, 5.991, 7.815, 12.592]];
  [0.999, 0.95].forEach((p, i) =>
    [1, 2, 3, 6].forEach((dof, j) =>
      assert.equal(chi2Quantile(p, dof).toFixed(3), table[i]![j]!.toFixed(3))
    )
  );
  // The mean of 50 runs with 12 states, two-sided 95 %: reference values of scipy.
  assert.equal((chi2Quantile(0.025, 600) / 50).toFixed(3), "10.680");
  assert.equal((chi2Quantile(0.975, 600) / 50).toFixed(3), "13.395");
});

Deno.test("chi2Quantile() inverts the distribution", () => {
  fc.assert(fc.property(
    fc.double({ min: 1e-9, max: 0.999999999, noNaN: true }),
    fc.integer({ min: 1, max: 20_000 }),
    (p, dof) => {
      const x = chi2Quantile(p, dof);
      if (p > 0.5) close(chi2Survival(x, dof), 1 - p, 1e-11, `${p}, ${dof}`);
      else close(chi2Cdf(x, dof), p, 1e-11, `${p}, ${dof}`);
    },
  ));
  assert.equal(chi2Quantile(0, 3), 0);
  assert.equal(chi2Quantile(1, 3), Infinity);
});

Deno.test("normalQuantile() is the high-precision value to 1e-14, and odd", () => {
  for (const [tail, x] of oracle.normal as [number, number][]) {
    close(normalQuantile(tail), x, 1e-14, `${tail}`);
  }
  assert.equal(normalQuantile(0.5), 0);
  assert.deepEqual([normalQuantile(0), normalQuantile(1)], [-Infinity, Infinity]);
  assert.equal(normalQuantile(0.25), -normalQuantile(0.75));
});

Deno.test("chi2 functions refuse what isn't a probability or degrees of freedom", () => {
  for (const bad of [-0.1, 1.1, NaN]) assert.throws(() => chi2Quantile(bad, 3), RangeError);
  for (const bad of [0, -1, NaN, Infinity]) assert.throws(() => chi2Cdf(1, bad), RangeError);
  assert.equal(chi2Cdf(-1, 3), 0);
  assert.equal(chi2Survival(-1, 3), 1);
  assert.ok(Number.isNaN(chi2Cdf(NaN, 3)));
});
