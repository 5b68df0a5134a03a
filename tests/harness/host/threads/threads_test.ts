import assert from "#assert";
import { threadsOf } from "../../../../harness/host/threads/threads.ts";
import { cores } from "../../../../harness/host/wall.ts";
import { SEEN } from "../../../sim/seen_config.ts";

Deno.test("no threads where none are wanted; by default one a core", async () => {
  assert.equal(threadsOf(assert.fail, 0), undefined);
  const threads = threadsOf(assert.fail);
  assert.equal(threads === undefined, cores() === 1);
  await threads?.close();
});

Deno.test("threads begin with what they are asked for: captures and tasks", async () => {
  const threads = threadsOf(assert.fail, 2)!;
  const blind = { ...SEEN, sensors: { imu: SEEN.sensors.imu! }, faults: {} };
  assert.equal(threads.ahead({ config: blind, seed: 1, files: {} }), undefined);
  const ahead = threads.ahead({ config: SEEN, seed: 1, files: {} })!;
  assert.deepEqual(ahead.sensors, ["camera", "lidar"]);
  await ahead.arrival("lidar", 0);
  assert.equal(ahead.take("lidar", 0)?.next, 2e8);
  await ahead.close();
  assert.deepEqual(await threads.pool("cloud/filter", []), []);
  await threads.close();
});
