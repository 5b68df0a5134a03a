import assert from "#assert";
import { bootstrapMean } from "../../../../core/evaluation/paired/bootstrap.ts";
import { RandomTree } from "../../../../core/math/random.ts";

const stream = (name: string) => RandomTree.root(11).at(name);

Deno.test("bootstrapMean(): of many normal numbers it is the interval of theory", () => {
  const noise = stream("noise"), n = 2000;
  const values = Float64Array.from({ length: n }, () => 3 + 2 * noise.gaussian());
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const { low, high } = bootstrapMean(values, stream("draw"), { level: 0.95 });
  const half = 1.96 * 2 / Math.sqrt(n);
  assert.ok(Math.abs(low - (mean - half)) < 0.15 * half, `${low} for ${mean - half}`);
  assert.ok(Math.abs(high - (mean + half)) < 0.15 * half, `${high} for ${mean + half}`);
});

Deno.test("bootstrapMean(): covers the mean as often as it says", () => {
  let covered = 0;
  const rounds = 300;
  for (let round = 0; round < rounds; round++) {
    const noise = stream(`noise/${round}`);
    const values = Array.from({ length: 40 }, () => noise.gaussian());
    const band = bootstrapMean(values, stream(`draw/${round}`), { level: 0.9, resamples: 400 });
    if (band.low <= 0 && band.high >= 0) covered++;
  }
  assert.ok(Math.abs(covered / rounds - 0.9) < 0.06, String(covered / rounds));
});

Deno.test("bootstrapMean(): the same stream, the same interval; too little is refused", () => {
  const values = [1, 2, 4, 8];
  assert.deepEqual(bootstrapMean(values, stream("a")), bootstrapMean(values, stream("a")));
  assert.deepEqual(bootstrapMean([2, 2, 2], stream("a")), { low: 2, high: 2 });
  assert.throws(() => bootstrapMean([1], stream("a")), RangeError);
});
