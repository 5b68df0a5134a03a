/** A real-time group goes first on ROS 2: what is urgent overtakes what has waited for longer. */
import assert from "#assert";
import { inDomain } from "../../runtime/ros2/processes.ts";
import { rosTest } from "../../runtime/ros2/ros.ts";

/**
 * A node and its peer in one process. The peer writes tasks, then sensor data, and waits until DDS
 * has handed all of it over, without a turn of the event loop in between: so all of it waits when
 * the node looks. In lockstep it says in which order it was done, on one topic.
 */
const PROGRAM = `
import { codecOf } from "./msgs/cdr.ts";
import { zeroOf } from "./msgs/zero.ts";
import { mixed } from "./nodes/mixed/mixed.ts";
import { RosNodeHost } from "./runtime/ros2/host/node_host.ts";
import { loadRcl } from "./runtime/ros2/rcl.ts";
import { closeRos, openNode } from "./runtime/ros2/ros_node.ts";
const { start, Node, publish } = await loadRcl();
const context = start();
const peer = new Node("peer", "", context, {}, [], false);
const qos = { history: 1, depth: 1000, reliability: 1, durability: 2, liveliness: 1,
  avoidRosNameSpaceConventions: false };
const TASK = "std_msgs/msg/Float64MultiArray", IMU = "sensor_msgs/msg/Imu";
const CLOCK = "rosgraph_msgs/msg/Clock", TEXT = "std_msgs/msg/String";
const tasks = peer.createPublisher(TASK, "/background_task", { qos });
const sensor = peer.createPublisher(IMU, "/sensor_data", { qos });
const clock = peer.createPublisher(CLOCK, "/clock", { qos });
const order = [];
peer.createSubscription(TEXT, "/dryrun/ack", { qos, isRaw: true }, (bytes) => {
  const { topic } = JSON.parse(codecOf(TEXT).decode(bytes).data);
  order.push(topic);
});
peer.spin(10);
// Declared last, so that only its group can bring it to the front.
const { task: later, sensor: first } = mixed.inputs;
const def = { ...mixed, inputs: { task: later, sensor: first } };
const host = await RosNodeHost.start(def, await openNode({ name: "mixed" }), {
  useSimTime: true, say: ({ text }) => console.error(text), onEnd: (reason) => { throw reason; },
});
const until = async (done) => {
  const end = performance.now() + 60_000;
  while (!done()) {
    if (performance.now() > end) throw new Error("never: " + done + " " + order);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
};
const reliable = (topic) => peer.getSubscriptionsInfoByTopic(topic)
  .some(({ qos_profile }) => qos_profile.reliability === 1);
await until(() => {
  publish(clock.handle, Buffer.from(codecOf(CLOCK).encode({ clock: { sec: 1, nanosec: 0 } })));
  return order.includes("/clock") && reliable("/sensor_data") && tasks.subscriptionCount > 0;
});
// The reader that has joined lockstep is another one: it must be matched.
await until(() => sensor.subscriptionCount === 1);
order.length = 0;
const imu = zeroOf(IMU);
const task = { layout: { dim: [], data_offset: 0 }, data: new Float64Array(8) };
for (let i = 0; i < 8; i++) publish(tasks.handle, Buffer.from(codecOf(TASK).encode(task)));
for (let i = 0; i < 5; i++) {
  const header = { stamp: { sec: 1, nanosec: i + 1 }, frame_id: "" };
  publish(sensor.handle, Buffer.from(codecOf(IMU).encode({ ...imu, header })));
}
const handed = [tasks, sensor].map((one) => one.waitForAllAcked(30_000_000_000n));
await until(() => order.filter((topic) => topic !== "/clock").length >= 13);
const { received, dropped } = host.node.counters.inputs.task;
host.close();
closeRos();
context.shutdown();
console.log(JSON.stringify({ handed, received, dropped,
  order: order.filter((topic) => topic !== "/clock") }));
Deno.exit(0);
`;

rosTest("callbacks of the real-time group run before background ones that are queued", async () => {
  const { code, stdout, stderr } = await inDomain(34).program(PROGRAM);
  assert.equal(code, 0, stderr);
  assert.deepEqual(JSON.parse(stdout.trim().split("\n").at(-1)!), {
    handed: [true, true],
    received: 8,
    dropped: 0,
    order: [...Array(5).fill("/sensor_data"), ...Array(8).fill("/background_task")],
  });
});
