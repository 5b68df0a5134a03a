import assert from "#assert";
import { rate } from "../../../harness/checks/rate.ts";
import { judge, straight } from "./streams.ts";

Deno.test("rate is deliveries by time, over the whole run", () => {
  assert.equal(judge(rate, { min_hz: 9.5 }, { seen: straight() }).value, 10);
  const half = judge(rate, { min_hz: 9.5 }, { seen: straight().slice(0, 50) });
  assert.equal(half.value, 5);
  assert.equal(half.verdict, "fail");
  const late = judge(rate, { min_hz: 9.5, settle_s: 5 }, { seen: straight().slice(50) });
  assert.ok(late.value! >= 10);
});

Deno.test("rate sees the longest silence, that at the end too", () => {
  const seen = straight();
  const config = { max_gap_s: 0.15 };
  assert.equal(judge(rate, config, { seen }).verdict, "pass");
  const hole = judge(rate, config, { seen: seen.filter((_, i) => i < 20 || i > 22) });
  assert.match(hole.reason!, /silent for 0\.4 s, until 2\.4 s/);
  const end = judge(rate, config, { seen: seen.slice(0, 90) });
  assert.match(end.reason!, /silent for 1 s, until 10 s/);
});

Deno.test("rate wants something to judge", () => {
  assert.equal(rate.config.safeParse({}).success, false);
  assert.equal(rate.config.safeParse({ min_hz: 0 }).success, false);
  const late = judge(rate, { min_hz: 1, settle_s: 11 }, { seen: straight() });
  assert.equal(late.verdict, "fail");
});
