/** The node's contract: what comes out for what goes in. */
import assert from "#assert";
import * as quaternion from "../../../core/math/quaternion.ts";
import { SECOND, SIMULATED_EPOCH, toNanos } from "../../../msgs/time.ts";
import type { Odometry, Twist } from "../../../msgs/types.ts";
import { fusion } from "../../../nodes/fusion/fusion.ts";
import { WHEEL_TYPES } from "../../../nodes/fusion/params.ts";
import { Executor } from "../../../runtime/executor.ts";
import { hostNode } from "../../../runtime/host.ts";
import { MemoryBus } from "../../../runtime/memory.ts";
import { topicsOf } from "../../../runtime/memory/node_topics.ts";
import { reliable } from "../../../runtime/node.ts";
import {
  complaints,
  drive,
  type DriveOptions,
  feed,
  fusionHost,
  groundTruth,
  imu,
  lastYaw,
  mag,
  odometryOf,
  oriented,
  type Send,
  stamped,
  statusOf,
  twist,
} from "./messages.ts";

const stampOf = ({ header }: Odometry) => toNanos(header.stamp, SIMULATED_EPOCH);

function stampsOf(sends: readonly Send[], input = "imu"): number[] {
  return sends.filter((send) => send.input === input).map(({ at }) => at);
}

Deno.test("fusion declares the topics, types and QoS of its contract", () => {
  const { inputs, outputs } = topicsOf(fusion);
  const seen = Object.values({ ...inputs, ...outputs }).map(({ topic, qos }) =>
    `${topic} ${qos.reliability} ${qos.depth} ${qos.durability}`
  );
  assert.deepEqual(seen.slice(0, 4), [
    "/imu/data best_effort 10 volatile",
    "/imu/mag best_effort 5 volatile",
    "/wheel_velocity reliable 1 volatile",
    "/odom reliable 1 volatile",
  ]);
  assert.deepEqual(inputs.wheel!.types, WHEEL_TYPES);
});

for (const inputs of [["imu"], ["imu", "wheel"], ["imu", "mag"], ["imu", "mag", "wheel"]]) {
  Deno.test(`one odom an accepted IMU message, with its stamp: ${inputs.join(" ")}`, async () => {
    const sends = drive({ seconds: 6, inputs: inputs as Send["input"][] });
    const host = await fusionHost();
    await feed(host, sends);
    assert.deepEqual(odometryOf(host).map(stampOf), stampsOf(sends));
    assert.equal(statusOf(host, "imu").values.accepted, "600");
    for (const { header, child_frame_id, pose, twist } of odometryOf(host)) {
      assert.deepEqual([header.frame_id, child_frame_id], ["odom", "base_link"]);
      assert.ok([...pose.covariance, ...twist.covariance].every(Number.isFinite));
    }
    await host.close();
  });
}

Deno.test("the first odom waits 2 s for a heading, then yaw is 0 and stays relative", async () => {
  const host = await fusionHost();
  await feed(host, drive({ seconds: 1.99, inputs: ["imu"] }));
  assert.equal(odometryOf(host).length, 0);
  assert.equal(statusOf(host, "filter").message, "waiting for a heading");
  const options: DriveOptions = { seconds: 5, inputs: ["imu", "wheel"] };
  const sends = drive(options);
  await feed(host, sends.filter(({ at }) => at > 1.99 * SECOND));
  assert.equal(statusOf(host, "filter").values["heading from"], "none");
  const odometry = odometryOf(host);
  assert.deepEqual(odometry.map(stampOf), stampsOf(sends));
  const { w, z } = odometry[0]!.pose.pose.orientation;
  assert.ok(Math.abs(2 * Math.atan2(z, w)) < 1e-3, "yaw 0 at the first message");
  assert.ok(Math.abs(lastYaw(host) - groundTruth(options)(5).yaw) < 0.02);
  // A field that speaks later doesn't turn what is relative to the start.
  const before = lastYaw(host);
  for (let k = 1; k <= 100; k++) {
    const at = 5 * SECOND + k * 1e7;
    await feed(host, [{ input: "imu", message: imu(at), at }]);
    await feed(host, [{ input: "mag", message: mag(at, { yaw: 1 }), at }]);
  }
  assert.ok(Math.abs(lastYaw(host) - before) < 0.02);
  await host.close();
});

