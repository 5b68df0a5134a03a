import assert from "#assert";
import { wilsonInterval } from "../../../core/evaluation/proportion.ts";
import { summarise } from "../../../harness/sweep/summary.ts";
import { madeError, madeRecord } from "./made_records.ts";

const RECORDS = [1, 2, 3, 4, 5, 6, 7, 8].map((seed) => madeRecord(seed, seed / 6));

Deno.test("summarise(): counts, rates and quantiles", () => {
  const { verdict, runs, scenarios } = summarise([...RECORDS, madeError(9, "stuck")]);
  assert.equal(verdict, "error");
  assert.equal(runs, 9);
  const [dock] = scenarios;
  assert.deepEqual([dock!.passed, dock!.failed, dock!.errors, dock!.skipped], [6, 2, 1, 0]);
  assert.deepEqual(dock!.pass_rate, { value: 6 / 9, ...wilsonInterval(6, 9) });
  assert.deepEqual(dock!.failed_seeds, [7, 8, 9]);
  const error = dock!.checks.find(({ name }) => name === "error")!;
  assert.deepEqual([error.passed, error.failed], [6, 2]);
  assert.equal(error.values!.median, 0.75);
  assert.equal(error.values!.max, 8 / 6);
  assert.ok(Math.abs(error.values!.mean - 0.75) < 1e-15);
  assert.deepEqual([error.unit, error.limit], ["m", "<= 1"]);
});

Deno.test("summarise(): the same bytes in whatever order the runs came", () => {
  const mixed = [...RECORDS, madeRecord(1, 0, { scenario: "alley" })];
  const text = JSON.stringify(summarise(mixed));
  assert.equal(JSON.stringify(summarise(mixed.toReversed())), text);
  const other = [...RECORDS.slice(1), madeRecord(1, 1 / 6, { digest: "another" })];
  assert.notEqual(summarise(other).scenarios[0]!.digest, summarise(RECORDS).scenarios[0]!.digest);
});

Deno.test("summarise(): variants apart, without what differs from seed to seed", () => {
  const drawn = (seed: number, k: number) =>
    madeRecord(seed, 0.5, { k, variant: { rate: 50 * (k + 1), load: seed } });
  const { scenarios } = summarise([drawn(1, 0), drawn(2, 0), drawn(1, 1), drawn(2, 1)]);
  assert.deepEqual(scenarios.map(({ variant, runs }) => [variant, runs]), [
    ["rate=50", 2],
    ["rate=100", 2],
  ]);
});

Deno.test("summarise(): a verdict over seeds that fails fails all; nothing is skipped", () => {
  const across = { scenario: "dock", name: "nees", value: 2, unit: "", limit: "" };
  assert.equal(summarise(RECORDS.slice(0, 2)).verdict, "pass");
  assert.equal(summarise(RECORDS.slice(0, 2), [{ ...across, verdict: "fail" }]).verdict, "fail");
  assert.equal(summarise([]).verdict, "skipped");
});
