import assert from "#assert";
import { inverseRotate } from "../../core/math/quaternion.ts";
import { codecOf } from "../../msgs/cdr.ts";
import type { Message } from "../../msgs/message.ts";
import { type Nanos, SIMULATED_EPOCH, toNanos } from "../../msgs/time.ts";
import type { Clock, Odometry, TFMessage } from "../../msgs/types.ts";
import { instantOf } from "../../sim/instants.ts";
import { truthState } from "../../sim/robots/knot_truth.ts";
import { clockSource, type Source, staticTransforms, truthSource } from "../../sim/sources.ts";
import { robotOf, steady } from "./sensors/rig.ts";

const TUMBLING = {
  type: "free",
  position_m: [1, 2, 3],
  waves: ["roll", "pitch", "yaw"].map((axis, i) => ({
    axis,
    amplitude_deg: 60,
    frequency_hz: 0.2 + 0.1 * i,
  })).concat([{ axis: "x", amplitude_m: 2, frequency_hz: 0.5 } as never]),
};

interface Emitted<T> {
  readonly topic: string;
  readonly message: T;
  readonly deliverAt: Nanos;
}

/** Runs a source until a time. */
function run<T extends Message>(source: Source, truth: ReturnType<typeof robotOf>, until: Nanos) {
  const out: Emitted<T>[] = [];
  while (source.next() <= until) {
    const at = source.next();
    truth.advance(at);
    source.run(truth, at, (topic, message, deliverAt) => {
      assert.equal(deliverAt, at, "at once");
      out.push({ topic, message: message as T, deliverAt });
    });
  }
  return out;
}

const still = () => robotOf({ type: "free" });

Deno.test("/clock ticks from the start on, at counted instants, in time since the epoch of 1 s", () => {
  const source = clockSource(30);
  assert.deepEqual(source.topics, {
    "/clock": {
      type: "rosgraph_msgs/msg/Clock",
      qos: { reliability: "best_effort", durability: "volatile", depth: 1 },
      frame: "",
    },
  });
  const ticks = run<Clock>(source, still(), 10e9);
  assert.equal(ticks.length, 301);
  assert.deepEqual(ticks[0]!.message, { clock: { sec: 1, nanosec: 0 } });
  ticks.forEach(({ message: { clock }, topic, deliverAt }, n) => {
    assert.equal(topic, "/clock");
    assert.equal(deliverAt, instantOf(n, 30));
    assert.equal(toNanos(clock, SIMULATED_EPOCH), deliverAt);
  });
});

Deno.test("/tf_static is said once, at the start, latched, from base_link to every frame", () => {
  const half = Math.SQRT1_2;
  const source = staticTransforms([
    { frame: "imu_link", mount: { translation: [0.1, 0.2, 0.3], rotation: [half, half, 0, 0] } },
    { frame: "mag_link", mount: { translation: [0, 0, 1], rotation: [1, 0, 0, 0] } },
  ]);
  const { qos, type, frame } = source.topics["/tf_static"]!;
  assert.deepEqual([type, frame, qos.durability, qos.reliability, qos.depth], [
    "tf2_msgs/msg/TFMessage",
    "base_link",
    "transient_local",
    "reliable",
    1,
  ]);
  const said = run<TFMessage>(source, still(), 1e12);
  assert.equal(said.length, 1);
  assert.equal(said[0]!.deliverAt, 0);
  const { transforms } = said[0]!.message;
  assert.deepEqual(transforms.map(({ child_frame_id }) => child_frame_id), [
    "imu_link",
    "mag_link",
  ]);
  assert.deepEqual(transforms[0], {
    header: { stamp: { sec: 1, nanosec: 0 }, frame_id: "base_link" },
    child_frame_id: "imu_link",
    transform: {
      translation: { x: 0.1, y: 0.2, z: 0.3 },
      rotation: { x: half, y: 0, z: 0, w: half },
    },
  });
  assert.equal(source.next(), Infinity);
});

