import assert from "#assert";
import { bestEffort, reliable } from "../../../../runtime/node.ts";
import {
  candidates,
  inputFindings,
  outputFindings,
  rivals,
  rivalText,
} from "../../../../runtime/ros2/host/graph_watch.ts";
import { FakeGraph } from "../fake_ros.ts";

const IMU = "sensor_msgs/msg/Imu";
const imu = { topic: "/imu/data", types: [IMU], qos: reliable(5) };

function two() {
  const graph = new FakeGraph();
  return { graph, me: graph.node("/me"), peer: graph.node("/peer") };
}

Deno.test("a QoS that does not fit is named in both directions, with both profiles and the fix", () => {
  const { me, peer } = two();
  me.subscribe({ ...imu, type: IMU }, () => {});
  peer.advertise({ ...imu, type: IMU, qos: bestEffort(1) });
  assert.deepEqual(inputFindings(me, imu).map(({ text }) => text), [
    "/imu/data: /me gets nothing from /peer: best_effort is offered, reliable asked for: make the " +
    "publisher reliable or the subscriber best_effort (offered: best_effort, volatile; asked for: " +
    "reliable, volatile)",
  ]);
  assert.deepEqual(outputFindings(peer, { ...imu, qos: bestEffort(1) }).map(({ text }) => text), [
    "/imu/data: /me gets nothing from /peer: best_effort is offered, reliable asked for: make the " +
    "publisher reliable or the subscriber best_effort (offered: best_effort, volatile; asked for: " +
    "reliable, volatile)",
  ]);
  assert.deepEqual(inputFindings(me, { ...imu, qos: bestEffort(1) }), []);
});

Deno.test("another type and another definition of the type are named", () => {
  const { graph, me, peer } = two();
  graph.hashes.set(`/peer ${IMU}`, "0123456789abcdef");
  me.subscribe({ ...imu, type: IMU }, () => {});
  peer.advertise({ ...imu, type: IMU });
  peer.advertise({ ...imu, type: "std_msgs/msg/String" });
  const texts = inputFindings(me, imu).map(({ text }) => text);
  assert.equal(texts.length, 2);
  assert.match(
    texts[0]!,
    /\/peer has another definition of sensor_msgs\/msg\/Imu \(RIHS01 0123456789ab…/,
  );
  assert.match(
    texts[1]!,
    /\/peer publishes std_msgs\/msg\/String, but \/me reads sensor_msgs\/msg\/Imu/,
  );
  peer.subscribe({ ...imu, type: "std_msgs/msg/String" }, () => {});
  assert.match(
    outputFindings(me, imu).at(-1)!.text,
    /\/peer reads std_msgs\/msg\/String, but \/me/,
  );
});

Deno.test("an output has one publisher, shared topics any number", () => {
  const { me, peer } = two();
  me.advertise({ ...imu, type: IMU });
  assert.deepEqual(rivals(me, imu), []);
  peer.advertise({ ...imu, type: IMU });
  const [rival] = rivals(me, imu);
  assert.deepEqual(rival, { node: "/peer", twin: false });
  assert.match(
    rivalText(me, "/imu/data", rival!),
    /two publishers, \/me and \/peer; a node's output/,
  );
  me.advertise({ ...imu, type: IMU });
  assert.match(rivalText(me, "/x", rivals(me, imu)[1]!), /\/me and another \/me;/);
  const tf = { topic: "/tf", types: ["tf2_msgs/msg/TFMessage"], qos: reliable(1) };
  peer.advertise({ ...tf, type: tf.types[0]! });
  assert.deepEqual(rivals(me, tf), []);
});

Deno.test("candidates are the types on the graph that an input can take", () => {
  const { me, peer } = two();
  const wanted = { topic: "/w", types: ["b/msg/B", "a/msg/A"], qos: reliable(1) };
  assert.deepEqual(candidates(me, wanted), []);
  for (const type of ["c/msg/C", "b/msg/B", "a/msg/A", "b/msg/B"]) {
    peer.advertise({ topic: "/w", type, qos: reliable(1) });
  }
  assert.deepEqual(candidates(me, wanted), ["a/msg/A", "b/msg/B"]);
});
