import assert from "#assert";
import { oneLimit, topicName } from "../../../../harness/checks/base/config.ts";

Deno.test("oneLimit() wants exactly one of the two", () => {
  assert.equal(oneLimit({ max_m: 1 }), true);
  assert.equal(oneLimit({ max_deg: 1 }), true);
  assert.equal(oneLimit({}), false);
  assert.equal(oneLimit({ max_m: 1, max_deg: 1 }), false);
});

Deno.test("topicName takes absolute names only", () => {
  for (const good of ["/odom", "/fusion/state", "/_a/b1"]) {
    assert.equal(topicName.safeParse(good).success, true, good);
  }
  for (const bad of ["odom", "/", "/a/", "/a//b", "/1a", "/a b", ""]) {
    assert.equal(topicName.safeParse(bad).success, false, bad);
  }
});