Deno.test("/ground_truth/odom is the true pose in world, and the true twist in the body's axes", () => {
  const source = truthSource(50), truth = robotOf(TUMBLING), state = truthState(), v = [0, 0, 0];
  assert.deepEqual(source.topics["/ground_truth/odom"], {
    type: "nav_msgs/msg/Odometry",
    qos: { reliability: "best_effort", durability: "volatile", depth: 10 },
    frame: "world",
  });
  const said = run<Odometry>(source, truth, 5e9);
  assert.equal(said.length, 251);
  said.forEach(({ message, deliverAt }, n) => {
    assert.equal(deliverAt, n * 20_000_000);
    assert.equal(toNanos(message.header.stamp, SIMULATED_EPOCH), deliverAt);
    assert.equal(message.header.frame_id, "world");
    assert.equal(message.child_frame_id, "ground_truth/base_link");
    truth.at(deliverAt, state);
    inverseRotate(v, state.orientation, state.velocity);
    const { pose: { position: p, orientation: q }, covariance } = message.pose;
    const { twist: { linear, angular } } = message.twist;
    assert.deepEqual([p.x, p.y, p.z], [...state.position]);
    assert.deepEqual([q.w, q.x, q.y, q.z], [...state.orientation]);
    assert.deepEqual([linear.x, linear.y, linear.z], v);
    assert.deepEqual([angular.x, angular.y, angular.z], [...state.angularVelocity]);
    assert.deepEqual([...covariance, ...message.twist.covariance], Array(72).fill(0));
  });
});

Deno.test("the truth's twist is what its poses do, seen from the body", () => {
  const rate = 1000, said = run<Odometry>(truthSource(rate), robotOf(TUMBLING), 3e9);
  const pose = (n: number) => said[n]!.message.pose.pose;
  for (let n = 50; n < 2950; n += 100) {
    const before = pose(n - 1).position, after = pose(n + 1).position, { orientation: q } = pose(n);
    const body = [0, 0, 0], { linear } = said[n]!.message.twist.twist;
    const difference = [after.x - before.x, after.y - before.y, after.z - before.z];
    inverseRotate(body, [q.w, q.x, q.y, q.z], difference.map((d) => d * rate / 2));
    const got = [linear.x, linear.y, linear.z];
    got.forEach((value, i) => assert.ok(Math.abs(value - body[i]!) < 1e-4, `${i} at ${n} ms`));
  }
});

Deno.test("what a source emitted is not written to again", () => {
  const mounts = [{
    frame: "a",
    mount: { translation: [0, 0, 0], rotation: [1, 0, 0, 0] } as const,
  }];
  for (const source of [clockSource(100), truthSource(100), staticTransforms(mounts)]) {
    const truth = robotOf(TUMBLING);
    const [topic] = Object.keys(source.topics), codec = codecOf(source.topics[topic!]!.type);
    const kept: { message: Message; bytes: Uint8Array }[] = [];
    while (source.next() <= 1e9) {
      const at = source.next();
      truth.advance(at);
      source.run(truth, at, (_topic, message) => {
        kept.push({ message, bytes: codec.encode(message as never) });
      });
    }
    for (const { message, bytes } of kept) assert.deepEqual(codec.encode(message as never), bytes);
  }
});

Deno.test("transforms go before the clock, the clock before the truth", () => {
  const priorities = [staticTransforms([]), clockSource(1), truthSource(1)].map((s) => s.priority);
  assert.deepEqual(priorities, [...priorities].sort());
  assert.equal(new Set(priorities).size, 3);
});

Deno.test("sources take any truth, not only a robot's", () => {
  const source = truthSource(1);
  source.run(steady({ velocity: [1, 2, 3] }), 2e9, (_topic, message) => {
    assert.deepEqual((message as Odometry).pose.pose.position, { x: 2, y: 4, z: 6 });
  });
});