Deno.test("a heading within the wait is that of the very first odom: ENU, east is 0", async () => {
  for (const yaw of [0, 1, -2, 3]) {
    const host = await fusionHost();
    for (let k = 0; k <= 120; k++) {
      const at = k * 1e7;
      await feed(host, [{ input: "imu", message: imu(at), at }]);
      if (k >= 100) await feed(host, [{ input: "mag", message: mag(at, { yaw }), at }]);
    }
    assert.equal(odometryOf(host).length, 121);
    const { w, z } = odometryOf(host)[0]!.pose.pose.orientation;
    assert.ok(Math.abs(Math.sin(Math.atan2(z, w) - yaw / 2)) < 1e-3, `${yaw}`);
    await host.close();
  }
});

Deno.test("an orientation that comes along needs no wait; declination turns a field's", async () => {
  const given = await fusionHost();
  await given.send("imu", oriented(imu(0), [0.02, -0.03, 0.7]));
  assert.equal(odometryOf(given).length, 1);
  assert.ok(Math.abs(lastYaw(given) - 0.7) < 1e-9);
  const declined = await fusionHost({ magnetic_declination: 0.1 });
  for (let at = 0; at < 2e8; at += 1e7) {
    await feed(declined, [{ input: "imu", message: imu(at), at }]);
    await feed(declined, [{ input: "mag", message: mag(at), at }]);
  }
  assert.ok(Math.abs(lastYaw(declined) + 0.1) < 1e-3, "the needle points east of north");
  await given.close();
  await declined.close();
});

Deno.test("the three types of wheel_velocity give the same pose", async () => {
  const options: DriveOptions = { seconds: 8, inputs: ["imu", "wheel"] };
  const poses: unknown[] = [];
  for (
    const [wheel, type] of [
      ["stamped", "TwistStamped"],
      ["covered", "TwistWithCovarianceStamped"],
      ["twist", "Twist"],
    ] as const
  ) {
    const host = await fusionHost({}, { wheel: type });
    await feed(host, drive({ ...options, wheel }));
    assert.equal(statusOf(host, "wheel").values.accepted, "160");
    poses.push(odometryOf(host).at(-1)!.pose);
    assert.deepEqual(complaints(host), []);
    await host.close();
  }
  assert.deepEqual(poses[1], poses[0]);
  assert.deepEqual(poses[2], poses[0], "a Twist is received at its stamp here");
});

Deno.test("a start that is given is that of the first odom, with its covariance", async () => {
  const host = await fusionHost({
    initial_position: [1, 2, 3],
    initial_orientation: [0, 0, Math.SQRT1_2, Math.SQRT1_2],
    initial_velocity: [0, 2, 0],
    initial_position_sd: 0.5,
    initial_orientation_sd: 0.1,
    initial_velocity_sd: 0.2,
  });
  await host.send("imu", imu(0));
  const [{ pose, twist }] = odometryOf(host) as [Odometry];
  assert.deepEqual(pose.pose.position, { x: 1, y: 2, z: 3 });
  assert.ok(Math.abs(lastYaw(host) - Math.PI / 2) < 1e-12);
  assert.ok(Math.abs(twist.twist.linear.x - 2) < 1e-12, "north is forward");
  const sd = [0, 1, 2, 3, 4, 5].map((i) => Math.sqrt(pose.covariance[7 * i]!));
  for (const [i, wanted] of [0.5, 0.5, 0.5, 0.1, 0.1, 0.1].entries()) {
    assert.ok(Math.abs(sd[i]! - wanted) < 1e-9, `${i}: ${sd[i]}`);
  }
  // Forward speed also has what yaw does not change of it; across, 2 m/s turned by 0.1 rad.
  assert.ok(Math.abs(Math.sqrt(twist.covariance[0]!) - 0.2) < 1e-9);
  assert.ok(Math.abs(Math.sqrt(twist.covariance[7]!) - Math.hypot(0.2, 0.2)) < 1e-9);
  await host.close();
});

Deno.test("a wheel message's angular z is never fused and judges nothing, unless asked to", async () => {
  const run = async (spin: number, params: Record<string, unknown> = {}) => {
    const host = await fusionHost(params, { wheel: "Twist" });
    const sends = drive({ seconds: 5, inputs: ["imu", "wheel"], wheel: "twist" });
    await feed(
      host,
      sends.map((send) => {
        if (send.input !== "wheel") return send;
        const { linear } = send.message as Twist;
        return { ...send, message: { linear, angular: { x: 0, y: 0, z: spin } } };
      }),
    );
    const { pose } = odometryOf(host).at(-1)!;
    const { accepted } = statusOf(host, "wheel").values;
    await host.close();
    return { pose, accepted };
  };
  const silent = await run(0);
  assert.deepEqual(await run(-3), silent);
  assert.deepEqual(await run(NaN), silent);
  assert.notDeepEqual((await run(0.1, { use_wheel_yaw_rate: true })).pose, silent.pose);
});

