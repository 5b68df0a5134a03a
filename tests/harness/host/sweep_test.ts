import assert from "#assert";
import { Pool } from "../../../harness/host/pool.ts";
import { describeAll, judgeAll, runSweep } from "../../../harness/host/sweep.ts";
import { casesOf } from "../../../harness/sweep/cases.ts";
import { toLines } from "../../../harness/sweep/record.ts";

const SMALL = `name: small
duration_s: 1
robot: { type: free }
sensors: { imu: { type: imu, gyroscope_noise_density: 0.001 } }
checks: { pace: { type: rate, topic: /imu/data, min_hz: 90 } }
sweep: { sensors.imu.rate_hz: { list: [100, 200] }, world.gravity_m_s2: { uniform: [9.7, 9.9] } }
seeds: 1..6
`;

async function withScenario(use: (file: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/small.yaml`, SMALL);
    await use(`${folder}/small.yaml`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function sweep(file: string, jobs: number, stopAfter = Infinity): Promise<string> {
  const pool = new Pool({ jobs, watchdogS: 60 });
  const controller = new AbortController();
  let done = 0;
  try {
    const { infos, refused } = await describeAll(pool, [file]);
    assert.deepEqual(refused, []);
    const { signal } = controller;
    const records = await runSweep(casesOf(infos, {}), {
      ...{ pool, jobs, signal },
      onRecord: () => ++done === stopAfter && controller.abort(),
    });
    if (!signal.aborted) assert.deepEqual(await judgeAll(pool, records, signal), []);
    return toLines(records);
  } finally {
    pool.close();
  }
}

Deno.test("runSweep(): the same records with one worker and with three; drawn values are kept", async () => {
  await withScenario(async (file) => {
    const one = await sweep(file, 1);
    assert.equal(await sweep(file, 3), one);
    const records = one.trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(records.length, 12);
    assert.equal(new Set(records.map(({ digest }) => digest)).size, 12);
    const drawn = records.map(({ variant }) => variant["world.gravity_m_s2"]);
    assert.ok(drawn.every((value) => value >= 9.7 && value <= 9.9));
    assert.equal(new Set(drawn).size, 6, "a seed draws the same in every variant");
  });
});

Deno.test("runSweep(): stopped, it keeps what is done", async () => {
  await withScenario(async (file) => {
    const whole = (await sweep(file, 1)).split("\n");
    const part = (await sweep(file, 1, 4)).trim().split("\n");
    assert.equal(part.length, 4);
    assert.ok(part.every((line) => whole.includes(line)));
  });
});

Deno.test("describeAll(): what is wrong with one does not hide the others", async () => {
  await withScenario(async (file) => {
    const pool = new Pool({ jobs: 1, watchdogS: 60 });
    try {
      const { infos, refused } = await describeAll(pool, [file, "no_such_scenario"]);
      assert.deepEqual(infos.map(({ name, seeds }) => [name, seeds?.length]), [["small", 6]]);
      assert.match(refused[0]!.problems[0]!, /no scenario "no_such_scenario"/);
    } finally {
      pool.close();
    }
  });
});
