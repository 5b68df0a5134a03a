import assert from "#assert";
import { hostNode } from "../../runtime/host.ts";
import { latched, reliable } from "../../runtime/node.ts";
import { MS, say, SECOND, TEXT, textNode, world } from "./probe.ts";

Deno.test("topics() lists what has a writer, sorted, as its first writer offers it", async () => {
  const { bus } = world();
  await hostNode(textNode("n", () => ({ in() {} }), { inputs: { in: {} }, said: "z" }), bus);
  bus.advertise({ topic: "/a", type: TEXT, qos: latched(3), by: "x", exact: false });
  assert.deepEqual(bus.topics().map(({ name, qos, exact }) => [name, qos.depth, exact]), [
    ["/a", 3, false],
    ["/diagnostics", 10, true],
    ["/z", 10, true],
  ]);
});

Deno.test("an observer is asked once a topic, also for topics that come during the run", async () => {
  const { executor, bus, tell } = world();
  const asked: string[] = [];
  const seen: string[] = [];
  bus.observe(({ name }) => {
    asked.push(name);
    return name.includes("quiet") ? undefined : (_, at) => void seen.push(`${name} ${at}`);
  });
  tell("/a", "x", 1);
  tell("/quiet", "x", 1);
  executor.at(5, () => tell("/late", "x", 6));
  await executor.run({ until: 10 });
  await executor.run({ until: 20 });
  assert.deepEqual(asked, ["/a", "/quiet", "/late"]);
  assert.deepEqual(seen, ["/a 1", "/late 6"]);
});

Deno.test("what is published before anybody is connected still arrives", async () => {
  const { executor, bus, tell } = world();
  const seen: string[] = [];
  tell("/in", "early", 0);
  await hostNode(
    textNode("n", () => ({ in: (text) => void seen.push(text) }), { inputs: { in: {} } }),
    bus,
  );
  await executor.run({ until: 0 });
  assert.deepEqual(seen, ["early"]);
});

Deno.test("/tf_static reaches the transforms before any reader of that instant", async () => {
  const { executor, bus } = world();
  const node = textNode("n", (io) => {
    io.every(1, () => say(io, String(io.tf.static("base_link", "imu")?.translation[0])));
    return {};
  });
  await hostNode(node, bus);
  const tf = bus.advertise({ topic: "/tf_static", type: TF, qos: latched(1), by: "sim" });
  const seen: string[] = [];
  bus.observe((topic) =>
    topic.name === "/n/said" ? (m) => void seen.push(JSON.stringify(m)) : undefined
  );
  tf.publish(transform("base_link", "imu", 1), 1.5 * MS);
  tf.publish(transform("base_link", "base_link", 1), 1.5 * MS);
  await executor.run({ until: 2 * MS });
  assert.deepEqual(seen, ['{"data":"undefined"}', '{"data":"1"}']);
  assert.match(bus.log.entries[0]!.text, /"base_link" → "base_link": not two frames/);
});

Deno.test("a node that left takes its topics with it, and another may take them over", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const echo = (name: string) =>
    textNode(name, (io) => ({ in: (text) => say(io, `${name} ${text}`) }), {
      inputs: { in: { qos: reliable(1) } },
      said: "said",
    });
  const first = await hostNode(echo("first"), bus);
  executor.at(10 * MS, async () => {
    first.close();
    await hostNode(echo("second"), bus);
  });
  tell("/in", "1", 5 * MS);
  tell("/in", "2", 15 * MS);
  await executor.run({ until: SECOND });
  assert.deepEqual(heard.filter((line) => line.includes("said")), [
    "5 /said first 1",
    "15 /said second 2",
  ]);
});

const TF = "tf2_msgs/msg/TFMessage";

function transform(parent: string, child: string, x: number) {
  const rotation = { x: 0, y: 0, z: 0, w: 1 };
  const header = { stamp: { sec: 1, nanosec: 0 }, frame_id: parent };
  return {
    transforms: [{
      header,
      child_frame_id: child,
      transform: { translation: { x, y: 0, z: 0 }, rotation },
    }],
  };
}
