import assert from "#assert";
import { codecOf } from "../../../../msgs/cdr.ts";
import { reliable } from "../../../../msgs/message.ts";
import { zeroOf } from "../../../../msgs/zero.ts";
import { checkLog } from "../../../../runtime/bag/inspect/check.ts";
import { createRecorder } from "../../../../runtime/bag/recorder.ts";
import { DATA, HAS_DATA, inFolder, NEEDS_DATA, sampleMcap } from "../samples.ts";

const imu = codecOf("sensor_msgs/msg/Imu");

Deno.test("checkLog() finds nothing in a recording of ours", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.mcap`;
    Deno.writeFileSync(path, sampleMcap(40));
    const report = await checkLog(path);
    assert.deepEqual(report, {
      format: "mcap",
      messages: 40,
      sound: true,
      problems: [],
      notes: [],
    });
  });
});

Deno.test("checkLog() finds truncation and damage of every kind, with the byte", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.mcap`;
    const bytes = sampleMcap(40);
    const flipped = (at: number) => {
      const wrong = bytes.slice();
      wrong[at]! ^= 0x55;
      return wrong;
    };
    const cases: [bytes: Uint8Array, expected: RegExp][] = [
      [bytes.subarray(0, bytes.length - 1), /byte \d+: the closing magic is missing/],
      [bytes.subarray(0, bytes.length - 60), /byte \d+: truncated: .*no message is lost/],
      [bytes.subarray(0, bytes.length >> 1), /byte \d+: truncated: .*is lost/],
      [flipped(1200), /byte \d+: .*(damaged|checksum)/],
      [flipped(bytes.length - 16), /the summary at its end is damaged/],
    ];
    for (const [wrong, expected] of cases) {
      Deno.writeFileSync(path, wrong);
      const report = await checkLog(path);
      assert.equal(report.sound, false);
      assert.match(report.problems.join("\n"), expected);
    }
    Deno.writeFileSync(path, bytes.subarray(0, 9));
    await assert.rejects(checkLog(path), { name: "LogError" });
  });
});

Deno.test("checkLog() finds NaN, stamps that go back and bytes that are no message", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.mcap`;
    const recorder = createRecorder(path);
    const channel = recorder.channel({
      topic: "/imu",
      type: "sensor_msgs/msg/Imu",
      qos: reliable(1),
    });
    const write = (
      at: number,
      sec: number,
      change: (message: ReturnType<typeof fresh>) => void,
    ) => {
      const message = fresh();
      message.header.stamp.sec = sec;
      change(message);
      channel.write(at * 1e9, imu.encode(message));
    };
    const fresh = () => zeroOf("sensor_msgs/msg/Imu");
    write(0, 5, (message) => message.orientation_covariance[0] = NaN);
    write(1, 4, (message) => message.angular_velocity.y = NaN);
    write(2, 0, () => {});
    channel.write(3e9, new Uint8Array(5));
    recorder.close();
    const { problems } = await checkLog(path);
    assert.deepEqual(problems.slice(1), [
      "/imu: 1 messages hold NaN (first: message 1 at 1 s, angular_velocity.y)",
      "/imu: 1 header stamps go back (first: message 1 at 1 s, by 1 s)",
      "/imu: 1 of its messages can't be decoded",
    ]);
    assert.match(problems[0] ?? "", /\/imu: bytes that are no sensor_msgs\/msg\/Imu/);
  });
});

Deno.test({
  name: `checkLog() on real logs ${NEEDS_DATA}`,
  ignore: !HAS_DATA,
  async fn() {
    const jackal = await checkLog(`${DATA}/jackal_gazebo/jackal_gazebo.mcap`);
    assert.equal(jackal.sound, true);
    assert.match(jackal.notes.join(), /\/imu\/data: its QoS was not recorded/);
    for (const bag of ["talker", "talker_db3", "cdr_test"]) {
      assert.equal((await checkLog(`${DATA}/rosbags/${bag}`)).sound, true, bag);
    }
    const wrong = await checkLog(`${DATA}/rosbags/wrong_rmw_test`);
    assert.equal(wrong.sound, false);
    assert.match(wrong.problems.join(), /"wrong_format"/);
  },
});
