import assert from "#assert";
import fc from "fast-check";
import {
  classOf,
  DataError,
  type ErrorClass,
  Guard,
  ProcessError,
  type RecoveryRequest,
} from "../../../core/resilience/guard.ts";
import { Retry } from "../../../core/resilience/retry.ts";

/** A function that fails as it is told, and what its guard asked for. */
function guarded(settleNs = Infinity) {
  const requests: RecoveryRequest[] = [];
  const wait = { firstNs: 100, factor: 2, mostNs: 1000, jitter: 0, draw: () => 0.5 };
  let calls = 0;
  const guard = new Guard((fail: unknown) => {
    calls++;
    if (fail !== undefined) throw fail;
    return 42;
  }, {
    retry: new Retry({ limit: 3, ...wait }),
    onRecovery: (request) => requests.push(request),
    settleNs,
  });
  return { guard, requests, calls: () => calls };
}

const bad = new DataError("too short"), broken = new ProcessError("the device is gone");

Deno.test("guard: bad data is counted and the next input is processed", () => {
  const { guard, requests } = guarded();
  assert.deepEqual(guard.run(bad, 0), { kind: "bad_data", reason: "too short" });
  assert.deepEqual(guard.run(undefined, 1), { kind: "ok", result: 42 });
  assert.equal(guard.counts.badData, 1);
  assert.deepEqual(requests, []);
});

Deno.test("guard: failures ask for recovery, with back-off and up to a limit", () => {
  const { guard, requests } = guarded();
  for (let now = 0; now < 2000; now++) {
    assert.deepEqual(guard.run(broken, now), { kind: "failed", reason: "the device is gone" });
  }
  assert.deepEqual(requests.map(({ attempt, waitNs }) => [attempt, waitNs]), [
    [1, 100],
    [2, 200],
    [3, 400],
  ]);
  assert.equal(guard.counts.failed, 2000);
  assert.equal(guard.counts.recoveries, 3);
  assert.equal(guard.safe, undefined);
});

Deno.test("guard: failures are forgotten after results for long enough, and only then", () => {
  const { guard, requests } = guarded(50);
  guard.run(broken, 0);
  guard.run(undefined, 10);
  guard.run(undefined, 59);
  guard.run(broken, 60); // within the wait, and not settled
  assert.equal(requests.length, 1);
  guard.run(undefined, 70);
  guard.run(undefined, 120); // settled
  guard.run(broken, 121);
  assert.deepEqual(requests.map(({ attempt }) => attempt), [1, 1]);
});

Deno.test("guard: anything else is the safe state, latched until the reset", () => {
  for (const thrown of [new TypeError("x is undefined"), "text", null, new Error("?"), 0]) {
    const { guard, requests, calls } = guarded();
    const outcome = guard.run(thrown, 0);
    assert.equal(outcome.kind, "safe");
    const before = calls();
    assert.deepEqual(guard.run(undefined, 1), outcome);
    assert.equal(calls(), before, "nothing is processed in the safe state");
    assert.deepEqual(requests, []);
    guard.reset();
    assert.deepEqual(guard.run(undefined, 2), { kind: "ok", result: 42 });
  }
  const { guard } = guarded();
  guard.run(new TypeError("x is undefined"), 0);
  assert.equal(guard.safe, "TypeError: x is undefined");
});

Deno.test("guard: three classes of error, three outcomes, whatever comes when", () => {
  const kinds = { data: "bad_data", process: "failed", unknown: "safe" } as const;
  const errors: Record<ErrorClass, unknown> = {
    data: bad,
    process: broken,
    unknown: new RangeError("?"),
  };
  const step = fc.constantFrom<ErrorClass | "none">("none", "data", "process", "unknown");
  fc.assert(fc.property(fc.array(step), (steps) => {
    const { guard } = guarded();
    let latched = false;
    for (const [i, one] of steps.entries()) {
      const { kind } = guard.run(one === "none" ? undefined : errors[one], i);
      assert.equal(kind, latched ? "safe" : one === "none" ? "ok" : kinds[one]);
      latched ||= one === "unknown";
    }
    const { ok, badData, failed, unknown } = guard.counts;
    const seen = steps.includes("unknown") ? steps.indexOf("unknown") + 1 : steps.length;
    assert.equal(ok + badData + failed + unknown, seen);
  }));
});

Deno.test("classOf goes by class, not by name", () => {
  class Narrower extends DataError {}
  assert.equal(classOf(new Narrower("x")), "data");
  assert.equal(classOf(broken), "process");
  assert.equal(classOf(Object.assign(new Error("x"), { name: "DataError" })), "unknown");
});
