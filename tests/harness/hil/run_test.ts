import assert from "#assert";
import { runHil } from "../../../harness/hil/run.ts";
import type { Scenario } from "../../../harness/schema/scenario.ts";
import { codecOf } from "../../../msgs/cdr.ts";
import { bestEffort } from "../../../msgs/message.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import type { Odometry, Twist } from "../../../msgs/types.ts";
import { scene, type Stage, stage } from "./scenes.ts";

const CHECKS = ", position: { type: ate, max_m: 0.05 }, rate: { type: rate, min_hz: 90 }";

async function run(at: Stage, { timeoutS = 1, seconds = 2 } = {}) {
  await at.session.meet();
  return await runHil(at.session, {
    ...{ durationNs: seconds * 1e9, alarm: at.machine.alarm, deadlineMs: 1, timeoutS },
    onTick: () => {},
  });
}

const verdicts = ({ checks }: { checks: readonly { name: string; verdict: string }[] }) =>
  Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]));

const topic = (more = ""): Promise<Scenario> =>
  scene(`truth: { from: topic, topic: /poses }${more}`, CHECKS);

Deno.test("our node on real streams, judged by truth from a topic", async () => {
  const at = stage(await topic());
  const odom = at.graph.node("/user").listen("/odom", "nav_msgs/msg/Odometry");
  at.hardware.speed = 0;
  const result = await run(at);
  assert.deepEqual(verdicts(result), { finite: "pass", position: "pass", rate: "pass" });
  assert.equal(result.verdict, "pass");
  assert.equal(result.deterministic, false);
  assert.ok(odom.length > 180, `${odom.length} on ROS 2`);
  assert.equal(odom[0]!.header.stamp.sec, 1_700_000_000, "hardware's own stamps");
  const { hil, topics } = result;
  assert.deepEqual([hil.real, hil.truth, hil.time], [["imu", "wheel"], "/poses", "wall"]);
  assert.deepEqual([hil.silent, hil.undecodable, hil.unjudged], [[], {}, 0]);
  assert.equal(topics["/imu/data"]!.exact, false);
  assert.deepEqual(Object.keys(hil.pace.topics), ["/ground_truth/odom"], "nothing else simulated");
});

Deno.test("a stream that isn't swapped is simulated from the truth, beside the real one", async () => {
  const at = stage(await topic(), { real: ["imu"] });
  at.hardware.silent.add("/wheel_velocity_stamped");
  at.hardware.speed = 0.5;
  const wheels = at.graph.node("/user")
    .listen("/wheel_velocity_stamped", "geometry_msgs/msg/TwistWithCovarianceStamped");
  const result = await run(at);
  assert.ok(wheels.length > 80, `${wheels.length}`);
  for (const { twist } of wheels) {
    assert.ok(Math.abs(twist.twist.linear.x - 0.5) < 0.02, `${twist.twist.linear.x}`);
  }
  const pace = result.hil.pace.topics["/wheel_velocity_stamped"]!;
  assert.equal(pace.count, wheels.length);
  assert.equal(pace.missed, 0, "late by no more than the truth");
});

Deno.test("without truth what needs it is skipped, never passed", async () => {
  const at = stage(await scene("truth: none", CHECKS));
  const result = await run(at);
  assert.deepEqual(verdicts(result), { finite: "pass", position: "skipped", rate: "pass" });
  assert.ok(!("/ground_truth/odom" in result.topics));
});

Deno.test("commanded: the hardware hears the scenario's motion, and is judged to the tolerance", async () => {
  const at = stage(
    await scene("truth: { from: commanded, tolerance_m: 0.04 }", CHECKS),
  );
  const plain = at.graph.node("/base").listen("/cmd_vel", "geometry_msgs/msg/Twist");
  at.machine.onTime = () => {
    at.hardware.speed = (plain.at(-1) as Twist | undefined)?.linear.x ?? 0;
    at.hardware.speak();
  };
  const result = await run(at);
  assert.ok(plain.length >= 39, `${plain.length} commands in 2 s`);
  assert.ok(plain.some(({ linear }) => linear.x > 0.3));
  assert.equal(verdicts(result).position, "pass", JSON.stringify(result.checks));
  const narrow = stage(await scene("truth: { from: commanded, tolerance_m: 0.06 }", CHECKS));
  assert.equal(verdicts(await run(narrow)).position, "skipped", "a limit under the tolerance");
});

Deno.test("a base that reads TwistStamped is commanded so", async () => {
  const at = stage(await scene("truth: commanded"));
  const stamped = at.graph.node("/base").listen("/cmd_vel", "geometry_msgs/msg/TwistStamped");
  await run(at, { seconds: 0.5 });
  assert.ok(stamped.length >= 10);
  assert.equal(stamped[0]!.header.frame_id, "base_link");
});

