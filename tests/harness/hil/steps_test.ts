import assert from "#assert";
import { drivingTopic, Steps } from "../../../harness/hil/steps.ts";
import { toTime } from "../../../msgs/time.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import { MS, scene } from "./scenes.ts";

const EPOCH = { sec: 1, nanosec: 0 };
const at = (ms: number) => ({
  ...zeroOf("nav_msgs/msg/Odometry"),
  header: { stamp: toTime(ms * MS, EPOCH), frame_id: "odom" },
});

/** Steps whose time passes by hand. */
function stepping(everyNs = 0) {
  const timers: { seconds: number; run: () => void }[] = [];
  const steps = new Steps({
    ...{ topic: "/imu/data", epoch: EPOCH, everyNs, timeoutS: 0.5 },
    after(seconds, run) {
      const timer = { seconds, run };
      timers.push(timer);
      return () => void timers.splice(timers.indexOf(timer), 1);
    },
  });
  const drive = (ms: number) => {
    steps.driving(at(ms));
    return steps.wait();
  };
  return { steps, timers, drive };
}

Deno.test("the run stands until an output of that stamp or a later one has come", async () => {
  const { steps, timers, drive } = stepping();
  for (const [driven, answers] of [[10, [10]], [20, [12, 19, 25]]] as const) {
    const wait = drive(driven)!;
    let over = false;
    wait.then(() => over = true);
    for (const answer of answers) {
      await Promise.resolve();
      assert.equal(over, false, `before ${answer}`);
      steps.output(at(answer));
    }
    await wait;
    assert.deepEqual(timers, [], "its timer is taken back");
  }
  assert.equal(drive(25), undefined, "that output is there already");
  steps.output(at(3)); // goes back: of no account
  assert.deepEqual(steps.result(), { topic: "/imu/data", count: 3, timed_out: 0 });
});

Deno.test("who does not answer in time is counted; who never spoke is waited for only shortly", async () => {
  const { steps, timers, drive } = stepping();
  const first = drive(10)!;
  assert.equal(timers[0]!.seconds, 0.02);
  timers[0]!.run();
  await first;
  const answered = drive(20)!;
  steps.output(at(20));
  await answered;
  timers.length = 0;
  const late = drive(30)!;
  assert.equal(timers[0]!.seconds, 0.5);
  timers[0]!.run();
  await late;
  steps.output(at(30));
  assert.deepEqual(steps.result(), { topic: "/imu/data", count: 3, timed_out: 2 });
});

Deno.test("with a least distance only some messages are waited after", () => {
  const { steps, drive } = stepping(50 * MS);
  const waited: number[] = [];
  for (let ms = 0; ms <= 200; ms += 10) {
    if (drive(ms) !== undefined) waited.push(ms);
    steps.output(at(ms));
  }
  assert.deepEqual(waited, [0, 50, 100, 150, 200]);
});

Deno.test("the fastest stamped stream that is read drives", async () => {
  const scenario = await scene();
  const all = new Set(["/imu/data", "/wheel_velocity_stamped", "/ground_truth/odom", "/tf_static"]);
  assert.equal(drivingTopic(scenario, all), "/imu/data");
  all.delete("/imu/data");
  assert.equal(drivingTopic(scenario, all), "/wheel_velocity_stamped");
  all.delete("/wheel_velocity_stamped");
  assert.throws(
    () => drivingTopic(scenario, all),
    /nobody reads a stamped stream of a sensor, but \/ground_truth\/odom, \/tf_static/,
  );
  assert.throws(() => drivingTopic(scenario, new Set()), /but nothing$/);
});
