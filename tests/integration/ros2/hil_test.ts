/**
 * `hil` as a user runs it, beside a Jackal that is a recording. What depends on how busy the machine
 * is, the age and the spacing of messages, is given limits of seconds here: the scenario's own
 * are for a robot. What is judged strictly are numbers, order, consistency and who spoke.
 */
import assert from "#assert";
import type { RepeatedResult } from "../../../harness/hil/repeat.ts";
import type { HilResult } from "../../../harness/hil/result.ts";
import { openLog } from "../../../runtime/bag/open.ts";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";
import type { Message } from "../../../msgs/message.ts";
import type { Header } from "../../../msgs/types.ts";
import { hilTest, type Plant, writeHardware } from "./hardware.ts";

/** Limits that no load of the machine breaks; waits that no slow start does. */
const PATIENT = [
  ...["--set", "checks.latency.max_ms=60000", "--set", "checks.deadline.deadline_ms=60000"],
  ...["--set", "checks.rate.min_hz=1", "--set", "checks.rate.max_hz=1000"],
  // Nor is a stamp a sign of another clock where a message may wait for seconds.
  ...["--wait", "120", "--json", "--accept", "stamp"],
];

interface Beside {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly result: HilResult;
}

/** Runs `hil` beside the recording, in a domain of its own. */
async function beside(
  domain: number,
  args: readonly string[],
  { plant, drivers = [] }: { plant?: Plant; drivers?: readonly string[] } = {},
): Promise<Beside> {
  const ros = inDomain(domain);
  const file = await Deno.makeTempFile({ suffix: ".log" });
  await writeHardware(file, { ...(plant && { plant }) });
  const hardware = ros.startPython("tests/integration/ros2/hardware.py", file, ...drivers);
  try {
    // With simulated time it is there when somebody says the time.
    if (!drivers.includes("--sim-time")) await hardware.says(/here/, 120);
    const { code, stdout, stderr } = await ros.dryrun("hil", "hil_jackal", ...args, ...PATIENT);
    const line = stdout.trim().split("\n").at(-1) ?? "";
    const result = line.startsWith("{") ? JSON.parse(line) : undefined;
    return { code, stdout, stderr: stderr + hardware.text, result };
  } finally {
    await hardware.stop("SIGKILL");
    await Deno.remove(file);
  }
}

const verdicts = ({ checks }: HilResult) =>
  Object.fromEntries(checks.map(({ name, verdict }) => [name, verdict]));

const DEAD_RECKONING = "docs/ros2/dead_reckoning.py";
const WHEELS = (topic: string) => ["--ros-args", "-r", `wheel:=${topic}`];

const ALL = ["rate", "latency", "finite", "order", "deadline", "nis_wheel"];

hilTest("a replayed Jackal's IMU and wheels, our node: passes", async () => {
  const bag = await Deno.makeTempFile({ suffix: ".mcap" });
  try {
    const args = ["--real", "imu,wheel", "--duration", "6", "--timeout", "60", "--record", bag];
    const { code, stderr, result } = await beside(50, args);
    assert.equal(code, 0, stderr);
    assert.deepEqual(verdicts(result), Object.fromEntries(ALL.map((name) => [name, "pass"])));
    const { hil, topics } = result;
    assert.equal(result.deterministic, false);
    assert.deepEqual(hil.real, ["imu", "wheel"]);
    assert.ok(hil.contract.every(({ verdict }) => verdict !== "stops"));
    const noise = hil.contract.find(({ what }) => what === "noise")!;
    assert.match(noise.hardware, /rad\/s\/√Hz/, "it stands while it is listened to");
    assert.equal(hil.truth, "/wheel_odom_raw");
    assert.ok(topics["/imu/data"]!.count > 20 && !topics["/imu/data"]!.exact);
    assert.ok(topics["/wheel_velocity"]!.count > 20);
    // One odom for each IMU message, but for those that were on their way at the end.
    assert.ok(topics["/odom"]!.count >= topics["/imu/data"]!.count - 60, JSON.stringify(topics));
    const pace = hil.pace.topics["/ground_truth/odom"]!;
    assert.equal(pace.histogram.reduce((sum, n) => sum + n, 0), pace.count);
    const log = await openLog(bag);
    assert.equal(log.topics.get("/odom")!.count, topics["/odom"]!.count);
    assert.ok(log.epoch.sec > 1_600_000_000, "wall time");
    log.close();
  } finally {
    await Deno.remove(bag);
  }
});

hilTest("a stream that is not swapped is simulated from the robot's own poses", async () => {
  const { code, stderr, result } = await beside(51, [
    ...["--real", "imu", "--duration", "4", "--timeout", "60"],
  ]);
  assert.equal(code, 0, stderr);
  const wheel = result.topics["/wheel_velocity"]!;
  assert.equal(wheel.exact, true, "simulated");
  assert.ok(wheel.count > 20);
  assert.equal(verdicts(result).nis_wheel, "pass", JSON.stringify(result.checks));
});

