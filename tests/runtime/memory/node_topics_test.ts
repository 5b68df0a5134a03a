import assert from "#assert";
import { GraphError } from "../../../runtime/memory/match.ts";
import { topicsOf } from "../../../runtime/memory/node_topics.ts";
import { bestEffort, defineNode, reliable } from "../../../runtime/node.ts";
import { z } from "zod";

const def = defineNode({
  name: "fusion",
  params: z.object({}),
  inputs: {
    imu: { topic: "imu/data", type: "sensor_msgs/msg/Imu", qos: bestEffort(10) },
    wheel: {
      topic: "wheel_velocity",
      type: ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"],
      qos: reliable(1),
    },
  },
  outputs: {
    odom: { topic: "odom", type: "nav_msgs/msg/Odometry", qos: reliable(1) },
    seen: { topic: "~/seen", type: "std_msgs/msg/String", qos: reliable(1), exact: false },
  },
  create: () => ({ imu() {}, wheel() {} }),
});

Deno.test("topicsOf() tells where a node would be, with types and QoS", () => {
  assert.deepEqual(topicsOf(def, { namespace: "/r", remaps: { odom: "/odom" } }), {
    inputs: {
      imu: { topic: "/r/imu/data", types: ["sensor_msgs/msg/Imu"], qos: bestEffort(10) },
      wheel: {
        topic: "/r/wheel_velocity",
        types: ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"],
        qos: reliable(1),
      },
    },
    outputs: {
      odom: { topic: "/odom", type: "nav_msgs/msg/Odometry", qos: reliable(1), exact: true },
      seen: {
        topic: "/r/fusion/seen",
        type: "std_msgs/msg/String",
        qos: reliable(1),
        exact: false,
      },
    },
  });
  assert.equal(topicsOf(def, { name: "other" }).outputs.seen?.topic, "/other/seen");
});

Deno.test("topicsOf() refuses a reader of the truth", () => {
  const remaps = { wheel_velocity: "/ground_truth/odom" };
  assert.throws(() => topicsOf(def, { remaps }), GraphError);
  assert.doesNotThrow(() => topicsOf(def, { remaps: { wheel_velocity: "/ground_truths" } }));
});
