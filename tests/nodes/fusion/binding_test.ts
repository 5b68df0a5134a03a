import assert from "#assert";
import { RandomTree } from "../../../core/math/random.ts";
import { SECOND, SIMULATED_EPOCH, toNanos } from "../../../msgs/time.ts";
import type { Imu } from "../../../msgs/types.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import {
  complaints,
  covered,
  drive,
  feed,
  fusionHost,
  GRAVITY,
  imu,
  lastState,
  lastYaw,
  mag,
  odometryOf,
  oriented,
  type Send,
  stamped,
  statusOf,
  twist,
} from "./messages.ts";

/** IMU messages at rest, every 10 ms on [from, to) s, with an orientation so that none waits. */
function rest(from: number, to: number): Send[] {
  return Array.from({ length: Math.round((to - from) * 100) }, (_, k) => {
    const at = Math.round(from * SECOND) + k * 1e7;
    return { input: "imu", message: oriented(imu(at), [0, 0, 0]), at };
  });
}

/** The same sends, each received later by up to `longest` s; the last IMU message after all. */
function delayed(sends: readonly Send[], longest: number, seed: number): Send[] {
  const random = RandomTree.root(seed).at("delay");
  const last = sends.findLastIndex(({ input }) => input === "imu");
  return sends
    .map((send, k) => {
      const late = k === last ? 2 * longest : random.uniform() * longest;
      return { ...send, at: send.at + Math.round(late * SECOND) };
    })
    .sort((a, b) => a.at - b.at);
}

Deno.test("late and out-of-order messages end in the same state and covariance", async () => {
  // The last odom is made of what came before it, so nothing but it is as late as that.
  const sends = drive({ seconds: 8 }).filter(({ input, at }) => input === "imu" || at < 7.9e9);
  const ends: Float64Array[] = [];
  for (const longest of [0, 0.02, 0.2, 0.45]) {
    const host = await fusionHost({ publish_debug: true });
    await feed(host, delayed(sends, longest, 3));
    ends.push(lastState(host));
    const stamps = odometryOf(host).map(({ header }) => toNanos(header.stamp, SIMULATED_EPOCH));
    assert.ok(stamps.every((stamp, k) => k === 0 || stamp > stamps[k - 1]!), "stamps increase");
    assert.equal(stamps.at(-1), 8 * SECOND);
    for (const sensor of ["imu", "mag", "wheel"]) {
      assert.equal(statusOf(host, sensor).values.late, "0");
    }
    const { received, accepted, reordered } = statusOf(host, "imu").values;
    assert.deepEqual([received, accepted], ["800", "800"]);
    assert.equal(Number(reordered) > 50, longest > 0, reordered);
    await host.close();
  }
  for (const end of ends.slice(1)) assert.deepEqual(end, ends[0]);
});

Deno.test("later than the history: counted as late, and the state stays", async () => {
  const host = await fusionHost({ publish_debug: true, history: 0.5 });
  await feed(host, drive({ seconds: 4 }));
  const before = lastState(host), said = odometryOf(host).length;
  await host.send("imu", imu(3.4 * SECOND, { rate: [1, 1, 1] }));
  await host.send("mag", mag(3.4 * SECOND, { yaw: 2 }));
  await host.send("wheel", stamped(3.4 * SECOND, 9));
  assert.equal(odometryOf(host).length, said);
  const report = host.diagnostics();
  for (const sensor of ["imu", "mag", "wheel"]) {
    const { level, message } = report.find(({ name }) => name === `fusion: ${sensor}`)!;
    assert.equal(level, 1);
    assert.match(message, /^0 rejected, 1 late/);
  }
  await host.send("imu", imu(4 * SECOND + 1e7));
  assert.ok(Math.abs(lastState(host)[0]! - before[0]!) < 0.02);
  await host.close();
});

Deno.test("stamps that go back for good reset time, said in the log; counters go on", async () => {
  const host = await fusionHost();
  await feed(host, rest(100, 101));
  const far = rest(0, 1).map((send) => ({ ...send, at: 101 * SECOND + send.at }));
  await feed(host, far);
  const stamps = odometryOf(host).map(({ header }) => toNanos(header.stamp, SIMULATED_EPOCH));
  assert.deepEqual(stamps.slice(0, 100), rest(100, 101).map(({ at }) => at));
  assert.deepEqual(stamps.slice(100), rest(0.09, 1).map(({ at }) => at));
  assert.match(complaints(host).join(), /imu: stamps went back by more than 1 s: time reset/);
  const { received, accepted, late } = statusOf(host, "imu").values;
  assert.deepEqual([received, accepted, late], ["200", "191", "9"]);
  await host.close();
});

