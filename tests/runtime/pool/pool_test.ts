import assert from "#assert";
import { CloudFilter } from "../../../core/cloud/filter.ts";
import { ParallelFilter } from "../../../core/cloud/parallel_filter.ts";
import { WorkerPool, WORKERS } from "../../../runtime/pool/pool.ts";
import { xyzi } from "../../core/cloud/clouds.ts";

const script = new URL("./fragile_worker.ts", import.meta.url);

/** A pool of the tasks in fragile_worker.ts, which core does not know. */
function fragile(workers: number) {
  const reasons: string[] = [];
  const pool = new WorkerPool({ workers, script, onCrash: (reason) => reasons.push(reason) });
  const run = pool.run as unknown as (task: string, inputs: unknown[]) => Promise<unknown[]>;
  return { pool, run, reasons };
}

Deno.test("results come in the order of inputs, whoever was done first", async () => {
  const { pool, run } = fragile(3);
  const inputs = Array.from({ length: 40 }, (_, n) => ({ n, spins: (n * 37) % 11 * 40 }));
  assert.deepEqual(await run("slow", inputs), inputs.map(({ n }) => n));
  assert.deepEqual(await run("double", []), []);
  await pool.close();
});

Deno.test("what a task throws is the caller's, the first of several; the worker goes on", async () => {
  const { pool, run, reasons } = fragile(2);
  await assert.rejects(run("refuse", [7, 8]), { name: "RangeError", message: "7 is refused" });
  await assert.rejects(run("unknown", [1]), { name: "TypeError", message: /no task "unknown"/ });
  assert.deepEqual(await run("double", [1, 2, 3]), [2, 4, 6]);
  assert.deepEqual([reasons, pool.crashes], [[], 0]);
  await pool.close();
});

Deno.test("a worker that ends is reported and replaced, and its task done by another", async () => {
  const { pool, run, reasons } = fragile(2);
  const [flag, other] = [new SharedArrayBuffer(4), new SharedArrayBuffer(4)];
  const crashed = run("exitOnce", [flag]);
  const beside = run("double", Array.from({ length: 50 }, (_, n) => n));
  assert.deepEqual(await crashed, ["done by another"]);
  assert.deepEqual(await beside, Array.from({ length: 50 }, (_, n) => 2 * n));
  assert.deepEqual(await run("exitOnce", [other]), ["done by another"]);
  assert.deepEqual([pool.crashes, reasons.length], [2, 2]);
  await pool.close();
});

Deno.test("a task that ends every worker is an error, and others are still done", async () => {
  const { pool, run } = fragile(2);
  const bad = run("exit", [0]);
  await assert.rejects(bad, { name: "WorkerCrash", message: /in the middle of exit/ });
  assert.equal(pool.crashes, 2);
  assert.deepEqual(await run("double", [21]), [42]);
  await pool.close();
});

Deno.test("workers that can't even start are an error, not an endless try", async () => {
  const pool = new WorkerPool({ workers: 2, script: new URL("./no_such.ts", import.meta.url) });
  const run = pool.run as unknown as (task: string, inputs: unknown[]) => Promise<unknown[]>;
  await assert.rejects(run("double", [1, 2, 3, 4]), { name: "WorkerCrash" });
  await pool.close();
});

Deno.test("close() waits for what was asked for, ends the workers, and refuses more", async () => {
  const { pool, run } = fragile(2);
  const asked = run("slow", Array.from({ length: 8 }, (_, n) => ({ n, spins: 100 })));
  await pool.close();
  assert.deepEqual(await asked, [0, 1, 2, 3, 4, 5, 6, 7]);
  await assert.rejects(run("double", [1]), /closed/);
});

Deno.test("four workers, but no more than cores unless asked for", () => {
  assert.equal(WORKERS, 4);
  assert.equal(new WorkerPool().size, Math.min(4, navigator.hardwareConcurrency));
  assert.equal(new WorkerPool({ workers: 9 }).size, 9);
  for (const workers of [0, -1, 1.5, NaN]) {
    assert.throws(() => new WorkerPool({ workers }), RangeError);
  }
});

Deno.test("a cloud filtered by workers is the cloud filtered by one thread", async () => {
  const options = { maxRange: 15, minIntensity: 0.2, rotation: [0, 1, 0, -1, 0, 0, 0, 0, 1] };
  const numbers = Float32Array.from({ length: 4 * 150_001 }, (_, i) => (i * 7919) % 2003 / 50 - 20);
  const cloud = xyzi(numbers), want = new CloudFilter().run(cloud, options);
  assert.ok(want.count > 10_000);
  const shared = new Uint8Array(new SharedArrayBuffer(cloud.data.length));
  shared.set(cloud.data);
  for (const workers of [1, 2, 3]) {
    const pool = new WorkerPool({ workers }), filter = new ParallelFilter(pool.run);
    assert.deepEqual(await filter.run(cloud, options), want);
    assert.deepEqual(await filter.run({ ...cloud, data: shared }, options), want);
    await pool.close();
  }
});
