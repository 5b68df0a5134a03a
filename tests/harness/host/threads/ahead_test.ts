import assert from "#assert";
import { WorkersAhead } from "../../../../harness/host/threads/ahead.ts";
import type { Capture } from "../../../../sim/captures.ts";
import { CaptureMaker } from "../../../../sim/captures.ts";
import { SEEN } from "../../../sim/seen_config.ts";

const WORK = { config: SEEN, seed: 1, files: {} };
const SENSORS = ["camera", "lidar"];
const script = new URL("./fragile_ahead_worker.ts", import.meta.url);

/** Takes captures of all sensors as a run does. */
async function taken(ahead: WorkersAhead, count: number): Promise<Capture[]> {
  const out: Capture[] = [];
  for (let k = 0; k < count; k++) {
    for (const sensor of SENSORS) {
      await ahead.arrival(sensor, k);
      out.push(ahead.take(sensor, k) ?? assert.fail(`capture ${k} of ${sensor}`));
    }
  }
  return out;
}

function made(count: number): Capture[] {
  const maker = new CaptureMaker(SEEN, 1);
  return Array.from(
    { length: count },
    (_, k) => SENSORS.map((sensor) => maker.make(sensor, k)),
  ).flat();
}

for (const workers of [1, 3]) {
  Deno.test(`captures by ${workers} workers are those made here, in order`, async () => {
    const reasons: string[] = [];
    const onCrash = (reason: string) => reasons.push(reason);
    const ahead = new WorkersAhead(WORK, SENSORS, { workers, onCrash });
    try {
      assert.deepEqual(await taken(ahead, 12), made(12));
      assert.equal(ahead.take("camera", 0), undefined, "it was taken");
      assert.throws(() => ahead.has("radar", 0), /no sensor radar is made ahead/);
    } finally {
      await ahead.close();
    }
    assert.deepEqual(reasons, []);
  });
}

Deno.test("no more captures are made ahead than the bound, whatever is not taken", async () => {
  const ahead = new WorkersAhead(WORK, ["lidar"], { workers: 1, onCrash: assert.fail });
  try {
    await ahead.arrival("lidar", 2);
    const here = () => Array.from({ length: 12 }, (_, k) => k).filter((k) => ahead.has("lidar", k));
    assert.deepEqual(here(), [0, 1, 2]);
    ahead.take("lidar", 0);
    await ahead.arrival("lidar", 3);
    assert.deepEqual(here(), [1, 2, 3]);
  } finally {
    await ahead.close();
  }
});

Deno.test("a worker that dies is reported and replaced; no capture is lost", async () => {
  const flag = new SharedArrayBuffer(4), reasons: string[] = [];
  const work = { ...WORK, dies: { at: 4, flag } };
  const onCrash = (reason: string) => reasons.push(reason);
  const ahead = new WorkersAhead(work, SENSORS, { workers: 2, onCrash, script });
  try {
    assert.deepEqual(await taken(ahead, 10), made(10));
  } finally {
    await ahead.close();
  }
  assert.equal(reasons.length, 1, reasons.join("; "));
});

Deno.test("where every worker dies the captures are made here", async () => {
  const reasons: string[] = [];
  const work = { ...WORK, dies: { at: 4 } };
  const onCrash = (reason: string) => reasons.push(reason);
  const ahead = new WorkersAhead(work, SENSORS, { workers: 2, onCrash, script });
  try {
    assert.deepEqual(await taken(ahead, 10), made(10));
  } finally {
    await ahead.close();
  }
  assert.match(reasons.at(-1)!, /^no more workers: a worker ended in the middle of capture/);
});

Deno.test("what refuses the settings in a worker refuses them here, as an error of the run", async () => {
  const config = { ...SEEN, faults: { gap: { ...SEEN.faults.stuck!, stream: "radar" } } };
  const work = { ...WORK, config };
  assert.throws(() => new CaptureMaker(config, 1), /no sensor or topic "radar"/);
  const reasons: string[] = [];
  const onCrash = (reason: string) => reasons.push(reason);
  const ahead = new WorkersAhead(work, SENSORS, { workers: 1, onCrash });
  await ahead.arrival("lidar", 0);
  assert.throws(() => ahead.take("lidar", 0), /no sensor or topic "radar"/);
  assert.match(reasons.join(), /no more workers: faults.gap.stream/);
  await ahead.close();
});

Deno.test("close() lets everybody go who waits", async () => {
  const ahead = new WorkersAhead(WORK, SENSORS, { workers: 1, onCrash: assert.fail });
  const waiting = ahead.arrival("camera", 1000);
  await ahead.close();
  await waiting;
  await ahead.arrival("camera", 1001);
  assert.equal(ahead.take("camera", 1000), undefined);
});
