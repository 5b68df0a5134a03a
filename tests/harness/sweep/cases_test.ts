import assert from "#assert";
import fc from "fast-check";
import { InputError } from "../../../harness/errors.ts";
import { casesOf, parseShard, type ScenarioInfo } from "../../../harness/sweep/cases.ts";

const info = (name: string, over: Partial<ScenarioInfo> = {}): ScenarioInfo => ({
  ...{
    name,
    file: `${name}.yaml`,
    seed: 1,
    seeds: undefined,
    tags: [],
    sweep: {},
    durationNs: 1e9,
  },
  ...over,
});

const swept = info("b", { sweep: { "sensors.imu.rate_hz": { list: [50, 100] } }, seeds: [4, 5] });

Deno.test("casesOf(): by name, variant and seed, however the scenarios are listed", () => {
  const cases = casesOf([swept, info("a")], {});
  assert.deepEqual(cases.map(({ scenario, k, seed }) => [scenario, k, seed]), [
    ["a", 0, 1],
    ...[["b", 0, 4], ["b", 0, 5], ["b", 1, 4], ["b", 1, 5]],
  ]);
  assert.deepEqual(cases[3]!.variant, { "sensors.imu.rate_hz": 100 });
  assert.deepEqual(casesOf([info("a"), swept], {}), cases);
  assert.equal(casesOf([info("a"), swept], { seeds: [1, 2, 3] }).length, 9);
});

Deno.test("casesOf(): shards are disjoint and together everything", () => {
  const property = fc.property(
    fc.integer({ min: 1, max: 9 }),
    fc.integer({ min: 1, max: 40 }),
    (of, n) => {
      const choice = { seeds: Array.from({ length: n }, (_, i) => i) };
      const all = casesOf([swept, info("a")], choice);
      const parts = Array.from(
        { length: of },
        (_, i) => casesOf([swept, info("a")], { ...choice, shard: { part: i + 1, of } }),
      );
      const together = parts.flat().sort((a, b) => a.index - b.index);
      assert.deepEqual(together, all);
      const sizes = parts.map((part) => part.length);
      assert.ok(Math.max(...sizes) - Math.min(...sizes) <= 1);
    },
  );
  fc.assert(property, { numRuns: 50 });
});

Deno.test("casesOf(): a million cases are asked about, two of a name refused", () => {
  const wide = info("wide", {
    sweep: { duration_s: { range: { from: 0, to: 999_999, step: 1 } } },
  });
  assert.throws(() => casesOf([wide], {}), /1000000 cases, most of them of wide; give --yes/);
  assert.equal(casesOf([wide], { yes: true, shard: { part: 1, of: 10_000 } }).length, 100);
  const twin = { ...info("a"), file: "other.yaml" };
  assert.throws(() => casesOf([info("a"), twin], {}), /other\.yaml: its name a is that of a\.yaml/);
});

Deno.test("parseShard() takes i/n and nothing else", () => {
  assert.deepEqual(parseShard("3/8"), { part: 3, of: 8 });
  for (const bad of ["0/8", "9/8", "3", "a/b", "3/8/2", "-1/2", "1/99999"]) {
    assert.throws(() => parseShard(bad), InputError);
  }
});
