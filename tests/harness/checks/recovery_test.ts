import assert from "#assert";
import { recovery } from "../../../harness/checks/recovery.ts";
import { SECOND } from "../../../msgs/time.ts";
import type { FaultSpan } from "../../../sim/contract.ts";
import { judge, setupOf, straight } from "./streams.ts";

const DEG = Math.PI / 180;

const fault = (name: string, from: number, to: number): FaultSpan => ({
  ...{ name, type: "dropout", kind: "stream", topics: ["/imu/data"] },
  span: { from: from * SECOND, to: to * SECOND },
});

/** Yaw is off by 5° from 2 s until `back`. */
function after(back: number, faults: FaultSpan[], config: object = { max_deg: 1 }) {
  const seen = straight((t) => ({ yaw: t > 2 && t < back ? 5 * DEG : 0.5 * DEG }));
  return judge(recovery, { within_s: 2, ...config }, { seen, setup: setupOf({ faults }) });
}

Deno.test("recovery is the time from a fault's end to the last error over the limit", () => {
  const found = after(4.5, [fault("gap", 2, 3)]);
  assert.equal(found.verdict, "pass");
  assert.ok(Math.abs(found.value! - 1.5) <= 0.11, String(found.value));
  assert.equal(after(2.5, [fault("gap", 2, 3)]).value, 0);
  const slow = after(6, [fault("gap", 2, 3)]);
  assert.equal(slow.verdict, "fail");
  assert.match(slow.reason!, /after gap it took [23]\.?\d* s/);
});

Deno.test("recovery: never, silence and NaN fail with the fault and what was seen", () => {
  const never = after(99, [fault("gap", 2, 3)]);
  assert.deepEqual([never.verdict, never.value], ["fail", null]);
  assert.match(never.reason!, /after gap: 5 is still over 1 at 10? ?s?/);
  const nothing = judge(recovery, { within_s: 1, max_deg: 1 }, {
    seen: straight(() => ({})).filter(({ at }) => at < 2 * SECOND),
    setup: setupOf({ faults: [fault("gap", 2, 3)] }),
  });
  assert.match(nothing.reason!, /after gap: nothing on \/odom/);
});

Deno.test("recovery: each fault is judged until the next; what has no time is left out", () => {
  const faults = [fault("first", 2, 3), fault("second", 6, 7)];
  assert.equal(after(4, faults).verdict, "pass");
  assert.match(after(8.9, faults).reason!, /after first: .* still over/);
  assert.equal(after(5, [fault("a", 2, 3), fault("b", 3.5, 99)]).verdict, "skipped");
  assert.equal(after(5, [fault("endless", 2, Infinity)]).verdict, "skipped");
  assert.equal(after(5, []).verdict, "skipped");
});

Deno.test("recovery judges position and velocity too, by one limit a check", () => {
  const seen = straight((t) => ({ position: [t > 2 && t < 4 ? t + 1 : t, 0, 0] }));
  const setup = setupOf({ faults: [fault("gap", 2, 3)] });
  const found = judge(recovery, { within_s: 2, max_m: 0.1 }, { seen, setup });
  assert.ok(Math.abs(found.value! - 1) <= 0.11, JSON.stringify(found));
  for (const limits of [{}, { max_m: 1, max_deg: 1 }]) {
    assert.ok(!recovery.config.safeParse({ within_s: 1, ...limits }).success);
  }
});
