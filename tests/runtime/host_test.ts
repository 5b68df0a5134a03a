import assert from "#assert";
import { z } from "zod";
import { hostNode } from "../../runtime/host.ts";
import { GraphError } from "../../runtime/memory/match.ts";
import { bestEffort, defineNode, latched, reliable } from "../../runtime/node.ts";
import { ParameterError } from "../../runtime/params.ts";
import { MS, say, SECOND, textNode, world } from "./probe.ts";

Deno.test("a synchronous handler publishes at the instant of its message", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const node = textNode("echo", (io) => ({ in: (text, at) => say(io, `${text}@${at / MS}`) }), {
    inputs: { in: {} },
  });
  await hostNode(node, bus);
  for (const at of [1, 2, 3]) tell("/in", `m${at}`, at * MS);
  await executor.run({ until: SECOND });
  assert.deepEqual(heard.filter((line) => line.includes("said")), [
    "1 /echo/said m1@1",
    "2 /echo/said m2@2",
    "3 /echo/said m3@3",
  ]);
});

Deno.test("create() may be async, may publish what is latched, and may not sleep", async () => {
  const { executor, bus, hear } = world();
  const heard = hear();
  const early = defineNode({
    name: "early",
    params: z.object({}),
    inputs: {},
    outputs: { said: { topic: "said", type: "std_msgs/msg/String", qos: latched(1) } },
    async create(_params, io) {
      io.publish.said({ data: "from create" });
      await assert.rejects(io.sleep(1), /time has not started/);
      io.publish.said({ data: String(await io.work(() => 42)) });
      return {};
    },
  });
  const node = await hostNode(early, bus);
  await executor.run({ until: SECOND });
  assert.deepEqual(heard, ["0 /said from create", "0 /said 42"]);
  assert.equal(node.counters.strays, 0);
});

Deno.test("a create() that throws leaves nothing behind", async () => {
  const { bus } = world();
  const bad = textNode("bad", () => {
    throw new RangeError("no map");
  });
  await assert.rejects(hostNode(bad, bus), /no map/);
  bus.connect();
  assert.deepEqual(bus.topics(), []);
  await assert.rejects(
    hostNode(textNode("mute", () => ({}), { inputs: { in: {} } }), bus),
    /mute: create returned no handler of input in/,
  );
});

Deno.test("namespaces and remaps decide where inputs and outputs are", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const node = textNode("echo", (io) => ({ in: (text) => say(io, text) }), {
    inputs: { in: { topic: "imu/data" } },
    said: "~/said",
  });
  const one = await hostNode(node, bus, { namespace: "/robot1" });
  const two = await hostNode(node, bus, {
    name: "two",
    remaps: { "imu/data": "/other", "~/said": "there" },
  });
  assert.deepEqual([one.name, two.name], ["/robot1/echo", "/two"]);
  tell("/robot1/imu/data", "a", 0);
  tell("/other", "b", 1);
  await executor.run({ until: SECOND });
  assert.deepEqual(heard.filter((line) => !/imu|other/.test(line)), [
    "0 /robot1/echo/said a",
    "0.000001 /there b",
  ]);
});

Deno.test("a node that reads the truth is refused, remapped or not", async () => {
  const { bus } = world();
  const spy = (topic: string) =>
    textNode("spy", () => ({ in() {} }), { inputs: { in: { topic } } });
  await assert.rejects(hostNode(spy("/ground_truth/odom"), bus), GraphError);
  await assert.rejects(
    hostNode(spy("odom"), bus, { remaps: { odom: "/robot/ground_truth/odom" } }),
    /input in reads \/robot\/ground_truth\/odom: nodes never see the truth/,
  );
});

Deno.test("two nodes of one name are refused until one has gone", async () => {
  const { bus } = world();
  const first = await hostNode(textNode("a", () => ({})), bus);
  await assert.rejects(hostNode(textNode("a", () => ({}), { said: "b" }), bus), /named \/a/);
  first.close();
  await hostNode(textNode("a", () => ({})), bus);
  bus.connect();
});

