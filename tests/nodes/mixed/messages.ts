/** What the tests of the node `mixed` send. */
import type { MessageOf } from "../../../msgs/message.ts";
import { type Nanos, SIMULATED_EPOCH, toTime } from "../../../msgs/time.ts";
import { zeroOf } from "../../../msgs/zero.ts";

/** An IMU whose x of both readings is `x`. */
export function imu(at: Nanos, x: number): MessageOf<"sensor_msgs/msg/Imu"> {
  const zero = zeroOf("sensor_msgs/msg/Imu");
  return {
    ...zero,
    header: { stamp: toTime(at, SIMULATED_EPOCH), frame_id: "imu_link" },
    angular_velocity: { x, y: 0, z: 0 },
    linear_acceleration: { x, y: 0, z: 9.81 },
  };
}

/** A task of so many samples, under a name. */
export function task(
  name: string,
  samples: ArrayLike<number>,
): MessageOf<"std_msgs/msg/Float64MultiArray"> {
  const data = Float64Array.from(samples);
  const dim = [{ label: name, size: data.length, stride: data.length }];
  return { layout: { dim, data_offset: 0 }, data };
}
