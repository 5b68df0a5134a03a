/**
 * A robot that runs before its node: latches a static transform, then says an IMU in that frame. The
 * node refuses frames that it can't relate: odom comes only where the latched transform does.
 */
import { codecOf } from "../../../msgs/cdr.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import { latched, reliable } from "../../../runtime/node.ts";
import { closeRos, openNode } from "../../../runtime/ros2/ros_node.ts";

const TF = "tf2_msgs/msg/TFMessage";
const IMU = "sensor_msgs/msg/Imu";

const node = await openNode({ name: "late_peer" });
const stamp = () => ({
  sec: Math.floor(Date.now() / 1000),
  nanosec: Date.now() % 1000 * 1_000_000,
});
const header = (frame_id: string) => ({ stamp: stamp(), frame_id });
const rotation = { w: 1, x: 0, y: 0, z: 0 };
const transform = { translation: { x: 0, y: 0, z: 0 }, rotation };
node.advertise({ topic: "/tf_static", type: TF, qos: latched(1) }).publish(
  codecOf(TF).encode({
    transforms: [{ header: header("base_link"), child_frame_id: "imu_link", transform }],
  }),
);
const imu = node.advertise({ topic: "/imu/data", type: IMU, qos: reliable(10) });
let heard = 0;
node.subscribe({ topic: "/odom", type: "nav_msgs/msg/Odometry", qos: reliable(10) }, () => heard++);
console.log("latched");
while (heard === 0) {
  const rest = zeroOf(IMU);
  const linear_acceleration = { x: 0, y: 0, z: 9.81 };
  imu.publish(codecOf(IMU).encode({ ...rest, header: header("imu_link"), linear_acceleration }));
  await new Promise((resolve) => setTimeout(resolve, 10));
}
console.log("odom");
closeRos();
Deno.exit(0);