Deno.test("somebody else's odometry is read and scored, and no node of ours runs", async () => {
  const at = stage(await topic(), { sut: "external:odom" });
  const tell = at.graph.node("/theirs").teller("/odom", "nav_msgs/msg/Odometry");
  let error = 0;
  const echo = at.graph.node("/echo").listen("/poses", "nav_msgs/msg/Odometry");
  const speak = at.machine.onTime;
  at.machine.onTime = (ms) => {
    speak(ms);
    for (const pose of echo.splice(0)) {
      tell({ ...pose, pose: { ...pose.pose, pose: moved(pose, error) } });
    }
  };
  const good = await run(at);
  assert.deepEqual(verdicts(good), { finite: "pass", position: "pass", rate: "fail" }, "50 Hz");
  assert.deepEqual(good.nodes, {});
  assert.equal(good.hil.sut, "/odom");
  error = 0.5;
  assert.equal(verdicts(await run(at)).position, "fail");
});

function moved({ pose }: Odometry, x: number): Odometry["pose"]["pose"] {
  const { position, orientation } = pose.pose;
  return { orientation, position: { ...position, x: position.x + x } };
}

Deno.test("a topic that falls silent is named, fails the run, and the rest goes on", async () => {
  const at = stage(await topic());
  const speak = at.machine.onTime;
  at.machine.onTime = (ms) => {
    if (ms > 700) at.hardware.silent.add("/wheel_velocity_stamped");
    speak(ms);
  };
  const result = await run(at, { timeoutS: 0.5 });
  assert.equal(result.verdict, "fail");
  assert.equal(at.said.length, 1, `${at.said}`);
  assert.match(at.said[0]!, /^wheel: \/wheel_velocity_stamped is silent since 0\.\d+ s/);
  assert.equal(result.hil.silent[0]!.topic, "/wheel_velocity_stamped");
  assert.ok(result.topics["/imu/data"]!.count > 180, "the other data is kept");
});

Deno.test("bytes that are no message are counted, and nobody is hurt", async () => {
  const at = stage(await topic());
  const broken = at.graph.node("/broken").advertise({
    ...{ topic: "/imu/data", type: "sensor_msgs/msg/Imu" },
    qos: { reliability: "reliable", durability: "volatile", depth: 1 },
  });
  const speak = at.machine.onTime;
  at.machine.onTime = (ms) => {
    speak(ms);
    if (Math.abs(ms - 1000) < 0.5) broken.publish(Uint8Array.of(0, 1, 0, 0, 1));
  };
  const result = await run(at);
  assert.deepEqual(result.hil.undecodable, { "/imu/data": 1 });
  assert.equal(result.verdict, "pass");
});

/** Whoever answers each IMU message, and whether they do. */
function answering(at: Stage, answers: (count: number) => boolean): { count: number } {
  const theirs = at.graph.node("/theirs"), tell = theirs.teller("/odom", "nav_msgs/msg/Odometry");
  const heard = { count: 0 };
  const codec = codecOf("sensor_msgs/msg/Imu");
  const imu = { topic: "/imu/data", type: "sensor_msgs/msg/Imu", qos: bestEffort(10) };
  theirs.subscribe(imu, (bytes) => {
    const { header } = codec.decode(bytes);
    const odometry = zeroOf("nav_msgs/msg/Odometry");
    odometry.pose.pose.orientation.w = 1;
    // Later than at once: the run has to stand for it.
    if (answers(heard.count++)) setImmediate(() => tell({ ...odometry, header }));
  });
  return heard;
}

async function stepped(at: Stage) {
  await at.session.meet();
  const after = (_seconds: number, run: () => void) => {
    const timer = setImmediate(() => setImmediate(() => setImmediate(run)));
    return () => clearImmediate(timer);
  };
  return await runHil(at.session, {
    ...{ durationNs: 1e9, alarm: at.machine.alarm, deadlineMs: 1, timeoutS: 1 },
    ...{ stepped: { everyNs: 0, timeoutS: 1, after }, onTick: () => {} },
  });
}

Deno.test("stepped, the run stands for each answer: no time passes between message and odometry", async () => {
  const at = stage(await scene("", ", order: { type: order }"), { real: [], sut: "external:odom" });
  const heard = answering(at, () => true);
  const result = await stepped(at);
  const { count, timed_out, topic } = result.hil.steps!;
  assert.deepEqual([topic, timed_out], ["/imu/data", 0]);
  assert.ok(count >= 98 && count === heard.count, `${count}`);
  assert.equal(result.topics["/odom"]!.count, count);
  assert.deepEqual(verdicts(result), { finite: "pass", order: "pass" });
  assert.deepEqual(result.hil.pace.topics, {}, "no clock, no lateness");
});

Deno.test("stepped, an answer that does not come is waited for and counted", async () => {
  const at = stage(await scene(), { real: [], sut: "external:odom" });
  const heard = answering(at, (count) => count % 10 !== 9);
  const { hil } = await stepped(at);
  assert.equal(hil.steps!.timed_out, Math.floor(heard.count / 10));
});
