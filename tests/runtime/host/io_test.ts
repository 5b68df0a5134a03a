import assert from "#assert";
import { hostNode } from "../../../runtime/host.ts";
import type { Io } from "../../../runtime/node.ts";
import { MS, say, SECOND, textNode, world } from "../probe.ts";

Deno.test("now(), stamp() and nanos() agree with the bus's epoch", async () => {
  const { executor, bus } = world({ epoch: { sec: 1000, nanosec: 500 } });
  const seen: unknown[] = [];
  let mine!: Io;
  const node = textNode("clock", (io) => {
    mine = io;
    io.every(1500, () => void seen.push([io.now(), io.stamp(io.now()), io.nanos(io.stamp(7))]));
    return {};
  });
  await hostNode(node, bus);
  await executor.run({ until: 2 * SECOND });
  assert.deepEqual(seen, [[1500 * MS, { sec: 1001, nanosec: 500_000_500 }, 7]]);
  assert.throws(() => mine.nanos({ sec: 1e10, nanosec: 0 }), /\/clock: stamp 10000000000/);
});

Deno.test("file() reads in real time, and no virtual time passes", async () => {
  const { executor, bus, tell, hear } = world({ foreignMs: 10 });
  const heard = hear();
  const file = async (path: string) => {
    await new Promise((resolve) => setTimeout(resolve, 30));
    return new TextEncoder().encode(`<${path}>`);
  };
  const node = textNode("reader", (io) => ({
    in: async (path) => say(io, new TextDecoder().decode(await io.file(path))),
    other: (text) => say(io, text),
  }), { inputs: { in: { group: "g" }, other: {} }, groups: { g: "reentrant" } });
  await hostNode(node, bus, { file });
  tell("/in", "map.yaml", 5 * MS);
  tell("/other", "after", 5 * MS);
  await executor.run({ until: SECOND });
  assert.deepEqual(heard.filter((line) => line.includes("said")), [
    "5 /reader/said <map.yaml>",
    "5 /reader/said after",
  ]);
});

Deno.test("a file that is read beside a sleep, or by code that is not awaited, still holds time", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const file = async (path: string) => {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return new TextEncoder().encode(path);
  };
  const node = await hostNode(
    textNode("reader", (io) => ({
      async both() {
        await Promise.all([io.sleep(1), io.file("a").then(() => say(io, "file"))]);
        say(io, "both");
      },
      loose: () => void io.file("a").then(() => say(io, "loose")),
      other: (text) => say(io, text),
    }), {
      inputs: { both: { group: "g" }, loose: { group: "g" }, other: { group: "g" } },
      groups: { g: "reentrant" },
    }),
    bus,
    { file },
  );
  tell("/both", "x", 0);
  tell("/loose", "x", 5 * MS);
  for (const ms of [0, 1, 2, 5, 6]) tell("/other", "other", ms * MS);
  await executor.run({ until: SECOND });
  assert.deepEqual(
    heard.filter((line) => line.includes("said")).map((l) => l.replace("/reader/said ", "")),
    [
      "0 file",
      "0 other",
      "1 both",
      "1 other",
      "2 other",
      "5 loose",
      "5 other",
      "6 other",
    ],
  );
  assert.equal(node.counters.strays, 0);
});

Deno.test("without files file() is an error that says so", async () => {
  const { bus } = world();
  const node = {
    ...textNode("reader", () => ({})),
    create: async (_: unknown, io: Io) => {
      await io.file("map.yaml");
      return {};
    },
  };
  await assert.rejects(hostNode(node, bus), /\/reader can't read map.yaml: no files here/);
});

Deno.test("log lines carry node, level and time; keyed ones come once; tf is the bus's", async () => {
  const { executor, bus } = world({ log: { level: "debug" } });
  const node = textNode("talker", (io) => {
    io.every(10, () => {
      io.log.warn("hot", "hot");
      io.log.debug(String(io.tf.static("a", "a")?.translation));
    });
    return {};
  });
  await hostNode(node, bus);
  await executor.run({ until: 20 * MS });
  assert.deepEqual(bus.log.entries, [
    { at: 10 * MS, node: "/talker", level: "warn", text: "hot" },
    { at: 10 * MS, node: "/talker", level: "debug", text: "0,0,0" },
    { at: 20 * MS, node: "/talker", level: "debug", text: "0,0,0" },
  ]);
});
