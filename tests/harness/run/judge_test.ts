import assert from "#assert";
import { z } from "zod";
import type { Check, CheckSetup, Json, Seen } from "../../../harness/contract.ts";
import { Bench } from "../../../harness/run/judge.ts";
import type { CheckEntry } from "../../../harness/schema/scenario.ts";
import { numbers, setupOf } from "../checks/streams.ts";

interface Log {
  setup: CheckSetup | undefined;
  seen: Seen[];
}

/** A check that keeps what it was given. */
function recorder(topics: string[], options: { summary?: Json } = {}): CheckEntry & { log: Log } {
  const log: Log = { setup: undefined, seen: [] };
  const check: Check<{ topics: string[] }, Log> = {
    config: z.object({ topics: z.array(z.string()) }),
    topics: ({ topics }) => topics,
    init(_config, setup) {
      log.setup = setup;
      return log;
    },
    see: (state, seen) => void state.seen.push(seen),
    verdict: ({ seen }) => ({ verdict: "pass", value: seen.length, unit: "", limit: "any" }),
    ...(options.summary !== undefined && { summary: () => options.summary! }),
  };
  return { type: "recorder", check, config: { topics }, log };
}

const message = (topic: string, at: number) => numbers(topic, { at, data: [at] });

Deno.test("Bench hands each check the messages of its topics, and no others", () => {
  const odom = recorder(["/odom"]);
  const both = recorder(["/diagnostics", "/odom"]);
  const setup = setupOf();
  const bench = new Bench({ odom, both }, setup);
  assert.equal(odom.log.setup, setup);
  assert.equal(bench.watcher("/fusion/state"), undefined, "nobody asked for it");
  const seen = [message("/odom", 1), message("/diagnostics", 2), message("/odom", 3)];
  for (const one of seen) bench.watcher(one.topic)!(one);
  assert.deepEqual(odom.log.seen, [seen[0], seen[2]]);
  assert.deepEqual(both.log.seen, seen);
  assert.deepEqual(bench.results(), [
    { name: "odom", verdict: "pass", value: 2, unit: "", limit: "any" },
    { name: "both", verdict: "pass", value: 3, unit: "", limit: "any" },
  ]);
});

Deno.test("Bench skips a check whose topic this run does not have, and says which", () => {
  const lost = recorder(["/odom", "/imu/data", "/gone"], { summary: 1 });
  const bench = new Bench({ lost }, setupOf());
  assert.equal(lost.log.setup, undefined, "not even begun");
  assert.equal(bench.watcher("/odom"), undefined);
  assert.deepEqual(bench.results(), [{
    ...{ name: "lost", verdict: "skipped", value: null, unit: "", limit: "" },
    reason: "nothing publishes /imu/data in this run",
  }]);
  assert.deepEqual(bench.summaries(), new Map());
});

Deno.test("Bench gives results in the scenario's order, summaries of those that have one", () => {
  const checks = {
    z: recorder(["/odom"], { summary: [1, 2] }),
    a: recorder(["/odom"]),
    m: recorder([], { summary: null }),
  };
  const bench = new Bench(checks, setupOf());
  assert.deepEqual(bench.results().map(({ name }) => name), ["z", "a", "m"]);
  assert.deepEqual([...bench.summaries()], [["z", [1, 2]], ["m", null]]);
});

Deno.test("Bench tells a check no more of the truth than it may know", () => {
  const checks = { may: recorder([]), mayNot: recorder([]) };
  const truth = { start: 0, end: 0, at: () => {} };
  new Bench(
    checks,
    { ...setupOf(), truth: undefined },
    (entry) => entry === checks.may ? truth : undefined,
  );
  assert.equal(checks.may.log.setup!.truth, truth);
  assert.equal(checks.mayNot.log.setup!.truth, undefined);
});
