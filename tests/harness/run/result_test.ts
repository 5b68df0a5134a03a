import assert from "#assert";
import { overall } from "../../../harness/run/result.ts";

const ALL = ["pass", "fail", "skipped"] as const;
type One = typeof ALL[number];

/** Every list of up to three verdicts. */
function* lists(): Generator<One[]> {
  yield [];
  for (const a of ALL) {
    yield [a];
    for (const b of ALL) {
      yield [a, b];
      for (const c of ALL) yield [a, b, c];
    }
  }
}

Deno.test("overall(): a failure fails, nothing judged is skipped and never passed", () => {
  for (const list of lists()) {
    const expected = list.includes("fail") ? "fail" : list.includes("pass") ? "pass" : "skipped";
    assert.equal(overall(list.map((verdict) => ({ verdict }))), expected, list.join(" "));
    assert.equal(overall(list.map((verdict) => ({ verdict })), "pass"), expected);
  }
});

Deno.test("overall() of a run that is to fail passes only if a check failed", () => {
  for (const list of lists()) {
    const expected = list.includes("fail") ? "pass" : "fail";
    assert.equal(overall(list.map((verdict) => ({ verdict })), "fail"), expected, list.join(" "));
  }
});
