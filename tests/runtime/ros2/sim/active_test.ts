import assert from "#assert";
import { ActiveNodes } from "../../../../runtime/ros2/sim/active.ts";
import { FakeGraph, settled } from "../fake_ros.ts";

Deno.test("a node is missing until it says that it is active; who does not answer is", async () => {
  const graph = new FakeGraph();
  const nodes = new ActiveNodes(graph.node("/sim"));
  const state = { id: 2 };
  graph.node("/a").serve({ service: "/a/get_state", type: "lifecycle_msgs/srv/GetState" }, () => ({
    current_state: state,
  }));
  const unknown = ["/a as active (its state is unknown)", "/b as active (its state is unknown)"];
  assert.deepEqual(nodes.missing(["/a", "/b"]), unknown);
  await settled();
  assert.match(nodes.missing(["/a"])[0]!, /^\/a as active \(its state is inactive\)$/);
  await settled();
  state.id = 3;
  nodes.missing(["/a"]);
  await settled();
  assert.deepEqual(nodes.missing(["/a", "/b"]), [unknown[1]]);
  assert.deepEqual(nodes.missing([]), []);
});
