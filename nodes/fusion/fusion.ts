/**
 * The fusion node: IMU, wheels and magnetometer become odometry, with one `odom` for each accepted
 * IMU message, at its stamp. All that it decides is in core/fusion; this binds it to topics.
 */
import { bestEffort, defineNode, reliable } from "../../runtime/node.ts";
import type { NodeDef } from "../../runtime/node.ts";
import { Binding } from "./binding.ts";
import { type FusionParams, fusionParams, WHEEL_TYPES } from "./params.ts";

/** The node `fusion`. */
export const fusion: NodeDef = defineNode({
  name: "fusion",
  params: fusionParams,
  inputs: {
    imu: {
      topic: "imu/data",
      type: "sensor_msgs/msg/Imu",
      qos: bestEffort(10),
      group: "realtime",
    },
    mag: {
      topic: "imu/mag",
      type: "sensor_msgs/msg/MagneticField",
      qos: bestEffort(5),
      group: "realtime",
    },
    wheel: {
      topic: "wheel_velocity",
      type: WHEEL_TYPES,
      qos: reliable(1),
      group: "realtime",
    },
  },
  outputs: {
    odom: { topic: "odom", type: "nav_msgs/msg/Odometry", qos: reliable(1) },
    tf: { topic: "/tf", type: "tf2_msgs/msg/TFMessage", qos: reliable(100) },
    state: { topic: "fusion/state", type: "std_msgs/msg/Float64MultiArray", qos: reliable(100) },
    innovation: {
      topic: "fusion/innovation",
      type: "std_msgs/msg/Float64MultiArray",
      qos: reliable(100),
    },
  },
  groups: { realtime: "exclusive" },
  create(params: FusionParams, io) {
    const binding = new Binding(params, io);
    return {
      imu: (message, receivedAt) => binding.take("imu", message, receivedAt),
      mag: (message, receivedAt) => binding.take("mag", message, receivedAt),
      wheel: (message, receivedAt) => binding.take("wheel", message, receivedAt),
    };
  },
});
