import assert from "#assert";
import { topicsOf } from "../../../../runtime/memory/node_topics.ts";
import { bestEffort, reliable } from "../../../../runtime/node.ts";
import { ACK_QOS, ACK_TOPIC } from "../../../../runtime/ros2/lockstep.ts";
import { findPeers } from "../../../../runtime/ros2/sim/peers.ts";
import { FakeGraph } from "../fake_ros.ts";
import { probe, TEXT } from "../host/probe_node.ts";

const expected = [{ name: "probe", topics: topicsOf(probe) }];
const published = new Set(["/fast"]);

Deno.test("what is missing is named until outputs, readers and acknowledgements are there", () => {
  const graph = new FakeGraph();
  const sim = graph.node("/sim");
  const find = (lockstep: boolean) => findPeers(sim, expected, { published, lockstep });
  assert.deepEqual(find(false).missing, [
    "a publisher of /said (node probe)",
    "a publisher of /once (node probe)",
  ]);
  const node = graph.node("/somewhere/else");
  for (const topic of ["/said", "/once"]) node.advertise({ topic, type: TEXT, qos: reliable(1) });
  assert.deepEqual(find(false).missing, ["/somewhere/else as a reader of /fast"]);
  const reader = node.subscribe({ topic: "/fast", type: TEXT, qos: bestEffort(1) }, () => {});
  assert.deepEqual([...find(false).found], [["probe", "/somewhere/else"]]);
  assert.deepEqual(find(false).missing, []);
  assert.deepEqual(find(true).missing, [
    "an acknowledgement of /somewhere/else",
    "/somewhere/else as a reader of /fast",
  ]);
  reader.close();
  node.subscribe({ topic: "/fast", type: TEXT, qos: reliable(1) }, () => {});
  node.advertise({ topic: ACK_TOPIC, type: TEXT, qos: ACK_QOS });
  assert.deepEqual(find(true).missing, []);
});

Deno.test("two publishers of an output, or another type, are an error that names them", () => {
  const graph = new FakeGraph();
  const sim = graph.node("/sim");
  const find = () => findPeers(sim, expected, { published, lockstep: false });
  const advertise = (node: string, type: string) =>
    graph.node(node).advertise({ topic: "/said", type, qos: reliable(1) });
  const first = advertise("/a", "nav_msgs/msg/Odometry");
  assert.throws(find, /\/said: \/a publishes nav_msgs\/msg\/Odometry, expected std_msgs/);
  first.close();
  advertise("/a", TEXT);
  advertise("/b", TEXT);
  assert.throws(find, /\/said: two publishers, \/a and \/b; a node's output has only one/);
});
