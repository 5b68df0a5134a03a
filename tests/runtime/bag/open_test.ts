import assert from "#assert";
import fc from "fast-check";
import { LogError } from "../../../runtime/bag/log.ts";
import { openLog } from "../../../runtime/bag/open.ts";
import { DATA, HAS_DATA, inFolder, NEEDS_DATA, readAll, readLog, sampleMcap } from "./samples.ts";

/** Format, messages, and count and rate of some topics, from the data's README. */
const REAL: readonly [
  path: string,
  format: string,
  messages: number,
  topics: Readonly<Record<string, readonly [count: number, hz: number]>>,
][] = [
  ["jackal_gazebo/jackal_gazebo.mcap", "mcap", 9181, {
    "/imu/data": [3061, 50],
    "/wheel_velocity": [3060, 50],
  }],
  ["mustang_vehicle_xsens/mustang_vehicle_xsens.mcap", "mcap", 15922, {
    "/imu/data": [13334, 99.7],
    "/wheel_velocity": [1294, 9.7],
  }],
  ["xio_ngimu/xio_ngimu.mcap", "mcap", 27028, { "/imu/data": [13514, 99.9] }],
  ["rosbags/cdr_test", "rosbag2", 7, { "/array_topic": [4, 22.8], "/test_topic": [3, 19.9] }],
  ["rosbags/talker", "rosbag2", 20, { "/rosout": [10, 2], "/topic": [10, 2] }],
  ["rosbags/talker_db3", "rosbag2", 20, { "/rosout": [10, 2], "/topic": [10, 2] }],
  ["rosbags/talker_db3/talker.db3", "db3", 20, { "/rosout": [10, 2], "/topic": [10, 2] }],
  ["broad/02_undisturbed_slow_rotation_B.csv.gz", "csv", 106480, {
    "/imu/data": [53240, 285.7],
    "/imu/mag": [53240, 285.7],
  }],
];

for (const [path, format, count, topics] of REAL) {
  Deno.test({
    name: `openLog() reads all of ${path} ${NEEDS_DATA}`,
    ignore: !HAS_DATA,
    async fn() {
      const log = await openLog(`${DATA}/${path}`);
      const read = await readAll(log);
      assert.equal(log.format, format);
      assert.equal(read.length, count);
      assert.equal(log.messageCount, count);
      assert.deepEqual(log.warnings, []);
      let latest = -Infinity;
      for (const message of read) {
        assert.ok(message.at >= latest);
        latest = message.at;
        assert.notEqual(log.decode(message), undefined);
      }
      assert.equal(read[0]?.at, log.start);
      assert.equal(latest, log.end);
      assert.ok(log.start >= 0 && log.start < 1e9);
      for (const [topic, [n, hz]] of Object.entries(topics)) {
        assert.equal(log.topics.get(topic)?.count, n);
        assert.ok(Math.abs((log.topics.get(topic)?.hz ?? 0) - hz) < 0.1, topic);
      }
      log.close();
    },
  });
}

Deno.test({
  name: `a db3 and an MCAP of the same bag hold the same messages ${NEEDS_DATA}`,
  ignore: !HAS_DATA,
  async fn() {
    const a = await readLog(`${DATA}/rosbags/talker`);
    const b = await readLog(`${DATA}/rosbags/talker_db3`);
    assert.deepEqual(
      a.messages.map(({ topic, at, data }) => [topic, at, [...data ?? []]]),
      b.messages.map(({ topic, at, data }) => [topic, at, [...data ?? []]]),
    );
  },
});

Deno.test({
  name: `a log of another encoding is an error, but its topics can be listed ${NEEDS_DATA}`,
  ignore: !HAS_DATA,
  async fn() {
    const path = `${DATA}/rosbags/wrong_rmw_test`;
    await assert.rejects(openLog(path), {
      name: "LogError",
      message: /wrong_rmw_test: expected a log with messages in CDR: .*"wrong_format"/,
    });
    const log = await openLog(path, { allowEmpty: true });
    assert.equal(log.topics.get("/test_topic")?.encoding, "wrong_format");
    assert.equal((await readAll(log)).length, 0);
    assert.equal(log.warnings.length, 2);
    log.close();
  },
});

Deno.test("openLog() reads its own recordings from a file", async () => {
  await inFolder(async (folder) => {
    Deno.writeFileSync(`${folder}/run.mcap`, sampleMcap(20));
    const { log, messages } = await readLog(`${folder}/run.mcap`);
    assert.equal(log.path, `${folder}/run.mcap`);
    assert.equal(messages.length, 20);
  });
});

Deno.test("openLog() reads a log several times", async () => {
  const log = await openLog(sampleMcap(20));
  assert.equal((await readAll(log)).length, 20);
  assert.equal((await readAll(log)).length, 20);
  const some = [];
  for await (const read of log.messages({ topics: new Set(["/clock"]) })) some.push(read.topic);
  assert.deepEqual(some, Array.from({ length: 5 }, () => "/clock"));
});

Deno.test("openLog() takes any text for a CSV where a column map comes with it", async () => {
  await inFolder(async (folder) => {
    const columns = `${folder}/m.yaml`;
    Deno.writeTextFileSync(
      columns,
      "rate_hz: 1\ntopics: { /w: { type: geometry_msgs/msg/Twist, fields: { linear.x: v } } }\n",
    );
    Deno.writeTextFileSync(`${folder}/a.txt`, "v\n1\n");
    const log = await openLog(`${folder}/a.txt`, { columns });
    assert.equal((await readAll(log)).length, 1);
    log.close();
  });
});

Deno.test("openLog() says what it expected of a foreign file", async () => {
  await inFolder(async (folder) => {
    const foreign = fc.sample(fc.uint8Array({ maxLength: 300 }), { numRuns: 20, seed: 1 });
    for (const bytes of foreign) {
      Deno.writeFileSync(`${folder}/x.mcap`, bytes);
      await assert.rejects(openLog(`${folder}/x.mcap`), {
        name: "LogError",
        message: /x\.mcap: expected an MCAP file, a rosbag2 folder or \.db3, or a \.csv/,
      });
    }
    await assert.rejects(openLog(`${folder}/no.mcap`), /no\.mcap: no such file/);
    Deno.mkdirSync(`${folder}/empty`);
    await assert.rejects(openLog(`${folder}/empty`), /expected a rosbag2 folder/);
  });
});

Deno.test("openLog() refuses an MCAP file without a record or without a message", async () => {
  const bytes = sampleMcap(1);
  await assert.rejects(openLog(bytes.subarray(0, 8)), LogError);
  await assert.rejects(openLog(bytes.subarray(0, 20)), /no whole record/);
  await assert.rejects(openLog(bytes.subarray(0, 50)), LogError);
});
