import assert from "#assert";
import { ACK_QOS, ACK_TOPIC, ackText } from "../../../../runtime/ros2/lockstep.ts";
import { AckReader } from "../../../../runtime/ros2/sim/ack_reader.ts";
import { FakeGraph, settled } from "../fake_ros.ts";

const TEXT = "std_msgs/msg/String";

function world() {
  const graph = new FakeGraph();
  const reader = new AckReader(graph.node("/sim"));
  const tell = graph.node("/a").teller(ACK_TOPIC, TEXT, ACK_QOS);
  const ack = (node: string, topic: string, sequence: number, odom = 0) =>
    tell({ data: ackText({ node, topic, sequence, published: { "/odom": odom } }) });
  return { reader, tell, ack };
}

Deno.test("a wait ends when every node has acknowledged and all that it published is here", async () => {
  const { reader, ack, tell } = world();
  reader.watch("/odom");
  let over = false;
  const waiting = reader.wait(new Set(["/a", "/b"]), "/imu", 2).then(() => over = true);
  tell({ data: "noise" });
  ack("/a", "/imu", 2, 1);
  ack("/b", "/imu", 1);
  await settled();
  assert.equal(over, false, "/b is at its first message");
  ack("/b", "/imu", 2);
  await settled();
  assert.equal(over, false, "a message of /odom is on its way");
  reader.arrived("/odom");
  await waiting;
  assert.equal(reader.heard("/b", "/imu"), true);
  assert.equal(reader.heard("/b", "/clock"), false);
});

Deno.test("what was said before the run is settled, and no node is no wait", async () => {
  const { reader, ack } = world();
  reader.watch("/odom");
  ack("/a", "/clock", 0, 4);
  reader.settle();
  await reader.wait(new Set(), "/imu", 9);
  await reader.wait(new Set(["/a"]), "/clock", 0);
});

Deno.test("a node that does not answer is named, with what it was to answer", async () => {
  const { reader, ack } = world();
  ack("/a", "/imu", 6);
  await assert.rejects(
    reader.wait(new Set(["/a"]), "/imu", 7),
    /^LockstepError: lockstep: \/a is not done with message 7 of \/imu within 5 s$/,
  );
});
