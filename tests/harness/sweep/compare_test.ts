import assert from "#assert";
import { compare } from "../../../harness/sweep/compare.ts";
import { RandomTree } from "../../../core/math/random.ts";
import type { RunRecord } from "../../../harness/sweep/record.ts";
import { madeRecord } from "./made_records.ts";

const noise = RandomTree.root(4).at("test");
const SEEDS = Array.from({ length: 40 }, (_, i) => i + 1);
const BEFORE = SEEDS.map((seed) => madeRecord(seed, 0.6 + 0.1 * noise.gaussian()));
const shifted = (by: (seed: number) => number): RunRecord[] =>
  BEFORE.map(({ seed, checks }) => madeRecord(seed, checks[0]!.value! + by(seed)));
const found = (now: RunRecord[], check: string) =>
  compare(now, BEFORE).changes.find((change) => change.check === check)!;

Deno.test("compare(): the same runs have not changed", () => {
  const { verdict, changes, paired, only_before, only_now } = compare(BEFORE, BEFORE);
  assert.equal(verdict, "pass");
  assert.deepEqual([paired, only_before, only_now], [40, 0, 0]);
  assert.ok(changes.every(({ change, p }) => change === "none" && p === 1));
});

Deno.test("compare(): a value that is worse by more than chance is, though all pass", () => {
  const worse = shifted(() => 0.05 + 0.05 * noise.gaussian());
  const change = found(worse, "error");
  assert.equal(change.change, "worse");
  assert.ok(change.difference!.low > 0 && change.difference!.mean < change.difference!.high);
  assert.equal(compare(worse, BEFORE).verdict, "fail");
  assert.equal(found(shifted(() => -0.05), "error").change, "better");
  assert.equal(found(shifted(() => 0.05 * noise.gaussian()), "error").change, "none");
});

Deno.test("compare(): the direction is the limit's", () => {
  const slower = BEFORE.map((record) => ({
    ...record,
    checks: record.checks.map((check) => check.name === "rate" ? { ...check, value: 95 } : check),
  }));
  assert.equal(found(slower, "rate").change, "worse");
});

Deno.test("compare(): verdicts by McNemar; few pairs prove nothing", () => {
  const lost = shifted((seed) => seed <= 9 ? 2 : 0);
  const verdict = found(lost, "verdict");
  assert.deepEqual([verdict.lost, verdict.gained, verdict.change], [9, 0, "worse"]);
  assert.equal(verdict.p, 2 / 512);
  assert.equal(found(shifted((seed) => seed <= 2 ? 2 : 0), "verdict").change, "none");
  assert.equal(compare(lost.slice(0, 3), BEFORE).changes[1]!.difference, null);
});

Deno.test("compare(): cases that only one has are counted", () => {
  const { only_before, only_now, paired } = compare(
    [...BEFORE.slice(0, 30), madeRecord(99, 0.5)],
    BEFORE,
  );
  assert.deepEqual([paired, only_before, only_now], [30, 10, 1]);
});
