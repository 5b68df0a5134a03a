/** ROS 2 for long: nothing is left over by starts and ends, and a load leaves memory flat. */
import assert from "#assert";
import { inDomain } from "../runtime/ros2/processes.ts";
import { rosTest } from "../runtime/ros2/ros.ts";

const CYCLES = `
import { codecOf } from "./msgs/cdr.ts";
import { closeRos, openNode } from "./runtime/ros2/ros_node.ts";
const type = "std_msgs/msg/String";
const qos = { reliability: "reliable", durability: "volatile", depth: 1 };
const bytes = codecOf(type).encode({ data: "x" });
const count = (folder) => [...Deno.readDirSync("/proc/self/" + folder)].length;
const seen = [];
for (let cycle = 1; cycle <= 100; cycle++) {
  const node = await openNode({ name: "cycle" });
  await new Promise((resolve) => {
    node.subscribe({ topic: "/cycle", type, qos }, resolve);
    const publisher = node.advertise({ topic: "/cycle", type, qos });
    const wait = () => publisher.matched > 0 ? publisher.publish(bytes) : setTimeout(wait, 2);
    wait();
  });
  node.close();
  closeRos();
  if (cycle === 10 || cycle === 100) seen.push([count("fd"), count("task")]);
}
console.log(JSON.stringify(seen));
`;

rosTest("100 starts and ends leave no file descriptors and no threads", async () => {
  const { code, stdout, stderr } = await inDomain(23).program(CYCLES, { all: true });
  assert.equal(code, 0, stderr);
  type Counts = [files: number, threads: number];
  const [[files, threads], [filesLater, threadsLater]] = JSON.parse(stdout) as [Counts, Counts];
  assert.ok(filesLater <= files, `file descriptors: ${files}, later ${filesLater}`);
  assert.ok(threadsLater <= threads, `threads: ${threads}, later ${threadsLater}`);
});

const LOAD_S = 60;
const LOAD = `
import { codecOf } from "./msgs/cdr.ts";
import { zeroOf } from "./msgs/zero.ts";
import { closeRos, openNode } from "./runtime/ros2/ros_node.ts";
const node = await openNode({ name: "load" });
const qos = { reliability: "reliable", durability: "volatile", depth: 50 };
const streams = [
  { topic: "/imu", type: "sensor_msgs/msg/Imu", hz: 200, make: () => zeroOf("sensor_msgs/msg/Imu") },
  { topic: "/cloud", type: "sensor_msgs/msg/PointCloud2", hz: 10, make: () => ({
    ...zeroOf("sensor_msgs/msg/PointCloud2"), data: new Uint8Array(1 << 20) }) },
  { topic: "/image", type: "sensor_msgs/msg/Image", hz: 10, make: () => ({
    ...zeroOf("sensor_msgs/msg/Image"), data: new Uint8Array(640 * 480 * 3) }) },
].map((stream) => {
  const codec = codecOf(stream.type);
  const one = { ...stream, sent: 0, got: 0, codec };
  node.subscribe({ topic: one.topic, type: one.type, qos }, (bytes) => {
    codec.decode(bytes);
    one.got++;
  });
  return { ...one, state: one, publisher: node.advertise({ topic: one.topic, type: one.type, qos }) };
});
while (streams.some(({ publisher }) => publisher.matched < 1)) await new Promise((r) => setTimeout(r, 20));
const began = performance.now();
const memory = [];
for (;;) {
  const t = (performance.now() - began) / 1000;
  if (t >= ${LOAD_S}) break;
  for (const { state, hz, make, codec, publisher } of streams) {
    if (state.sent >= t * hz) continue;
    publisher.publish(codec.encode(make()));
    state.sent++;
  }
  if (t > (memory.length + 1) * ${LOAD_S / 6}) memory.push(Deno.memoryUsage().rss);
  await new Promise((r) => setTimeout(r, 1));
}
await new Promise((r) => setTimeout(r, 500));
console.log(JSON.stringify({ memory, streams: streams.map(({ state }) => [state.sent, state.got]) }));
closeRos();
`;

rosTest("IMU, clouds and images together arrive without loss, in flat memory", async () => {
  const { code, stdout, stderr } = await inDomain(24).program(LOAD);
  assert.equal(code, 0, stderr);
  const { memory, streams } = JSON.parse(stdout) as { memory: number[]; streams: number[][] };
  for (const [sent, got] of streams) {
    assert.ok(sent! > 10);
    assert.equal(got, sent);
  }
  const [early, late] = [memory[1]!, Math.max(...memory.slice(-2))];
  assert.ok(late < early + (64 << 20), `resident: ${early}, later ${late} bytes`);
});