Deno.test("a handler that throws is logged and counted, and the node lives", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  const node = await hostNode(
    textNode("fragile", (io) => ({
      in(text) {
        if (text === "sync") throw new TypeError("no such field");
        if (text === "async") return Promise.reject(new Error("later"));
        if (text === "thing") throw "a string";
        say(io, text);
      },
    }), { inputs: { in: {} } }),
    bus,
  );
  for (const [i, text] of ["sync", "async", "sync", "thing", "ok"].entries()) {
    tell("/in", text, i * MS);
  }
  await executor.run({ until: SECOND });
  assert.deepEqual(heard.at(-1), "4 /fragile/said ok");
  assert.equal(node.counters.errors, 4);
  assert.deepEqual(node.errors.map(({ at, where }) => [at / MS, where]), [
    [0, "input in"],
    [1, "input in"],
    [2, "input in"],
    [3, "input in"],
  ]);
  assert.deepEqual(bus.log.entries.map(({ at, node, level, text }) => [at, node, level, text]), [
    [0, "/fragile", "error", "input in failed: TypeError: no such field"],
    [MS, "/fragile", "error", "input in failed: Error: later"],
    [3 * MS, "/fragile", "error", "input in failed: a string"],
  ]);
});

Deno.test("parameters are parsed with their defaults, and bad ones refused", async () => {
  const { bus } = world();
  const seen: unknown[] = [];
  const def = defineNode({
    name: "tuned",
    params: z.object({ imu_weight: z.number().min(0).max(1).default(0.8) }),
    inputs: {},
    outputs: {},
    create: (params) => (seen.push(params), {}),
  });
  await hostNode(def, bus);
  await hostNode(def, bus, { name: "b", params: { imu_weight: 0.5 } });
  assert.deepEqual(seen, [{ imu_weight: 0.8 }, { imu_weight: 0.5 }]);
  await assert.rejects(
    hostNode(def, bus, { name: "c", params: { imu_weight: 2 } }),
    ParameterError,
  );
  await assert.rejects(
    hostNode(def, bus, { name: "c", params: { imu_wieght: 0.2 } }),
    /\/c: parameter imu_wieght: unknown name; did you mean "imu_weight"\?/,
  );
});

Deno.test("an input with a list of types gets { type, msg } of the type on the topic", async () => {
  for (const type of ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"] as const) {
    const { executor, bus } = world();
    const seen: string[] = [];
    const def = defineNode({
      name: "many",
      params: z.object({}),
      inputs: {
        wheel: {
          topic: "wheel",
          type: ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"],
          qos: bestEffort(1),
        },
      },
      outputs: {},
      create: () => ({
        wheel(given) {
          const twist = given.type === "geometry_msgs/msg/Twist" ? given.msg : given.msg.twist;
          seen.push(`${given.type} ${twist.linear.x}`);
        },
      }),
    });
    await hostNode(def, bus);
    const writer = bus.advertise({ topic: "/wheel", type, qos: reliable(1), by: "test" });
    const zero = { x: 0, y: 0, z: 0 };
    const twist = { linear: { x: 3, y: 0, z: 0 }, angular: zero };
    const header = { stamp: { sec: 1, nanosec: 0 }, frame_id: "" };
    writer.publish(type === "geometry_msgs/msg/Twist" ? twist : { header, twist });
    await executor.run({ until: 1 });
    assert.deepEqual(seen, [`${type} 3`]);
  }
});

Deno.test("after close() nothing is called, and nothing that it publishes leaves", async () => {
  const { executor, bus, tell, hear } = world();
  const heard = hear();
  let ticks = 0;
  const node = await hostNode(
    textNode("gone", (io) => {
      io.every(10, () => void ticks++);
      return {
        async in(text) {
          await io.sleep(50);
          say(io, text);
        },
      };
    }, { inputs: { in: { group: "side" } }, groups: { side: "reentrant" } }),
    bus,
  );
  tell("/in", "before", 0);
  tell("/in", "after", 60 * MS);
  executor.at(30 * MS, () => node.close());
  await executor.run({ until: SECOND });
  assert.equal(ticks, 2);
  assert.deepEqual(heard, ["0 /in before", "60 /in after"]);
});

Deno.test("a node that starts late gets what was latched, in order, up to its own depth", async () => {
  const { executor, bus, tell, hear } = world();
  hear();
  const seen: string[] = [];
  for (const [i, text] of ["a", "b", "c", "d"].entries()) tell("/map", text, i * MS, latched(3));
  const reader = (name: string, qos = latched(10)) =>
    textNode(name, () => ({ map: (text, at) => void seen.push(`${name} ${text} ${at / MS}`) }), {
      inputs: { map: { qos } },
    });
  executor.at(10 * MS, async () => void await hostNode(reader("late"), bus));
  executor.at(20 * MS, async () => void await hostNode(reader("short", latched(1)), bus));
  executor.at(30 * MS, async () => void await hostNode(reader("vol", reliable(10)), bus));
  await executor.run({ until: 100 * MS });
  assert.deepEqual(seen, ["late b 10", "late c 10", "late d 10", "short d 20"]);
});
