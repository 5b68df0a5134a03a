import assert from "#assert";
import { codecOf } from "../../../msgs/cdr.ts";
import { hostNode } from "../../../runtime/host.ts";
import { latched, reliable } from "../../../runtime/node.ts";
import { MS, say, SECOND, TEXT, textNode, world } from "../probe.ts";

Deno.test("observers see every message once, on delivery, before its readers", async () => {
  const { executor, bus, tell } = world();
  const seen: string[] = [];
  bus.observe((topic) => (_, at) => void seen.push(`observed ${topic.name} ${at / MS}`));
  for (const name of ["a", "b"]) {
    await hostNode(
      textNode(name, (io) => ({
        in(text) {
          seen.push(`${name} read`);
          say(io, text);
        },
      }), { inputs: { in: {} } }),
      bus,
    );
  }
  tell("/in", "x", 5 * MS);
  await executor.run({ until: 10 * MS });
  assert.deepEqual(seen, [
    "observed /in 5",
    "a read",
    "b read",
    "observed /a/said 5",
    "observed /b/said 5",
  ]);
});

Deno.test("bytes are made once a message, for all who want them, and are the codec's", async () => {
  const { executor, bus, tell } = world({ guard: false });
  const codec = codecOf(TEXT);
  const seen: string[] = [];
  let first: Uint8Array | undefined;
  bus.observeBytes(({ name, exact, type }) => {
    assert.deepEqual([name, exact, type], ["/in", true, TEXT]);
    return (bytes) => void (first = bytes);
  });
  bus.observeBytes(() => (bytes, at, message) => {
    assert.equal(bytes, first);
    assert.deepEqual(codec.decode(bytes), message);
    seen.push(`${at} ${codec.decode(bytes).data}`);
  });
  tell("/in", "one", 1);
  tell("/in", "two", 2);
  await executor.run({ until: 3 });
  assert.deepEqual(seen, ["1 one", "2 two"]);
});

Deno.test("what nobody reads costs no event; what is latched is kept all the same", async () => {
  const { executor, bus } = world();
  const plain = bus.advertise({ topic: "/a", type: TEXT, qos: reliable(1), by: "x" });
  const map = bus.advertise({ topic: "/b", type: TEXT, qos: latched(2), by: "x" });
  bus.connect();
  plain.publish({ data: "lost" }, 5);
  for (const data of ["1", "2", "3"]) map.publish({ data }, 5);
  await executor.run({ until: 10 });
  assert.deepEqual(map.latched, [{ data: "2" }, { data: "3" }]);
});

Deno.test("publish() into the past is a RangeError", async () => {
  const { executor, bus } = world();
  const writer = bus.advertise({ topic: "/a", type: TEXT, qos: reliable(1), by: "x" });
  await executor.run({ until: 10 });
  bus.observe(() => () => {});
  assert.throws(() => writer.publish({ data: "" }, 9), RangeError);
});

Deno.test("messages of one instant are delivered in order of publication", async () => {
  const { executor, tell, hear } = world();
  const heard = hear();
  for (const [i, topic] of ["/z", "/a", "/m", "/a", "/z"].entries()) {
    tell(topic, String(i), SECOND);
  }
  await executor.run({ until: SECOND });
  assert.deepEqual(heard, ["1000 /z 0", "1000 /a 1", "1000 /m 2", "1000 /a 3", "1000 /z 4"]);
});

Deno.test("a reader that ended during a delivery gets nothing of it", async () => {
  const { executor, bus, tell } = world();
  const seen: string[] = [];
  const nodes: { close(): void }[] = [];
  const reader = (name: string, run: () => void | Promise<void>) =>
    textNode(name, () => ({ in: () => (seen.push(name), run()) }), { inputs: { in: {} } });
  await hostNode(reader("a", () => Promise.resolve(nodes[1]!.close())), bus);
  nodes.push(await hostNode(reader("x", () => {}), bus));
  nodes.push(await hostNode(reader("b", () => {}), bus));
  await hostNode(reader("c", () => {}), bus);
  tell("/in", "x", 0);
  await executor.run({ until: 1 });
  assert.deepEqual(seen, ["a", "x", "c"]);
});
