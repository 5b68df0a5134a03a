import assert from "#assert";
import { inDomain } from "./processes.ts";
import { rosTest } from "./ros.ts";

const PROGRAM = `
import { z } from "zod";
import { codecOf } from "./msgs/cdr.ts";
import { closeRos, openNode } from "./runtime/ros2/ros_node.ts";
import { declaredOf } from "./runtime/ros2/params/declare.ts";
const a = await openNode({ name: "a", namespace: "robot" });
const b = await openNode({ name: "b" });
const type = "std_msgs/msg/String";
const topic = "/deep/topic";
const latched = { reliability: "reliable", durability: "transient_local", depth: 2 };
const waitFor = async (done) => {
  const until = performance.now() + 20_000;
  while (!done() && performance.now() < until) await new Promise((r) => setTimeout(r, 10));
  if (!done()) throw new Error("never: " + done);
};
const said = a.advertise({ topic, type, qos: latched });
for (const data of ["1", "2", "3"]) said.publish(codecOf(type).encode({ data }));
const heard = [];
const subscription = b.subscribe({ topic, type, qos: latched }, (bytes) =>
  heard.push(codecOf(type).decode(bytes).data));
await waitFor(() => heard.length === 2);
let mismatches = 0;
b.subscribe({ topic, type, qos: { ...latched, deadlineMs: 10 }, onMismatch: () => mismatches++ },
  () => {});
await waitFor(() => mismatches > 0);
const matched = said.matched;
const writers = a.publishersOf(topic);
const readers = b.subscribersOf(topic);
await waitFor(() => a.nodes().includes("/b") && b.nodes().includes("/robot/a"));
a.declare(declaredOf(z.object({ gain: z.number().min(0).max(2).default(1) }), {}), () => ({ ok: true }));
subscription.close();
said.publish(codecOf(type).encode({ data: "4" }));
await new Promise((r) => setTimeout(r, 200));
a.close();
const gone = a.publishersOf(topic);
closeRos();
const again = await openNode({ name: "c" });
console.log(JSON.stringify({ heard, matched, writers: writers.map(({ node, type, qos, hash }) =>
  [node, type, qos.durability, hash.length]), readers: readers.length, gone, again: again.name,
  left: subscription.take() ?? null, sameHash: writers[0].hash === readers[0].hash }));
closeRos();
`;

rosTest(
  "a node writes, reads, latches, sees the graph and ends, and ROS can start again",
  async () => {
    const { code, stdout, stderr } = await inDomain(13).program(PROGRAM);
    assert.equal(code, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), {
      heard: ["2", "3"],
      matched: 1,
      writers: [["/robot/a", "std_msgs/msg/String", "transient_local", 64]],
      readers: 2,
      gone: [],
      again: "/c",
      left: null,
      sameHash: true,
    });
  },
);
