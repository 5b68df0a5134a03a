import assert from "#assert";
import { reliable } from "../../../../msgs/message.ts";
import { LiveBridge } from "../../../../runtime/ros2/live/bridge.ts";
import { RealTopic } from "../../../../runtime/ros2/live/real_topic.ts";
import { ClockWriter } from "../../../../runtime/ros2/sim/clock_writer.ts";
import { MS, world } from "../../probe.ts";
import { FakeGraph } from "../fake_ros.ts";

const TYPE = "std_msgs/msg/String";

function joined(
  { clock = false, wait }: { clock?: boolean; wait?: () => Promise<void> } = {},
) {
  const graph = new FakeGraph(), ros = graph.node("/dryrun"), at = world();
  at.tell("/out", "x", 20 * MS);
  const tell = graph.node("/driver").teller("/in", TYPE);
  const real = new RealTopic(ros, { topic: "/in", type: TYPE });
  real.open();
  const arrived: string[] = [], sent: [string, number][] = [];
  const order: string[] = [];
  const user = graph.node("/user");
  user.subscribe(
    { topic: "/clock", type: "rosgraph_msgs/msg/Clock", qos: reliable(10) },
    () => order.push("clock"),
  );
  const out = user.listen("/out", TYPE), echo = user.listen("/in", TYPE);
  let now = 0;
  const heard = at.hear();
  const writer = new ClockWriter(ros, { sec: 1, nanosec: 0 });
  const bridge = new LiveBridge({
    ...{ ros, bus: at.bus, real: [real], foreign: [], now: () => now },
    ...(clock && { clock: { writer, offset: 500 * MS } }),
    onArrival: (topic) => arrived.push(topic),
    onSent: (topic, due) => {
      order.push(topic);
      sent.push([topic, due]);
      return wait?.();
    },
  });
  const run = async (to: number) => {
    now = to;
    await at.executor.run({ until: to });
  };
  const setNow = (to: number) => void (now = to);
  return { ...at, setNow, bridge, graph, tell, arrived, sent, out, echo, order, heard, run, real };
}

Deno.test("the bus goes out when it is due; what is real comes in when it arrives, and not back", async () => {
  const at = joined();
  await at.run(10 * MS);
  at.tell({ data: "hello" });
  assert.deepEqual(at.arrived, ["/in"]);
  await at.run(30 * MS);
  assert.ok(at.heard.some((line) => line.startsWith("10 /in") && line.includes("hello")));
  assert.deepEqual(at.sent, [["/out", 20 * MS]]);
  assert.deepEqual(at.out, [{ data: "x" }]);
  assert.deepEqual(at.echo, [{ data: "hello" }], "only the driver's own");
  assert.deepEqual(at.order, ["/out"], "no /clock by wall time");
  assert.deepEqual(at.bridge.outlets, [{ topic: "/out", readers: 1, matched: true }]);
  at.bridge.close();
  at.bridge.close();
  assert.equal(at.real.onMessage, undefined);
  assert.deepEqual(at.graph.writers.map(({ topic }) => topic), ["/in", "/clock"]);
});

Deno.test("with /clock, time goes out before the message, and where none comes", async () => {
  const at = joined({ clock: true });
  await at.run(15 * MS);
  at.bridge.tick(15 * MS);
  await at.run(30 * MS);
  assert.deepEqual(at.order, ["clock", "clock", "/out"]);
});

Deno.test("the run stands while somebody waits for the answer to a message", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const at = joined({ wait: () => promise });
  const run = at.run(40 * MS);
  await new Promise((done) => setImmediate(done));
  assert.equal(at.executor.now, 20 * MS);
  resolve();
  await run;
  assert.equal(at.executor.now, 40 * MS);
});

Deno.test("what arrives before the run has begun is not of it", async () => {
  const at = joined();
  at.setNow(-1);
  at.tell({ data: "early" });
  assert.deepEqual(at.arrived, []);
  at.setNow(0);
  at.tell({ data: "now" });
  await at.run(MS);
  assert.deepEqual(at.arrived, ["/in"]);
});
