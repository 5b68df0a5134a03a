import assert from "#assert";
import { repeated } from "../../../harness/hil/repeat.ts";
import { stoppedResult } from "../../../harness/hil/result.ts";
import type { CheckResult } from "../../../harness/run/result.ts";

const FACTS = { real: [], sut: "/odom", truth: "none", time: "wall", contract: [] } as const;

function run(verdict: "pass" | "fail", checks: CheckResult[]) {
  const empty = stoppedResult({ scenario: "s", seed: 1 }, { ...FACTS, real: [], contract: [] });
  return { ...empty, verdict, checks };
}

const check = (value: number | null, limit: string, verdict: CheckResult["verdict"] = "pass") => ({
  ...{ name: "c", value, unit: "m", limit, verdict },
});

Deno.test("each check has its spread, and the worst by the words of its limit", () => {
  for (
    const [limit, worst] of [["<= 5", 4], [">= 0", 1], ["0 to 3", 4], ["2.5 to 9", 1]] as const
  ) {
    const { spread } = repeated([1, 4, 2].map((value) => run("pass", [check(value, limit)])));
    assert.deepEqual(spread, [{
      ...{ name: "c", unit: "m", limit, min: 1, max: 4, mean: 7 / 3, worst },
      ...{ pass: 3, fail: 0, skipped: 0 },
    }]);
  }
});

Deno.test("one run that failed fails all, and is the one that is told", () => {
  const good = run("pass", [check(1, "<= 2")]);
  const bad = run("fail", [check(3, "<= 2", "fail")]);
  const all = repeated([good, bad, good]);
  assert.equal(all.verdict, "fail");
  assert.deepEqual(all.checks, bad.checks);
  assert.deepEqual(all.repeats.map(({ verdict }) => verdict), ["pass", "fail", "pass"]);
  assert.deepEqual([all.spread[0]!.pass, all.spread[0]!.fail], [2, 1]);
  assert.equal(repeated([good]).verdict, "pass");
});

Deno.test("runs without a value have none to spread", () => {
  const skipped = check(null, "", "skipped");
  const { spread: [one] } = repeated([run("pass", [skipped]), run("pass", [check(2, "<= 3")])]);
  assert.deepEqual([one!.limit, one!.worst, one!.skipped], ["<= 3", 2, 1]);
  const { spread: [none] } = repeated([run("pass", [skipped])]);
  assert.deepEqual([none!.min, none!.max, none!.mean, none!.worst], [null, null, null, null]);
});
