/**
 * Recorded logs through the fusion node with default parameters. They lie beside the project
 * (../shared/data); where they don't, each test says so and passes.
 */
import assert from "#assert";
import { broadTrial, TRIALS } from "../../bench/logs/broad.ts";
import { dataFile } from "../../bench/logs/folder.ts";
import { JACKAL_END, jackalLog } from "../../bench/logs/jackal.ts";
import { type Replayed, replayLog } from "../../bench/logs/replay.ts";
import { xioLog } from "../../bench/logs/xio.ts";

/** Runs a test on data that may be absent; `body` answers undefined then. */
function onData(name: string, body: () => Promise<unknown>): void {
  Deno.test(name, async () => {
    if (await body() === undefined) console.log(`skipped: no ../shared/data here (${name})`);
  });
}

function requireStream({ stamps, notFinite }: Replayed, least: number): void {
  assert.equal(notFinite, 0);
  assert.ok(stamps.length >= least, `${stamps.length} odometry messages`);
  for (let i = 1; i < stamps.length; i++) {
    assert.ok(stamps[i]! > stamps[i - 1]!, `stamp ${i} does not rise`);
  }
}

onData("jackal_gazebo ends where robot_localization's own test has it end", async () => {
  const found = await jackalLog();
  if (!found) return;
  requireStream(found.replayed, 3000);
  assert.ok(found.distance <= JACKAL_END.tolerance, `${found.distance} m at ${found.end}`);
  return found;
});

onData("jackal_gazebo, shuffled inside the history window, ends in the same state", async () => {
  const inOrder = await jackalLog({ debug: true });
  if (!inOrder) return;
  for (const seed of [1, 2]) {
    const shuffled = await jackalLog({ debug: true, delays: { seed, maxMs: 400 } });
    assert.deepEqual(shuffled!.replayed.lastState, inOrder.replayed.lastState);
  }
  return inOrder;
});

onData("mustang_vehicle_xsens is finite to the end, and says what it rejects", async () => {
  const path = dataFile("mustang_vehicle_xsens/mustang_vehicle_xsens.mcap");
  if (path === undefined) return;
  const replayed = await replayLog(path);
  requireStream(replayed, 13_000);
  const values = (sensor: string) => replayed.diagnostics.get(`fusion: ${sensor}`)!.values;
  const count = (sensor: string, key: string) => Number(values(sensor).get(key));
  // Every message is accounted for, and every accepted IMU message gave one odom.
  assert.equal(count("imu", "accepted"), replayed.stamps.length);
  for (const sensor of ["imu", "wheel"]) {
    const ended = ["accepted", "rejected", "late"].reduce(
      (sum, key) => sum + count(sensor, key),
      0,
    );
    assert.equal(ended, count(sensor, "received"), sensor);
  }
  assert.ok(count("wheel", "rejected") <= 5);
  // Its AHRS tilts by up to 2° against gravity while the car accelerates: within what is allowed.
  assert.ok(count("roll_pitch", "rejected") < 0.02 * count("imu", "accepted"));
  // Its yaw says of itself that it is not measured (10 rad²): never fused.
  assert.equal(count("yaw", "accepted"), 0);
  // The gyro's y is off by 0.53 °/s, as the first second at rest shows; the prior is 0.02.
  const bias = Number(values("filter").get("gyro bias y, deg/s"));
  assert.ok(Math.abs(bias - 0.53) < 0.15, `${bias} °/s`);
  return replayed;
});

for (const trial of TRIALS) {
  onData(`broad ${trial}: not worse than Madgwick`, async () => {
    const found = await broadTrial(trial);
    if (!found) return;
    const { score, baseline, replayed } = found;
    requireStream(replayed, 52_000);
    assert.equal(score.rows, score.wanted, "every row with movement is judged");
    const [madgwick] = baseline.madgwick;
    assert.ok(score.total <= madgwick, `${score.total}° against Madgwick's ${madgwick}°`);
    return found;
  });
}

onData("xio_ngimu agrees with imufusion where no magnet is, and is not turned by one", async () => {
  const found = await xioLog();
  if (!found) return;
  requireStream(found.replayed, 13_000);
  assert.equal(found.clear.rows, found.clear.wanted);
  assert.ok(found.clear.total < 5, `${found.clear.total}°`);
  assert.ok(found.whole.inclination < 1.5, `${found.whole.inclination}°`);
  assert.ok(found.yawSpanAtMagnet < 3, `${found.yawSpanAtMagnet}°`);
  return found;
});