Deno.test("wheel_type decides where several types are on wheel_velocity", async () => {
  const run = async (params: Record<string, unknown>) => {
    const executor = new Executor(), bus = new MemoryBus(executor);
    const node = await hostNode(fusion, bus, { params });
    const writers = WHEEL_TYPES.slice(0, 2).map((type) =>
      bus.advertise({ topic: "/wheel_velocity", type, qos: reliable(1), by: type })
    );
    writers[0]!.publish(twist(1), 1e9);
    writers[1]!.publish(stamped(1e9, 1), 1e9);
    await executor.run();
    return node.counters.inputs.wheel!.received;
  };
  await assert.rejects(run({}), { name: "GraphError" });
  assert.equal(await run({ wheel_type: "geometry_msgs/msg/TwistStamped" }), 1);
});

Deno.test("it drives a curve to where it ends, without a step over 5 sigma on the way", async () => {
  const options: DriveOptions = { seconds: 30, bias: [0.004, -0.003, 0.005] };
  const host = await fusionHost();
  await feed(host, drive(options));
  const truth = groundTruth(options), odometry = odometryOf(host);
  const { x, y, z } = odometry.at(-1)!.pose.pose.position;
  const end = truth(30);
  assert.ok(Math.hypot(x - end.x, y - end.y, z) < 0.3, `${x} ${y} ${z}, true ${end.x} ${end.y}`);
  assert.ok(Math.abs(lastYaw(host) - end.yaw) < 1.5 * Math.PI / 180);
  let worst = 0;
  for (let k = 1; k < odometry.length; k++) worst = Math.max(worst, step(odometry, k));
  assert.ok(worst < 5, `${worst} sigma`);
  await host.close();
});

/** The largest part of a step that the velocity before doesn't explain, in sigmas of that odom. */
function step(odometry: readonly Odometry[], k: number): number {
  const [from, to] = [odometry[k - 1]!, odometry[k]!];
  const dt = (stampOf(to) - stampOf(from)) / SECOND;
  const { w, x, y, z } = from.pose.pose.orientation, { linear } = from.twist.twist;
  const moved = new Float64Array(3);
  quaternion.rotate(moved, [w, x, y, z], [linear.x * dt, linear.y * dt, linear.z * dt]);
  const speedSd = Math.sqrt(Math.max(...[0, 7, 14].map((i) => from.twist.covariance[i]!)));
  // What an acceleration of 2 m/s² does within the interval is no step.
  const slack = dt * dt;
  return Math.max(...(["x", "y", "z"] as const).map((axis, i) => {
    const off = to.pose.pose.position[axis] - from.pose.pose.position[axis] - moved[i]!;
    const sigma = Math.sqrt(from.pose.covariance[7 * i]!) + speedSd * dt;
    return Math.max(0, Math.abs(off) - slack) / sigma;
  }));
}

Deno.test("odom goes out as a transform too, unless it is switched off", async () => {
  const host = await fusionHost({ odom_frame: "map", base_frame: "robot" });
  await host.send("imu", oriented(imu(0, { frame: "robot" }), [0, 0, 0.3]));
  const [sent] = host.received("tf", "tf2_msgs/msg/TFMessage");
  const { header, child_frame_id, transform } = sent!.transforms[0]!;
  const { pose } = odometryOf(host)[0]!.pose;
  assert.deepEqual([header.frame_id, child_frame_id], ["map", "robot"]);
  assert.deepEqual(transform, { translation: pose.position, rotation: pose.orientation });
  assert.deepEqual(header, odometryOf(host)[0]!.header);
  assert.equal(fusion.outputs.tf!.topic, "/tf");
  await host.setParams({ publish_tf: false });
  await host.send("imu", oriented(imu(1e7, { frame: "robot" }), [0, 0, 0.3]));
  assert.equal(host.outputs.tf!.length, 1);
  assert.equal(host.outputs.odom!.length, 2);
  await host.close();
});
