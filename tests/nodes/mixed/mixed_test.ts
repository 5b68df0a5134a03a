import assert from "#assert";
import { allanDeviation } from "../../../core/math/allan.ts";
import { RandomTree } from "../../../core/math/random.ts";
import { MILLISECOND, SECOND } from "../../../msgs/time.ts";
import { mixed } from "../../../nodes/mixed/mixed.ts";
import { WorkerPool } from "../../../runtime/pool/pool.ts";
import { testHost, type TestHostOptions } from "../../../runtime/test_host.ts";
import { imu, task } from "./messages.ts";

const SERIES = Float64Array.from({ length: 300 }, (_, i) => (i * 7919) % 101);

Deno.test("every IMU message is filtered, every task answered under its own name", async () => {
  const host = await testHost(mixed, { task_rate_hz: 100 });
  for (let i = 0; i < 20; i++) {
    await host.send("sensor", imu(i * 5 * MILLISECOND, i % 2));
    await host.advance(5);
  }
  await host.send("task", task("gyro x", SERIES));
  assert.equal(host.outputs.filtered!.length, 20);
  const [result] = host.received("result", "std_msgs/msg/Float64MultiArray");
  assert.equal(result?.layout.dim[0]?.label, "gyro x");
  const rows = allanDeviation(SERIES, { intervalS: 0.01 })
    .flatMap(({ tauS, deviation, terms }) => [tauS, deviation, terms]);
  assert.deepEqual([...result!.data], rows);
  await host.close();
});

Deno.test("workers give what the event loop gives", async () => {
  const answers = async (options: TestHostOptions) => {
    const host = await testHost(mixed, {}, options);
    for (let i = 0; i < 8; i++) await host.send("task", task(`${i}`, SERIES.subarray(i)));
    await host.advance(1000);
    const { result } = host.outputs;
    await host.close();
    return result;
  };
  const pool = new WorkerPool({ workers: 2 });
  const here = await answers({ workMs: 10 });
  assert.equal(here!.length, 8);
  assert.deepEqual(await answers({ workMs: 10, pool: pool.run }), here);
  await pool.close();
});

/** Latencies of 400 IMU messages at 200 Hz, ms, sorted, beside so many tasks a second. */
async function latencies(tasksHz: number): Promise<number[]> {
  const host = await testHost(mixed, {}, {
    computeMs: { mean: 1.5, sd: 0.5, min: 0.2, max: 4 },
    workMs: { mean: 40, sd: 20, min: 5 },
    random: RandomTree.root(1).under("mixed"),
  });
  const everyTicks = 1000 / tasksHz;
  for (let tick = 0; tick < 2000; tick++) {
    const at = tick * MILLISECOND;
    if (tasksHz > 0 && tick % everyTicks === 0) await host.send("task", task("load", SERIES), at);
    if (tick % 5 === 0) await host.send("sensor", imu(at, 0), at);
    await host.advance(1);
  }
  await host.advance(10_000);
  const { filtered, result } = host.outputs;
  assert.equal(filtered!.length, 400);
  assert.equal(result!.length > 0, tasksHz > 0);
  const came = host.published.filter(({ output }) => output === "filtered")
    .map(({ at }, i) => at / MILLISECOND - 5 * i);
  await host.close();
  return came.sort((a, b) => a - b);
}

Deno.test("p99 of the real-time input under any background load is at most twice that without", async () => {
  const p99 = (sorted: readonly number[]) => sorted[Math.floor(0.99 * sorted.length)]!;
  const alone = await latencies(0);
  assert.ok(p99(alone) > 2 && alone[0]! < 1, "its compute times spread");
  for (const tasksHz of [10, 100, 1000]) {
    const loaded = await latencies(tasksHz);
    assert.ok(p99(loaded) <= 2 * p99(alone), `${p99(alone)} ms, under load ${p99(loaded)} ms`);
    assert.deepEqual(loaded, alone, "here, where time is virtual, it does not wait at all");
  }
});

Deno.test("in the background three tasks are in progress, a full queue drops the oldest", async () => {
  const host = await testHost(mixed, {}, { workMs: 100 });
  for (let i = 0; i < 20; i++) await host.send("task", task(`${i}`, SERIES));
  const count = (key: string) =>
    host.diagnostics()[0]!.values.find((value) => value.key === key)?.value;
  assert.equal(count("tasks in progress"), "3");
  await host.advance(10_000);
  const names = host.received("result", "std_msgs/msg/Float64MultiArray")
    .map(({ layout }) => layout.dim[0]!.label);
  assert.deepEqual(names, [0, 1, 2, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19].map(String));
  assert.equal(host.counters.inputs.task!.dropped, 7);
  assert.equal(count("tasks in progress"), "0");
  await host.close();
});

Deno.test("bad messages are counted by reason, said once each, and the node lives", async () => {
  const host = await testHost(mixed, { task_samples_max: 500 });
  await host.advance(5000);
  const at = 4 * SECOND;
  await host.send("sensor", imu(at, 1));
  const far = imu(at, 1);
  far.header.stamp.sec = 2_000_000_000;
  for (const message of [imu(at, NaN), imu(at, 1), imu(60 * SECOND, 1), far]) {
    for (let i = 0; i < 3; i++) await host.send("sensor", message);
  }
  for (const samples of [[1, 2], new Array<number>(501).fill(0), [1, 2, NaN, 4]]) {
    for (let i = 0; i < 2; i++) await host.send("task", task("bad", samples));
  }
  assert.equal(host.outputs.filtered!.length, 1);
  const [status] = host.diagnostics();
  assert.deepEqual([status!.level, status!.message], [1, "18 messages left out"]);
  const texts = host.log.filter(({ level }) => level !== "debug").map(({ text }) => text);
  assert.equal(new Set(texts).size, texts.length);
  assert.equal(texts.length, 7, texts.join("\n"));
  await host.send("sensor", imu(at + 1, 1));
  await host.send("task", task("good", SERIES));
  assert.deepEqual([host.outputs.filtered!.length, host.outputs.result!.length], [2, 1]);
  assert.deepEqual(host.errors, []);
  await host.close();
});

Deno.test("parameters apply from the next message on", async () => {
  const host = await testHost(mixed, { task_samples_max: 500 });
  assert.deepEqual(await host.setParams({ task_samples_max: 100 }), { ok: true });
  assert.equal((await host.setParams({ cutoff_hz: 0 })).ok, false);
  await host.send("task", task("long", SERIES));
  assert.deepEqual(host.outputs.result, []);
  await host.close();
});
