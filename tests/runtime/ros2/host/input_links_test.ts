import assert from "#assert";
import { topicsOf } from "../../../../runtime/memory/node_topics.ts";
import { bestEffort, latched, reliable } from "../../../../runtime/node.ts";
import { InputLinks } from "../../../../runtime/ros2/host/input_links.ts";
import { FakeGraph } from "../fake_ros.ts";
import { probe, TEXT } from "./probe_node.ts";

function links(params: Record<string, unknown> = {}) {
  const graph = new FakeGraph();
  const events = { onArrival() {}, onMismatch() {} };
  const me = graph.node("/probe");
  const inputs = new InputLinks(me, { def: probe, topics: topicsOf(probe), params }, events);
  return { graph, inputs };
}

Deno.test("transforms come first, then real-time inputs, then the others", () => {
  const { graph, inputs } = links();
  assert.deepEqual(inputs.all.map(({ key }) => key), ["tf_static", "fast", "slow", "any"]);
  const peer = graph.node("/peer");
  const [slow, fast] = [peer.teller("/slow", TEXT), peer.teller("/fast", TEXT, bestEffort(1))];
  const tf = peer.teller("/tf_static", "tf2_msgs/msg/TFMessage", latched(1));
  slow({ data: "1" });
  fast({ data: "2" });
  tf({ transforms: [] });
  const served = [];
  for (let next = inputs.next(); next !== undefined; next = inputs.next()) {
    served.push(next.key);
    next.take();
  }
  assert.deepEqual(served, ["tf_static", "fast", "slow"]);
  slow({ data: "3" });
  inputs.clear();
  assert.equal(inputs.next(), undefined);
});

Deno.test("an input with several types listens once its type is told, or at once where a parameter says it", () => {
  const { graph, inputs } = links();
  const any = inputs.all.find(({ key }) => key === "any")!;
  assert.equal(any.type, undefined);
  inputs.open(any, "std_msgs/msg/String");
  assert.equal(any.type, undefined, "not one of its types");
  inputs.open(any, "geometry_msgs/msg/Twist");
  assert.equal(any.type, "geometry_msgs/msg/Twist");
  assert.equal(graph.readers.filter(({ topic }) => topic === "/any").length, 1);
  const decided = links({ any_type: "geometry_msgs/msg/TwistStamped" }).inputs;
  assert.equal(decided.all.at(-1)!.type, "geometry_msgs/msg/TwistStamped");
});

Deno.test("for lockstep every best-effort input becomes reliable, those opened later too", () => {
  const { graph, inputs } = links();
  inputs.reopenLossless();
  inputs.open(inputs.all.at(-1)!, "geometry_msgs/msg/Twist");
  assert.ok(graph.readers.every(({ qos }) => qos.reliability === "reliable"));
  const fast = graph.readers.filter(({ topic }) => topic === "/fast");
  assert.equal(fast.length, 1);
  assert.equal(
    graph.node("/p").advertise({ topic: "/fast", type: TEXT, qos: reliable(1) }).matched,
    1,
  );
});
