import assert from "#assert";
import { limitText, obstacle, short, within } from "../../../../harness/checks/base/verdict.ts";
import { setupOf } from "../streams.ts";

Deno.test("limitText() in words of the field", () => {
  assert.equal(limitText({ max: 0.5, unit: "m" }), "<= 0.5");
  assert.equal(limitText({ min: 1, unit: "" }), ">= 1");
  assert.equal(limitText({ min: 0.123456, max: 2, unit: "" }), "0.1235 to 2");
  assert.equal(limitText({ unit: "" }), "any");
});

Deno.test("within() includes its bounds, and knows nothing of NaN", () => {
  assert.equal(within(0.5, { max: 0.5, unit: "m" }).verdict, "pass");
  assert.equal(within(0.51, { max: 0.5, unit: "m" }).reason, "0.51 m is over the limit");
  assert.equal(within(0, { min: 1, unit: "Hz" }).reason, "0 Hz is under the limit");
  for (const value of [NaN, Infinity]) {
    const found = within(value, { max: 1, unit: "m" });
    assert.equal(found.verdict, "fail");
    assert.equal(found.value, null);
  }
});

Deno.test("obstacle() names the topic that is missing, or truth", () => {
  assert.equal(obstacle(setupOf(), { topics: ["/odom"], truth: true }), undefined);
  assert.equal(obstacle(setupOf(), { topics: ["/odom", "/x"] }), "no topic /x in this run");
  assert.match(obstacle(setupOf({ truth: undefined }), { truth: true })!, /no truth/);
});

Deno.test("short() is four digits", () => assert.equal(short(1234.56789), "1235"));
