import assert from "#assert";
import { type HilFacts, hilResult, paceOf, stoppedResult } from "../../../harness/hil/result.ts";
import type { RunResult } from "../../../harness/run/result.ts";

const RUN: RunResult = {
  ...{ scenario: "s", seed: 1, verdict: "pass", digest: "", topics: {}, checks: [], nodes: {} },
  ...{ warnings: [], simulated_s: 1, wall_s: 1, realtime_factor: 1 },
};
const FACTS: HilFacts = {
  ...{ real: ["imu"], sut: "nodes", truth: "none", time: "wall", pace: paceOf(1, {}) },
  ...{ steps: null, contract: [], silent: [], undecodable: {}, unjudged: 0 },
};

Deno.test("a run beside hardware is a run that promises no bytes", () => {
  const result = hilResult(RUN, FACTS);
  assert.deepEqual(result, { ...RUN, deterministic: false, hil: FACTS });
  assert.equal(FACTS.pace.edges_ms.at(-1), 100);
});

Deno.test("a topic that fell silent fails it, whatever the checks say", () => {
  const one = { topic: "/imu", what: "imu", last_s: 1, for_s: 2, returned: true };
  assert.equal(hilResult(RUN, { ...FACTS, silent: [one] }).verdict, "fail");
  assert.equal(hilResult({ ...RUN, verdict: "skipped" }, FACTS).verdict, "skipped");
});

Deno.test("a run that the contract stopped has failed, and has every field of one that ran", () => {
  const { real, sut, truth, time, contract } = FACTS;
  const stopped = stoppedResult({ scenario: "s", seed: 3 }, { real, sut, truth, time, contract });
  assert.equal(stopped.verdict, "fail");
  assert.deepEqual(Object.keys(stopped).sort(), Object.keys(hilResult(RUN, FACTS)).sort());
  assert.deepEqual(Object.keys(stopped.hil).sort(), Object.keys(FACTS).sort());
});
