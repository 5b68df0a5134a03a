import assert from "#assert";
import { bestEffort, reliable } from "../../../../runtime/node.ts";
import { InputLink } from "../../../../runtime/ros2/host/input_link.ts";
import type { RosNode, TopicOptions } from "../../../../runtime/ros2/ros_node.ts";
import { FakeGraph } from "../fake_ros.ts";

const TEXT = "std_msgs/msg/String";

function link(depth: number) {
  const seen = { arrivals: 0, mismatches: 0 };
  const input = new InputLink({
    ...{ key: "in", topic: "/in", types: [TEXT], decided: undefined, realtime: false },
    qos: bestEffort(depth),
  }, { onArrival: () => void seen.arrivals++, onMismatch: () => void seen.mismatches++ });
  return { input, seen };
}

Deno.test("what does not fit the node's depth is dropped where it is counted, the oldest first", () => {
  const graph = new FakeGraph();
  const { input, seen } = link(2);
  input.open(graph.node("/me"), TEXT);
  const tell = graph.node("/peer").teller("/in", TEXT);
  for (const data of ["a", "b", "c"]) tell({ data });
  assert.equal(seen.arrivals, 3);
  assert.deepEqual([input.inbox.received, input.inbox.dropped], [3, 1]);
  assert.deepEqual([input.take(), input.take()], [{ data: "b" }, { data: "c" }]);
  assert.equal(input.take(), undefined);
  assert.equal(input.undecodable, 0);
});

Deno.test("DDS keeps more than the node asks for, and reopening asks for reliable delivery", () => {
  const graph = new FakeGraph();
  const { input } = link(2);
  const me = graph.node("/me");
  input.open(me, TEXT);
  assert.ok(graph.readers[0]!.qos.depth >= 32);
  assert.equal(graph.readers[0]!.qos.reliability, "best_effort");
  input.open(me, TEXT, { lossless: true });
  assert.deepEqual(graph.readers.map(({ qos }) => qos.reliability), ["reliable"]);
  input.close();
  assert.equal(graph.readers.length, 0);
});

Deno.test("poll fetches what waits at DDS, and events of DDS are counted or handed on", () => {
  const waiting = [Uint8Array.of(1), Uint8Array.of(2)];
  let options: TopicOptions | undefined;
  const ros = {
    subscribe(given: TopicOptions) {
      options = given;
      return { take: () => waiting.shift(), close() {} };
    },
  } as unknown as RosNode;
  const { input, seen } = link(5);
  input.open(ros, TEXT);
  input.poll();
  assert.equal(input.inbox.received, 2);
  assert.equal(input.take(), undefined, "no whole message");
  assert.equal(input.undecodable, 1);
  options?.onDeadline?.(3);
  options?.onMismatch?.();
  assert.deepEqual([input.missedDeadlines, seen.mismatches], [3, 1]);
});

Deno.test("a QoS that does not fit is told", () => {
  const graph = new FakeGraph();
  const { input, seen } = link(1);
  input.open(graph.node("/me"), TEXT, { lossless: true });
  graph.node("/peer").advertise({ topic: "/in", type: TEXT, qos: bestEffort(1) });
  assert.equal(seen.mismatches, 1);
  graph.node("/other").advertise({ topic: "/in", type: TEXT, qos: reliable(1) });
  assert.equal(seen.mismatches, 1);
});
