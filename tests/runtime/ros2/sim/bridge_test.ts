import assert from "#assert";
import { RosNodeHost } from "../../../../runtime/ros2/host/node_host.ts";
import { topicsOf } from "../../../../runtime/memory/node_topics.ts";
import { bestEffort, reliable } from "../../../../runtime/node.ts";
import { SimBridge } from "../../../../runtime/ros2/sim/bridge.ts";
import { MS, SECOND, world } from "../../probe.ts";
import { FakeGraph, settled } from "../fake_ros.ts";
import { probe, TEXT } from "../host/probe_node.ts";

const NODE = { name: "probe", namespace: "", params: { mark: "*" }, topics: topicsOf(probe) };

Deno.test("in lockstep a node outside says what it would say on the bus, at the same times", async () => {
  const graph = new FakeGraph();
  const { bus, executor, tell, hear } = world();
  for (let i = 0; i < 8; i++) tell("/fast", `${i}`, (50 + i * 60) * MS, bestEffort(1));
  const heard = hear();
  const ros = graph.node("/sim");
  const durationNs = SECOND / 2;
  const bridge = new SimBridge({ ros, bus, nodes: [NODE], pace: "lockstep", durationNs });
  const host = await RosNodeHost.start(probe, graph.node("/probe"), {
    ...{
      useSimTime: true,
      harnessParams: true,
      say() {},
      onEnd: (reason) => assert.fail(`${reason}`),
    },
  });
  await bridge.ready();
  await executor.run({ until: durationNs });
  const said = heard.filter((line) => line.includes("/said")).map((line) => line.split(" "));
  // A tick reaches the bus with the next message, a repetition at once.
  assert.deepEqual(
    said.filter(([, , mark]) => mark === "*").map(([at, , , text]) => [at, text]),
    Array.from({ length: 8 }, (_, i) => [`${50 + i * 60}`, `${i}@${50 + i * 60}`]),
  );
  assert.deepEqual(said.filter(([, , mark]) => mark === "tick").map((words) => words[3]), [
    ...["1", "2", "3", "4", "5"],
  ]);
  host.close();
});

Deno.test("paced, every topic goes out with time before it, and what comes in is published", async () => {
  const graph = new FakeGraph();
  const { bus, executor, tell, hear } = world();
  tell("/fast", "x", 20 * MS, bestEffort(1));
  tell("/clock", "of the bus", 5 * MS);
  const heard = hear();
  const order: string[] = [];
  const peer = graph.node("/peer");
  const listen = (topic: string, type: string) =>
    peer.subscribe({ topic, type, qos: bestEffort(9) }, () => void order.push(topic));
  listen("/clock", "rosgraph_msgs/msg/Clock");
  listen("/fast", TEXT);
  const bridge = new SimBridge({
    ...{ ros: graph.node("/sim"), bus, nodes: [], pace: "paced", durationNs: SECOND },
    command: { topic: "/cmd", type: TEXT },
  });
  await bridge.ready();
  await executor.run({ until: 30 * MS });
  bridge.tick(30 * MS);
  bridge.tick(30 * MS);
  assert.deepEqual(order, ["/clock", "/fast", "/clock"]);
  peer.teller("/cmd", TEXT)({ data: "go" });
  peer.advertise({ topic: "/cmd", type: TEXT, qos: reliable(1) }).publish(Uint8Array.of(0, 1));
  await executor.run({ until: 40 * MS });
  assert.ok(heard.includes("30 /cmd go"));
  assert.equal(bridge.undecodable, 1);
});

Deno.test("a run waits for its nodes until it is interrupted", async () => {
  const graph = new FakeGraph();
  const { bus } = world();
  const bridge = new SimBridge({
    ...{ ros: graph.node("/sim"), bus, nodes: [NODE], pace: "paced", durationNs: SECOND },
  });
  const controller = new AbortController();
  let over = false;
  const waiting = bridge.ready(controller.signal).then(() => over = true);
  await settled();
  assert.equal(over, false);
  controller.abort();
  await waiting;
});
