import assert from "#assert";
import { bestEffort, latched, type Qos, reliable } from "../../../../msgs/message.ts";
import { RealTopic } from "../../../../runtime/ros2/live/real_topic.ts";
import { FakeGraph } from "../fake_ros.ts";

const CONFIG = { topic: "/text", type: "std_msgs/msg/String" } as const;

Deno.test("messages are decoded, counted and handed on, from when it listens until it ends", () => {
  const graph = new FakeGraph(), tell = graph.node("/driver").teller("/text", CONFIG.type);
  const topic = new RealTopic(graph.node("/dryrun"), CONFIG);
  const heard: unknown[] = [];
  topic.onMessage = (message) => heard.push(message);
  tell({ data: "too early" });
  topic.open();
  topic.open();
  tell({ data: "a" });
  topic.close();
  tell({ data: "too late" });
  assert.deepEqual(heard, [{ data: "a" }]);
  assert.equal(topic.count, 1, "opened twice is opened once");
});

Deno.test("it asks for as much as all publishers offer, so that it hears each of them", () => {
  const cases: [offered: Qos[], reliability: string, durability: string][] = [
    [[], "best_effort", "volatile"],
    [[reliable(1)], "reliable", "volatile"],
    [[reliable(1), bestEffort(1)], "best_effort", "volatile"],
    [[latched(1)], "reliable", "transient_local"],
    [[latched(1), reliable(1)], "reliable", "volatile"],
  ];
  for (const [offered, reliability, durability] of cases) {
    const graph = new FakeGraph();
    const tellers = offered.map((qos, i) => graph.node(`/d${i}`).teller("/text", CONFIG.type, qos));
    const topic = new RealTopic(graph.node("/dryrun"), CONFIG);
    assert.equal(topic.publishers().length, offered.length);
    topic.open();
    const { qos } = graph.readers[0]!;
    assert.deepEqual([qos.reliability, qos.durability], [reliability, durability]);
    for (const tell of tellers) tell({ data: "x" });
    assert.equal(topic.count, offered.length);
  }
});

Deno.test("what is no whole message is counted; its own endpoints are not others'", () => {
  const graph = new FakeGraph(), me = graph.node("/dryrun");
  const raw = graph.node("/driver").advertise({ ...CONFIG, qos: reliable(1) });
  me.advertise({ ...CONFIG, qos: reliable(1) });
  const topic = new RealTopic(me, CONFIG);
  topic.open();
  raw.publish(Uint8Array.of(0, 1, 0, 0, 255, 255, 255, 127));
  assert.deepEqual([topic.count, topic.undecodable], [0, 1]);
  assert.deepEqual(topic.publishers().map(({ node }) => node), ["/driver"]);
  assert.deepEqual(topic.readers(), []);
});
