import assert from "#assert";
import { deadline } from "../../../harness/checks/deadline.ts";
import { judge, straight } from "./streams.ts";

Deno.test("deadline counts every period that passes without a message", () => {
  const seen = straight(); // 10 Hz for 10 s
  assert.equal(judge(deadline, { deadline_ms: 100 }, { seen }).value, 0);
  // From 1.9 s to 2.3 s: at 100 ms three deadlines pass, at 200 ms one.
  const hole = seen.filter((_, i) => i < 20 || i > 22);
  const three = judge(deadline, { deadline_ms: 100 }, { seen: hole });
  assert.equal(three.verdict, "fail");
  assert.equal(three.value, 3 / (3 + hole.length));
  assert.match(three.reason!, /^3 missed beside 97 messages; .* was 400 ms, until 2\.4 s$/);
  const one = judge(deadline, { deadline_ms: 200, max_missed: 0.02 }, { seen: hole });
  assert.equal(one.value, 1 / (1 + hole.length));
  assert.equal(one.verdict, "pass");
});

Deno.test("deadline sees the silence at the end, and not what is before settle_s", () => {
  const end = judge(deadline, { deadline_ms: 150 }, { seen: straight().slice(0, 90) });
  assert.match(end.reason!, /was 1000 ms, until 10 s/);
  const late = straight().slice(50);
  assert.equal(judge(deadline, { deadline_ms: 150, settle_s: 5 }, { seen: late }).verdict, "pass");
  assert.equal(judge(deadline, { deadline_ms: 150 }, { seen: late }).verdict, "fail");
  assert.match(judge(deadline, { deadline_ms: 1 }, { seen: [] }).reason!, /no message on \/odom/);
  assert.equal(deadline.config.safeParse({ deadline_ms: 0 }).success, false);
});