Deno.test("a Twist's time is that of its receipt by the node's clock", async () => {
  const run = async (type: "Twist" | "TwistStamped", delay: number) => {
    const host = await fusionHost({ publish_debug: true }, { wheel: type });
    const sends = drive({ seconds: 6, wheel: type === "Twist" ? "twist" : "stamped" });
    await feed(
      host,
      sends.map((send) => {
        return send.input === "wheel" ? { ...send, at: send.at + delay } : send;
      }).sort((a, b) => a.at - b.at),
    );
    const { x } = odometryOf(host).at(-1)!.pose.pose.position;
    await host.close();
    return x;
  };
  const [twistX, stampedX] = [await run("Twist", 4e7), await run("TwistStamped", 4e7)];
  const onTime = await run("TwistStamped", 0);
  assert.ok(Math.abs(stampedX - onTime) < 1e-9, "a stamp makes receipt irrelevant");
  assert.ok(Math.abs(twistX - stampedX) > 1e-4, "without one it counts");
});

Deno.test("a Twist by another clock than the IMU's: one warning that names both", async () => {
  const host = await fusionHost({}, { wheel: "Twist" });
  await host.send("wheel", twist(0));
  for (let k = 1; k <= 20; k++) {
    const stamp = 5000 * SECOND + k * 1e7;
    await feed(host, [{ input: "imu", message: oriented(imu(stamp), [0, 0, 0]), at: k * 1e7 }]);
    await host.send("wheel", twist(1));
  }
  const [said, ...more] = complaints(host);
  assert.deepEqual(more, []);
  assert.match(said!, /wheel_velocity has no stamp, so the node's clock counts, which says 0\.010/);
  assert.match(said!, /imu\/data that came at 0\.010 s is stamped 5000\.010 s/);
  assert.equal(statusOf(host, "wheel").values.late, "20");
  assert.equal(odometryOf(host).length, 20);
  await host.close();
});

Deno.test("an IMU that pauses is no second clock", async () => {
  const host = await fusionHost({}, { wheel: "Twist" });
  await feed(host, rest(0, 1));
  for (let k = 0; k < 40; k++) {
    await feed(host, [{ input: "wheel", message: twist(0), at: SECOND + k * 1e8 }]);
  }
  assert.deepEqual(complaints(host), []);
  await host.close();
});

const nan = (message: Imu, field: "angular_velocity" | "linear_acceleration", value: number) => ({
  ...message,
  [field]: { ...message[field], y: value },
});

Deno.test("NaN, infinity and stamps that are none are counted, and the node lives", async () => {
  const host = await fusionHost();
  await feed(host, rest(0, 1));
  const bad: [string, Send["input"], Send["message"]][] = [
    ["rejected: not finite", "imu", nan(imu(1.001e9), "angular_velocity", NaN)],
    ["rejected: not finite", "imu", nan(imu(1.002e9), "linear_acceleration", Infinity)],
    ["rejected: not finite", "mag", mag(1.003e9, { field: [NaN, 0, 0] })],
    ["rejected: not finite", "wheel", stamped(1.003e9, -Infinity)],
    ["rejected: stamp not set", "imu", zeroOf("sensor_msgs/msg/Imu")],
    ["rejected: stamp not set", "wheel", zeroOf("geometry_msgs/msg/TwistStamped")],
    ["rejected: stamp out of range", "imu", imu(200 * 86_400 * SECOND)],
    ["rejected: stamp far ahead", "wheel", stamped(1e5 * SECOND, 1)],
    ["rejected: stamp far ahead", "mag", mag(1e5 * SECOND)],
  ];
  for (const [reason, input, message] of bad) {
    const before = Number(statusOf(host, input).values[reason] ?? 0);
    await host.send(input, message);
    const { level, values } = statusOf(host, input);
    assert.equal(Number(values[reason]), before + 1, reason);
    assert.equal(level, 1, `${reason} shows as a warning`);
  }
  await feed(host, rest(1.01, 2));
  assert.equal(odometryOf(host).length, 199);
  const { received, accepted, rejected, late } = statusOf(host, "imu").values;
  assert.equal(Number(received), Number(accepted) + Number(rejected) + Number(late));
  assert.equal(statusOf(host, "imu").level, 0, "nothing bad since it was last asked");
  assert.deepEqual(host.errors, []);
  await host.close();
});

Deno.test("an IMU stamp far ahead that nothing confirms is counted; one that is, is a gap", async () => {
  const host = await fusionHost();
  await feed(host, rest(0, 1));
  await host.send("imu", oriented(imu(50 * SECOND), [0, 0, 0]));
  assert.equal(odometryOf(host).length, 100);
  await feed(host, rest(1, 1.1));
  assert.equal(statusOf(host, "imu").values["rejected: stamp far ahead"], "1");
  assert.equal(odometryOf(host).length, 110);
  await host.send("imu", oriented(imu(60 * SECOND), [0, 0, 0]));
  await host.send("imu", oriented(imu(60.01 * SECOND), [0, 0, 0]));
  assert.equal(odometryOf(host).length, 112);
  assert.equal(statusOf(host, "imu").values["rejected: stamp far ahead"], "1");
  await host.close();
});

Deno.test("equal and backward stamps are counted; no odom repeats one", async () => {
  const host = await fusionHost();
  await feed(host, rest(0, 1));
  await host.send("imu", oriented(imu(0.99 * SECOND), [0, 0, 0]));
  await host.send("imu", oriented(imu(0.955 * SECOND), [0, 0, 0]));
  await host.send("imu", oriented(imu(1 * SECOND), [0, 0, 0]));
  const { values } = statusOf(host, "imu");
  assert.equal(values["rejected: duplicate stamp"], "1");
  assert.equal(values["backward stamps"], "1");
  assert.equal(values.reordered, "2");
  const stamps = odometryOf(host).map(({ header }) => toNanos(header.stamp, SIMULATED_EPOCH));
  assert.deepEqual(stamps, [...rest(0, 1), ...rest(1, 1.01)].map(({ at }) => at));
  await host.close();
});

Deno.test("a negative variance is counted and said once; the parameter's is used", async () => {
  const negative = (message: Imu) => {
    const covariance = Float64Array.of(-2, 0, 0, 0, 1e-5, 0, 0, 0, 1e-5);
    return { ...message, angular_velocity_covariance: covariance };
  };
  const run = async (edit: (message: Imu) => Imu) => {
    const host = await fusionHost({ publish_debug: true }, { wheel: "TwistWithCovarianceStamped" });
    for (const { input, message, at } of rest(0, 0.5)) {
      await feed(host, [{ input, message: edit(message as Imu), at }]);
    }
    await host.send("wheel", covered(0.5 * SECOND, 0, -3));
    await feed(host, rest(0.5, 0.6));
    return host;
  };
  const host = await run(negative), plain = await run((message) => message);
  assert.equal(statusOf(host, "imu").values["negative variances"], "50");
  assert.equal(statusOf(host, "wheel").values["negative variances"], "1");
  assert.equal(statusOf(host, "imu").values.accepted, "60");
  assert.deepEqual(lastState(host), lastState(plain));
  const said = host.log.filter(({ text }) => text.includes("negative")).map(({ text }) => text);
  assert.equal(said.length, 2);
  assert.match(said[0]!, /^imu: .*angular velocity -2\.00 \(/);
  await host.close();
  await plain.close();
});

Deno.test("use_mag and use_wheel, and weights of 0, leave a sensor out, also while it runs", async () => {
  const sends = drive({ seconds: 5 });
  const end = async (params: Record<string, unknown>, later: Record<string, unknown> = {}) => {
    const host = await fusionHost({ ...params, publish_debug: true });
    await host.setParams(later);
    await feed(host, sends);
    const [field, wheels] = [statusOf(host, "mag").values, statusOf(host, "wheel").values];
    const state = lastState(host);
    await host.close();
    return { state, spoke: [field, wheels].map((s) => Number(s.accepted) > 0) };
  };
  const both = await end({});
  assert.deepEqual(both.spoke, [true, true]);
  const blind = await end({ use_mag: false }), free = await end({ use_wheel: false });
  assert.deepEqual(blind.spoke, [false, true]);
  assert.deepEqual(free.spoke, [true, false]);
  assert.deepEqual((await end({}, { use_mag: false })).state, blind.state);
  assert.deepEqual((await end({ wheel_weight: 0 })).state, free.state);
  assert.deepEqual((await end({}, { wheel_weight: 0 })).state, free.state);
  assert.deepEqual((await end({ imu_weight: 0 })).spoke, [false, true]);
  assert.notDeepEqual((await end({ wheel_weight: 1 })).state, both.state);
});

Deno.test("a change that only a start can use is accepted and said to wait for one", async () => {
  const host = await fusionHost({ publish_debug: true });
  await feed(host, rest(0, 1));
  assert.deepEqual(await host.setParams({ initial_position: [9, 9, 9], base_frame: "other" }), {
    ok: true,
  });
  assert.deepEqual(complaints(host), [
    "base_frame, initial_position: a change counts when the node starts again",
  ]);
  await feed(host, rest(1, 1.1));
  assert.ok(lastState(host)[0]! < 0.1);
  assert.equal(odometryOf(host).at(-1)!.child_frame_id, "base_link");
  await host.setParams({ gate: 0.5 });
  assert.equal(complaints(host).length, 1, "a gate counts at once");
  await host.close();
});

Deno.test("without gravity's part an IMU that lacks the accelerometer still turns", async () => {
  const host = await fusionHost();
  for (let k = 0; k < 300; k++) {
    const message = oriented(imu(k * 1e7, { rate: [0, 0, 0.5], force: [NaN, NaN, GRAVITY] }), [
      0,
      0,
      0.005 * k,
    ]);
    message.linear_acceleration_covariance[0] = -1;
    await feed(host, [{ input: "imu", message, at: k * 1e7 }]);
  }
  assert.equal(odometryOf(host).length, 300);
  assert.ok(Math.abs(lastYaw(host) - 1.495) < 0.01);
  await host.close();
});
