import assert from "#assert";
import { latency } from "../../../harness/checks/latency.ts";
import { judge, straight } from "./streams.ts";

Deno.test("latency is delivery minus stamp, in milliseconds", () => {
  const seen = straight((t) => ({ stamp: t * 1e9 - (t > 9.95 ? 80e6 : 20e6) }));
  const value = (statistic: string) => judge(latency, { max_ms: 50, statistic }, { seen }).value!;
  assert.ok(Math.abs(value("max") - 80) < 1e-6);
  assert.ok(Math.abs(value("median") - 20) < 1e-6);
  assert.ok(Math.abs(value("p95") - 20) < 1e-6);
  assert.ok(Math.abs(value("mean") - 20.6) < 1e-6);
});

Deno.test("latency refuses a stamp from the future", () => {
  const found = judge(latency, { max_ms: 50 }, {
    seen: straight((t) => ({ stamp: t * 1e9 + 1e6 })),
  });
  assert.match(found.reason!, /at 0\.1 s \/odom is stamped 0\.101 s, ahead of time/);
});
