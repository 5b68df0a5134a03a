/** Logs that are damaged or hold bad data: what is whole is replayed, what is wrong is counted. */
import assert from "#assert";
import { codecOf } from "../../../msgs/cdr.ts";
import { bestEffort } from "../../../msgs/message.ts";
import type { Imu } from "../../../msgs/types.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import { createRecorder } from "../../../runtime/bag/mod.ts";
import { inFolder, MemorySink } from "../../runtime/bag/samples.ts";
import { dryrun, jsonOf } from "./command.ts";

/** Messages of an IMU at rest, 100 Hz; `change` may spoil the i-th. */
function imuLog(count: number, change: (imu: Imu, i: number) => void = () => {}): Uint8Array {
  const sink = new MemorySink();
  const recorder = createRecorder(sink);
  const type = "sensor_msgs/msg/Imu";
  const channel = recorder.channel({ topic: "/imu/data", type, qos: bestEffort(10) });
  for (let i = 0; i < count; i++) {
    const imu = structuredClone(zeroOf(type)) as Imu;
    const at = (i + 1) * 10_000_000;
    Object.assign(imu.header.stamp, { sec: 1 + Math.floor(at / 1e9), nanosec: at % 1e9 });
    imu.header.frame_id = "imu_link";
    imu.linear_acceleration.z = 9.80665;
    imu.orientation_covariance[0] = -1;
    change(imu, i);
    channel.write(at, codecOf(type).encode(imu));
  }
  recorder.close();
  return sink.bytes();
}

const ARGS = ["log.mcap", "--node", "fusion", "--json"];

Deno.test("a truncated log: what is whole is replayed, one warning names byte and loss", async () => {
  const whole = imuLog(800);
  for (const part of [0.4, 0.75, 0.97]) {
    await inFolder(async (folder) => {
      const cut = Math.floor(part * whole.length);
      Deno.writeFileSync(`${folder}/log.mcap`, whole.subarray(0, cut));
      const outcome = await dryrun("replay", [...ARGS, "--record", "out.mcap"], { folder });
      const { inputs, warnings } = jsonOf(outcome);
      const { count } = inputs["/imu/data"];
      assert.ok(count > 0 && count <= 800, `${count}`);
      const damage = warnings.filter((line: string) => /byte \d+/.test(line));
      assert.equal(damage.length, 1, warnings.join("\n"));
      const byte = Number(/byte (\d+)/.exec(damage[0])![1]);
      assert.ok(byte > 0 && byte <= cut, `byte ${byte} of ${cut}`);
      assert.match(damage[0], /log\.mcap.*(lost|missing|truncated|cut)/);
      assert.ok(outcome.stderr.includes(`warning: ${damage[0]}\n`), outcome.stderr);
      const check = await dryrun("bag", ["check", "log.mcap"], { folder });
      assert.equal(check.code, 1);
      assert.equal((await dryrun("bag", ["check", "out.mcap"], { folder })).code, 0);
    });
  }
});

Deno.test("NaN rows and backward stamps reach the node, and are counted where one looks", async () => {
  await inFolder(async (folder) => {
    const log = imuLog(300, (imu, i) => {
      if (i % 50 === 7) imu.angular_velocity.y = NaN;
      if (i === 33) imu.linear_acceleration.x = Infinity;
      if (i % 100 === 20) imu.header.stamp.nanosec -= 50_000_000;
    });
    Deno.writeFileSync(`${folder}/log.mcap`, log);
    const { inputs, nodes, topics } = jsonOf(await dryrun("replay", ARGS, { folder }));
    assert.deepEqual(inputs["/imu/data"], {
      ...{ type: "sensor_msgs/msg/Imu", count: 300, non_finite: 7, backward: 3, undecodable: 0 },
    });
    const { counters, diagnostics } = nodes.fusion;
    assert.equal(counters.inputs.imu.received, 300, "all were handed on");
    assert.equal(counters.errors, 0);
    const { values } = diagnostics["fusion: imu"];
    assert.equal(values["backward stamps"], "3");
    assert.equal(values["rejected: not finite"], "7");
    assert.equal(values.received, "300");
    assert.ok(topics["/odom"].count > 0 && topics["/odom"].count < 300);
  });
});

Deno.test("bytes that do not fit their type are counted and not handed on", async () => {
  await inFolder(async (folder) => {
    const sink = new MemorySink();
    const recorder = createRecorder(sink);
    const type = "sensor_msgs/msg/Imu";
    const channel = recorder.channel({ topic: "/imu/data", type, qos: bestEffort(10) });
    const good = codecOf(type).encode(zeroOf(type) as Imu).slice();
    for (let i = 0; i < 20; i++) {
      channel.write(i * 1e7, i % 5 === 4 ? good.subarray(0, 40) : good);
    }
    recorder.close();
    Deno.writeFileSync(`${folder}/log.mcap`, sink.bytes());
    const outcome = await dryrun("replay", ARGS, { folder });
    const { inputs, nodes, warnings } = jsonOf(outcome);
    const { count, undecodable } = inputs["/imu/data"];
    assert.deepEqual([count, undecodable], [20, 4]);
    assert.equal(nodes.fusion.counters.inputs.imu.received, 16);
    const said = warnings.filter((line: string) => /\/imu\/data/.test(line));
    assert.equal(said.length, 1, warnings.join("\n"));
  });
});