hilTest("a topic that falls silent is named, and the rest is kept and recorded", async () => {
  const bag = await Deno.makeTempFile({ suffix: ".mcap" });
  try {
    const { code, stderr, result } = await beside(52, [
      ...["--real", "imu,wheel", "--duration", "12", "--timeout", "4", "--record", bag],
    ], { drivers: ["--silence", "/wheel_velocity", "1"] });
    assert.equal(code, 1, stderr);
    assert.match(stderr, /^error: wheel: \/wheel_velocity is silent since [\d.]+ s \(waited/m);
    assert.equal(result.verdict, "fail");
    assert.ok(result.hil.silent.some(({ what }) => what === "wheel"));
    const log = await openLog(bag);
    assert.ok(log.topics.get("/imu/data")!.count > log.topics.get("/wheel_velocity")!.count);
    log.close();
  } finally {
    await Deno.remove(bag);
  }
});

/** What is planted into the robot's drivers, and the line that stops the run. */
const PLANTED: readonly [Plant, RegExp][] = [
  [
    (topic, message) =>
      topic === "/imu/data"
        ? { ...message, header: { ...headerOf(message), frame_id: "imu" } }
        : message,
    /^error: contract: imu\.frame_id: \/imu\/data has "imu", simulation "base_link": its axes/m,
  ],
  [
    (topic, message) =>
      topic === "/imu/data"
        ? { ...message, angular_velocity_covariance: new Float64Array(9) }
        : message,
    /^error: contract: imu\.covariance: .*angular_velocity_covariance unknown, simulation stated/m,
  ],
  [
    (topic, message, count) => topic === "/wheel_velocity" && count % 2 === 1 ? undefined : message,
    /^error: contract: wheel\.rate: \/wheel_velocity has 25 Hz, simulation 50 Hz/m,
  ],
];
const headerOf = (message: Message) => (message as { header: Header }).header;

PLANTED.forEach(([plant, said], index) =>
  hilTest(`a planted difference stops the run before it begins: ${said.source}`, async () => {
    const args = ["--real", "imu,wheel", "--duration", "2"];
    const { code, stderr, result } = await beside(55 + index, args, { plant });
    assert.equal(code, 1, stderr);
    assert.match(stderr, said);
    assert.equal(stderr.match(/^error: /gm)!.length, 1, stderr);
    assert.deepEqual([result.verdict, result.checks.length], ["fail", 0]);
    const stopping = result.hil.contract.filter(({ verdict }) => verdict === "stops");
    assert.equal(stopping.length, 1, JSON.stringify(result.hil.contract));
  })
);

hilTest("a difference that is accepted does not stop it", async () => {
  const [plant] = PLANTED[0]!;
  const { code, stderr, result } = await beside(58, [
    ...["--real", "imu,wheel", "--duration", "2", "--timeout", "60", "--accept", "imu.frame_id"],
  ], { plant });
  assert.ok(code === 0 || code === 1, stderr);
  assert.ok(result.checks.length > 0);
  assert.equal(verdicts(result).finite, "pass");
  assert.ok(result.hil.contract.some(({ verdict }) => verdict === "accepted"));
});

hilTest("somebody else's odometry on the robot's streams is read and scored", async () => {
  const theirs = inDomain(59).startPython(DEAD_RECKONING, ...WHEELS("wheel_velocity"));
  try {
    await theirs.says(/listening/, 120);
    const { code, stderr, result } = await beside(59, [
      ...["--real", "imu,wheel", "--sut", "external:odom", "--duration", "4", "--timeout", "60"],
      ...["--accept", "qos"],
    ]);
    assert.equal(code, 0, stderr);
    assert.equal(result.hil.sut, "/odom");
    assert.deepEqual(result.nodes, {}, "no node of ours");
    assert.ok(result.topics["/odom"]!.count > 20);
    const { nis_wheel, rate, ...others } = verdicts(result);
    assert.equal(nis_wheel, "skipped", "it tells no innovations");
    assert.equal(rate, "pass");
    assert.deepEqual(others, { latency: "pass", finite: "pass", order: "pass", deadline: "pass" });
  } finally {
    await theirs.stop("SIGKILL");
  }
});

rosTest(
  "somebody else's odometry is stepped, judged against truth, and the same again",
  async () => {
    const ros = inDomain(60);
    const theirs = ros.startPython(DEAD_RECKONING, ...WHEELS("wheel_velocity_stamped"));
    try {
      await theirs.says(/listening/, 120);
      const { code, stdout, stderr } = await ros.dryrun(
        ...[
          "hil",
          "warehouse_loop",
          "--sut",
          "external:odom",
          "--pace",
          "stepped",
          "--repeat",
          "2",
        ],
        ...["--duration", "6", "--step-timeout", "60", "--wait", "120", "--json"],
      );
      assert.ok(code === 0 || code === 1, stderr);
      const result = JSON.parse(stdout) as RepeatedResult;
      assert.equal(result.deterministic, false);
      assert.equal(result.repeats.length, 2);
      const { topic, count, timed_out } = result.hil.steps!;
      assert.equal(topic, "/imu/data");
      assert.ok(count > 1000 && timed_out <= 1, `${count} steps, ${timed_out} timed out`);
      const position = result.spread.find(({ name }) => name === "position")!;
      assert.equal(position.pass, 2, JSON.stringify(position));
      assert.ok(position.max! < 0.35 && position.max! - position.min! < 0.05);
    } finally {
      await theirs.stop("SIGKILL");
    }
  },
);

hilTest("with --time clock both sides live by /clock", async () => {
  const { code, stderr, result } = await beside(61, [
    ...["--real", "imu,wheel", "--duration", "3", "--timeout", "60", "--time", "clock"],
  ], { drivers: ["--sim-time"] });
  assert.ok(code === 0 || code === 1, stderr);
  assert.equal(result.hil.time, "clock");
  assert.equal(verdicts(result).finite, "pass");
  assert.ok(result.topics["/odom"]!.count > 10);
});
