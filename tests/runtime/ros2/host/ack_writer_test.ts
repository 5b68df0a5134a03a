import assert from "#assert";
import { latched } from "../../../../runtime/node.ts";
import { AckWriter } from "../../../../runtime/ros2/host/ack_writer.ts";
import {
  ACK_QOS,
  ACK_TOPIC,
  PARAMETERS_TOPIC,
  parseAck,
} from "../../../../runtime/ros2/lockstep.ts";
import { FakeGraph } from "../fake_ros.ts";

const TEXT = "std_msgs/msg/String";

Deno.test("acknowledgements are sent only where somebody reads them, each time once", () => {
  const graph = new FakeGraph();
  const published = { "/odom": 0 };
  const writer = new AckWriter(graph.node("/me"), published);
  assert.equal(writer.joins(), false);
  const heard = graph.node("/harness").listen(ACK_TOPIC, TEXT, ACK_QOS);
  writer.message("/imu", 1);
  assert.equal(heard.length, 0, "not asked for when the node began");
  assert.equal(writer.joins(), true);
  assert.equal(writer.joins(), false, "it is in lockstep already");
  writer.time(0);
  writer.time(0);
  published["/odom"]++;
  writer.message("/imu", 1);
  assert.deepEqual(heard.map(({ data }) => parseAck(data)), [
    { node: "/me", topic: "/clock", sequence: 0, published: { "/odom": 0 } },
    { node: "/me", topic: "/imu", sequence: 1, published: { "/odom": 1 } },
  ]);
});

Deno.test("a harness's parameters are those of the node's own section", async () => {
  const graph = new FakeGraph();
  const writer = new AckWriter(graph.node("/me"), {});
  const clock = graph.node("/gazebo").teller("/clock", "rosgraph_msgs/msg/Clock");
  clock({ clock: { sec: 1, nanosec: 0 } });
  assert.deepEqual(await writer.harnessParams(), {}, "another simulator has none");
  const tell = graph.node("/harness").teller(PARAMETERS_TOPIC, TEXT, latched(1));
  tell({ data: JSON.stringify({ "/me": { ros__parameters: { a: 1 } }, "/you": {} }) });
  assert.deepEqual(await writer.harnessParams(), { a: 1 });
  tell({ data: "no parameter file" });
  await assert.rejects(writer.harnessParams(), /\/dryrun\/parameters: .*expected NODE/);
});
