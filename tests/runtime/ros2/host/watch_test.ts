import assert from "#assert";
import { topicsOf } from "../../../../runtime/memory/node_topics.ts";
import { bestEffort, reliable } from "../../../../runtime/node.ts";
import { InputLinks } from "../../../../runtime/ros2/host/input_links.ts";
import { OutputLinks } from "../../../../runtime/ros2/host/output_links.ts";
import { Watch } from "../../../../runtime/ros2/host/watch.ts";
import { FakeGraph } from "../fake_ros.ts";
import { probe, TEXT } from "./probe_node.ts";

function world() {
  const graph = new FakeGraph();
  const me = graph.node("/probe");
  const said: string[] = [];
  const rivals: string[] = [];
  const topics = topicsOf(probe);
  const events = { onArrival() {}, onMismatch() {} };
  const watch = new Watch(me, {
    inputs: new InputLinks(me, { def: probe, topics, params: {} }, events),
    outputs: new OutputLinks(me, topics.outputs, () => {}),
    say: (level, text) => void said.push(`${level} ${text}`),
    onRival: (text) => void rivals.push(text),
  });
  return { graph, watch, said, rivals, peer: graph.node("/peer") };
}

Deno.test("what does not fit is said once, however often one looks", () => {
  const { watch, said, peer } = world();
  peer.advertise({ topic: "/slow", type: TEXT, qos: bestEffort(1) });
  watch.look();
  assert.deepEqual(said, [], "it has not started");
  watch.start();
  for (let i = 0; i < 3; i++) watch.look();
  watch.stop();
  assert.equal(said.length, 1);
  assert.match(said[0]!, /^warn \/slow: \/probe gets nothing from \/peer: best_effort is offered/);
  assert.deepEqual(watch.findings, [said[0]!.slice("warn ".length)]);
});

Deno.test("two types for an input that could take both: the parameter that decides is named", () => {
  const { watch, said, peer } = world();
  for (const type of ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"]) {
    peer.advertise({ topic: "/any", type, qos: reliable(1) });
  }
  watch.start();
  watch.look();
  watch.stop();
  assert.match(
    said[0]!,
    /\/any: two types on one topic, .*; the parameter any_type of \/probe decides$/,
  );
});

Deno.test("a rival at the start ends it; one of the node's own name may be its ghost and is waited for", () => {
  const { graph, watch, rivals } = world();
  const ghost = graph.node("/probe").advertise({ topic: "/said", type: TEXT, qos: reliable(1) });
  watch.start();
  watch.look();
  assert.deepEqual(rivals, []);
  ghost.close();
  graph.node("/rival").advertise({ topic: "/said", type: TEXT, qos: reliable(1) });
  watch.look();
  watch.stop();
  assert.deepEqual(rivals, [
    "/said: two publishers, /probe and /rival; a node's output has only one",
  ]);
});
