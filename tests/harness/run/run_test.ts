import assert from "#assert";
import { loadScenario } from "../../../harness/host/load_scenario.ts";
import { Interrupted } from "../../../harness/errors.ts";
import { runScenario } from "../../../harness/run/run.ts";
import type { RunResult } from "../../../harness/run/result.ts";
import { SCENARIO, scenarioOf } from "../fixtures.ts";

Deno.test("runScenario() judges a scenario and describes every stream", async () => {
  const result = await runScenario(await scenarioOf());
  assert.equal(result.scenario, "small");
  assert.equal(result.seed, 1);
  assert.equal(result.simulated_s, 3);
  assert.deepEqual(Object.keys(result.topics), [
    ...["/clock", "/diagnostics", "/ground_truth/odom", "/imu/data", "/joint_states", "/note"],
    ...["/odom", "/tf_static", "/wheel/odom", "/wheel_velocity", "/wheel_velocity_stamped"],
  ]);
  const imu = result.topics["/imu/data"]!;
  assert.ok(imu.count >= 299 && Math.abs(imu.hz - 100) < 0.5, `${imu.count} at ${imu.hz} Hz`);
  assert.match(imu.digest, /^[0-9a-f]{64}$/);
  assert.equal(imu.seconds.length, 3);
  assert.deepEqual(result.checks.map(({ name, verdict }) => [name, verdict]), [
    ["odom_rate", "pass"],
    ["imu_rate", "pass"],
  ]);
  assert.equal(result.verdict, "pass");
  assert.match(result.digest, /^[0-9a-f]{64}$/);
  assert.deepEqual(result.warnings, []);
});

Deno.test("runScenario() is the same twice, in slices of any length, and differs by seed", async () => {
  const scenario = await scenarioOf();
  const one = await runScenario(scenario);
  assert.deepEqual(await runScenario(scenario, { sliceNs: 7_000_001 }), one);
  assert.notEqual((await runScenario(scenario, { seed: 2 })).digest, one.digest);
});

Deno.test("runScenario() without digests counts all the same", async () => {
  const scenario = await scenarioOf();
  const hashed = await runScenario(scenario);
  const counted = await runScenario(scenario, { digests: false });
  assert.equal(counted.digest, "");
  assert.equal(counted.topics["/imu/data"]!.count, hashed.topics["/imu/data"]!.count);
  assert.equal(counted.topics["/imu/data"]!.bytes, 0);
});

Deno.test("runScenario() stops when it is asked to", async () => {
  const controller = new AbortController();
  const seen: number[] = [];
  const onSlice = (at: number) => {
    seen.push(at);
    if (at >= 1e9) controller.abort();
  };
  const { signal } = controller;
  const run = runScenario(await scenarioOf(), { signal, onSlice, sliceNs: 5e8 });
  await assert.rejects(run, Interrupted);
  assert.deepEqual(seen, [5e8, 1e9]);
});

Deno.test("runScenario(): a failed check fails the run, and passes one that expects it", async () => {
  const strict = SCENARIO.replace("min_hz: 90 }", "min_hz: 900 }");
  const failed = await runScenario(await scenarioOf(strict));
  assert.equal(failed.verdict, "fail");
  assert.match(failed.checks[0]!.reason!, /Hz/);
  assert.equal((await runScenario(await scenarioOf(`${strict}expect: fail\n`))).verdict, "pass");
  assert.equal((await runScenario(await scenarioOf(`${SCENARIO}expect: fail\n`))).verdict, "fail");
});

Deno.test("runScenario() of a shorter duration is the beginning of the longer one", async () => {
  const scenario = await scenarioOf();
  const whole = await runScenario(scenario);
  const part = await runScenario(scenario, { durationNs: 2e9 });
  assert.equal(part.simulated_s, 2);
  for (const [topic, { seconds }] of Object.entries(part.topics)) {
    assert.deepEqual(seconds.slice(0, 2), whole.topics[topic]!.seconds.slice(0, 2), topic);
  }
});

Deno.test("runScenario(): what a run had come to when it broke is handed on, without verdicts", async () => {
  const scenario = await scenarioOf();
  const broken: RunResult[] = [];
  const onBroken = (result: RunResult) => void broken.push(result);
  const onSlice = (at: number) => {
    if (at >= 2e9) throw new Error("no more");
  };
  await assert.rejects(runScenario(scenario, { onBroken, onSlice }), /^Error: no more$/);
  const [{ checks, simulated_s, topics }] = broken as [RunResult];
  assert.equal(broken.length, 1);
  assert.deepEqual([checks, simulated_s], [[], 2]);
  const whole = await runScenario(scenario, { durationNs: 2e9, onBroken });
  assert.deepEqual(topics, whole.topics);
  assert.equal(broken.length, 1, "a run that does not break tells nothing");
});

Deno.test("runScenario(): debug topics are published where they are asked for, and change no other", async () => {
  const scenario = await loadScenario("standstill"), durationNs = 2e9;
  const plain = await runScenario(scenario, { durationNs });
  const told = await runScenario(scenario, { durationNs, debug: true });
  const [silent, full] = [plain, told].map(({ topics }) => topics["/fusion/state"]!.count);
  assert.ok(silent === 0 && full! > 150, `${silent} ${full}`);
  assert.deepEqual(told.topics["/odom"], plain.topics["/odom"]);
});
