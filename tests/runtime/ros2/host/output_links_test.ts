import assert from "#assert";
import { codecOf } from "../../../../msgs/cdr.ts";
import { topicsOf } from "../../../../runtime/memory/node_topics.ts";
import { bestEffort, reliable } from "../../../../runtime/node.ts";
import { OutputLinks } from "../../../../runtime/ros2/host/output_links.ts";
import { FakeGraph } from "../fake_ros.ts";
import { probe, TEXT } from "./probe_node.ts";

Deno.test("outputs and diagnostics are advertised as the node offers them, and counted", () => {
  const graph = new FakeGraph();
  let mismatches = 0;
  const scope = { namespace: "/r" };
  const outputs = new OutputLinks(
    graph.node("/r/probe"),
    topicsOf(probe, scope).outputs,
    () => void mismatches++,
  );
  assert.deepEqual(graph.writers.map(({ topic, type, qos }) => [topic, type, qos.durability]), [
    ["/r/said", TEXT, "volatile"],
    ["/r/once", TEXT, "transient_local"],
    ["/diagnostics", "diagnostic_msgs/msg/DiagnosticArray", "volatile"],
  ]);
  assert.equal(outputs.all.length, 3);
  const heard = graph.node("/peer").listen("/r/said", TEXT, bestEffort(1));
  const bytes = codecOf(TEXT).encode({ data: "x" });
  outputs.sender("/r/said")?.(bytes);
  outputs.sender("/r/said")?.(bytes);
  assert.deepEqual(heard, [{ data: "x" }, { data: "x" }]);
  assert.deepEqual(outputs.published, { "/r/said": 2, "/r/once": 0, "/diagnostics": 0 });
  assert.equal(outputs.sender("/other"), undefined);
  graph.node("/q").subscribe(
    { topic: "/r/said", type: TEXT, qos: { ...reliable(1), durability: "transient_local" } },
    () => {},
  );
  assert.equal(mismatches, 1);
});
