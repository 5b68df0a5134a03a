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

/** How long a load lasts; DRYRUN_LOAD_S=600 for the ten minutes that a robot's day begins with. */
const LOAD_S = Number(Deno.env.get("DRYRUN_LOAD_S") ?? 60);
const ROOM: Readonly<Record<string, number>> = { cloud: 1 << 20, image: 640 * 480 * 3 };
const load = (hz: Readonly<Record<string, number>>) => `
import { codecOf } from "./msgs/cdr.ts";
import { zeroOf } from "./msgs/zero.ts";
import { closeRos, openNode } from "./runtime/ros2/ros_node.ts";
const node = await openNode({ name: "load" });
const qos = { reliability: "reliable", durability: "volatile", depth: 50 };
const types = { imu: "sensor_msgs/msg/Imu", cloud: "sensor_msgs/msg/PointCloud2",
  image: "sensor_msgs/msg/Image" };
const room = ${JSON.stringify(ROOM)};
const streams = Object.entries(${JSON.stringify(hz)}).map(([name, hz]) => {
  const zero = zeroOf(types[name]);
  const make = () => room[name] ? { ...zero, data: new Uint8Array(room[name]) } : zero;
  return { topic: "/" + name, type: types[name], hz, make };
}).map((stream) => {
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
const count = (folder) => [...Deno.readDirSync("/proc/self/" + folder)].length;
const memory = [], files = [], threads = [];
for (;;) {
  const t = (performance.now() - began) / 1000;
  if (t >= ${LOAD_S}) break;
  for (const { state, hz, make, codec, publisher } of streams) {
    if (state.sent >= t * hz) continue;
    publisher.publish(codec.encode(make()));
    state.sent++;
  }
  if (t > (memory.length + 1) * ${LOAD_S / 6}) {
    memory.push(Deno.memoryUsage().rss);
    files.push(count("fd"));
    threads.push(count("task"));
  }
  await new Promise((r) => setTimeout(r, 1));
}
await new Promise((r) => setTimeout(r, 500));
console.log(JSON.stringify({ memory, files, threads, streams: streams.map(({ state }) => [state.sent, state.got]) }));
closeRos();
`;

/** Runs a load and looks at what arrived, and at the memory that it left. */
async function underLoad(domain: number, hz: Readonly<Record<string, number>>): Promise<void> {
  const { code, stdout, stderr } = await inDomain(domain).program(load(hz), { all: true });
  assert.equal(code, 0, stderr);
  const said = JSON.parse(stdout) as Record<string, number[]> & { streams: number[][] };
  const { memory, streams, files, threads } = said;
  for (const counts of [files, threads]) assert.ok(counts!.at(-1)! <= counts![1]!, stdout);
  for (const [sent, got] of streams) {
    assert.ok(sent! > 10);
    assert.equal(got, sent);
  }
  const [early, late] = [memory![1]!, Math.max(...memory!.slice(-2))];
  assert.ok(late < early + (64 << 20), `resident: ${early}, later ${late} bytes`);
  if (LOAD_S > 60) console.log(stdout);
}

rosTest(
  "IMU, clouds and images together arrive without loss, in flat memory",
  () => underLoad(24, { imu: 200, cloud: 10, image: 10 }),
);

rosTest(
  "an IMU of 1 kHz and a camera of 30 Hz arrive without loss",
  () => underLoad(25, { imu: 1000, image: 30 }),
);
