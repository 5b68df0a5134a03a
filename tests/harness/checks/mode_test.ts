import assert from "#assert";
import type { Seen } from "../../../harness/contract.ts";
import { mode } from "../../../harness/checks/mode.ts";
import { SECOND } from "../../../msgs/time.ts";
import type { FaultSpan } from "../../../sim/contract.ts";
import { judge, setupOf } from "./streams.ts";

const gap = (from: number, to: number): FaultSpan => {
  const span = { from: from * SECOND, to: to * SECOND };
  return { name: "gap", type: "dropout", kind: "stream", topics: [], span };
};

/** Modes at their times, in seconds. */
function said(...changes: [at: number, text: string][]): Seen[] {
  return changes.map(([at, data]) => ({
    ...{ topic: "/mode", type: "std_msgs/msg/String", message: { data }, at: at * SECOND },
  }));
}

function judged(config: object, seen: readonly Seen[], faults = [gap(2, 3)]) {
  const setup = { ...setupOf({ faults }), topics: new Set(["/mode"]) };
  return judge(mode, { fault: "gap", within_s: 0.5, holds_s: 1, ...config }, { seen, setup });
}

const SWITCHES = said([0.1, "nominal"], [2.3, "degraded"], [5, "nominal"]);

Deno.test("mode: the time from the fault's begin or end", () => {
  const switched = judged({ becomes: "degraded" }, SWITCHES);
  assert.equal(switched.verdict, "pass");
  assert.ok(Math.abs(switched.value! - 0.3) < 1e-9);
  assert.equal(switched.limit, "<= 0.5");
  const back = { becomes: "nominal", at: "end", not_before_s: 1.5, within_s: 2.5, holds_s: 5 };
  const returned = judged(back, SWITCHES);
  assert.deepEqual([returned.verdict, returned.value, returned.limit], ["pass", 2, "1.5 to 2.5"]);
  const started = judged({ fault: undefined, becomes: "nominal" }, SWITCHES);
  assert.deepEqual([started.verdict, started.value], ["pass", 0.1]);
});

Deno.test("mode: repetitions are no changes; a mode that is there already took no time", () => {
  const repeated = said([0.1, "x"], [1, "x"], [2.1, "x"], [4, "x"]);
  assert.deepEqual(judged({ becomes: "x", holds_s: 5 }, repeated).value, 0);
  assert.equal(judged({ becomes: "x", not_before_s: 0.2 }, repeated).verdict, "fail");
});

const WRONG: [string, object, Seen[], RegExp][] = [
  [
    "never",
    { becomes: "degraded" },
    said([0, "nominal"]),
    /did not become degraded, it is nominal/,
  ],
  ["nothing said", { becomes: "degraded" }, [], /did not become degraded$/],
  ["late", { becomes: "degraded" }, said([0, "a"], [2.6, "degraded"]), /0\.6 s is over the limit/],
  [
    "back at once",
    { becomes: "degraded" },
    said([0, "a"], [2.1, "degraded"], [2.9, "a"]),
    /degraded became a after 0\.8 s, expected to stay 1 s/,
  ],
  [
    "too soon",
    { becomes: "nominal", at: "end", not_before_s: 1, within_s: 3 },
    said([2.1, "degraded"], [3.2, "nominal"]),
    /0\.2 s is under the limit/,
  ],
  [
    "not long enough to know",
    { becomes: "degraded", holds_s: 9 },
    SWITCHES.slice(0, 2),
    /the run ends before degraded has stayed 9 s/,
  ],
];

for (const [what, config, seen, reason] of WRONG) {
  Deno.test(`mode fails: ${what}`, () => {
    const found = judged(config, seen);
    assert.equal(found.verdict, "fail");
    assert.match(found.reason!, reason);
  });
}

Deno.test("mode is skipped where the fault is not in the run, or does not end in it", () => {
  const none = judged({ becomes: "degraded" }, SWITCHES, []);
  assert.deepEqual([none.verdict, none.reason], ["skipped", "no fault gap in this run"]);
  const open = judged({ becomes: "nominal", at: "end" }, SWITCHES, [gap(2, 10)]);
  assert.equal(open.reason, "gap does not end in this run");
});

Deno.test("mode refuses a configuration that nothing can meet", () => {
  const config = { becomes: "x", within_s: 1, not_before_s: 2, holds_s: 1 };
  assert.match(mode.config.safeParse(config).error!.message, /not_before_s of at most within_s/);
});
