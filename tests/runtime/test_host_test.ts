import assert from "#assert";
import { z } from "zod";
import { zeroOf } from "../../msgs/zero.ts";
import { bestEffort, defineNode, reliable } from "../../runtime/node.ts";
import { testHost } from "../../runtime/test_host.ts";

const STRING = "std_msgs/msg/String";

const node = defineNode({
  name: "n",
  params: z.object({ suffix: z.string().default("!") }),
  inputs: {
    heard: { topic: "heard", type: STRING, qos: reliable(10) },
    wheel: {
      topic: "wheel",
      type: ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"],
      qos: bestEffort(1),
    },
  },
  outputs: {
    said: { topic: "said", type: STRING, qos: reliable(10) },
    where: { topic: "where", type: STRING, qos: reliable(10) },
  },
  create({ suffix }, io) {
    let end = suffix;
    io.onParams((next) => void (end = (next as { suffix: string }).suffix));
    io.every(100, () => io.publish.where({ data: String(io.tf.static("a", "b")?.translation) }));
    return {
      heard({ data }) {
        if (data === "bad") throw new Error("bad");
        io.log.debug(data);
        io.publish.said({ data: data + end });
      },
      wheel: ({ type }) => io.publish.said({ data: type }),
    };
  },
});

Deno.test("what a synchronous handler does is there when send() returns, awaited or not", async () => {
  const host = await testHost(node);
  const pending = host.send("heard", { data: "a" });
  assert.deepEqual(host.outputs.said, [{ data: "a!" }]);
  await pending;
  assert.deepEqual(host.published, [{ output: "said", message: { data: "a!" }, at: 0 }]);
  assert.deepEqual(host.log, [{ at: 0, level: "debug", node: "/n", text: "a" }]);
});

Deno.test("send() at a later time waits for the clock; the past is refused", async () => {
  const host = await testHost(node, { suffix: "?" });
  await host.send("heard", { data: "later" }, 50_000_000);
  assert.deepEqual(host.outputs.said, []);
  await host.advance(49);
  assert.deepEqual(host.outputs.said, []);
  await host.advance(1);
  assert.deepEqual(host.received("said", STRING).map(({ data }) => data), ["later?"]);
  assert.equal(host.now, 50_000_000);
  await assert.rejects(host.send("heard", { data: "past" }, 0), RangeError);
});

Deno.test("transform() is seen by the node; timers run as the clock goes", async () => {
  const host = await testHost(node);
  await host.advance(100);
  await host.transform("a", "b", { rotation: [1, 0, 0, 0], translation: [1, 2, 3] });
  await host.advance(200);
  assert.deepEqual(host.outputs.where, [
    { data: "undefined" },
    { data: "1,2,3" },
    { data: "1,2,3" },
  ]);
});

Deno.test("types, parameters, errors and diagnostics", async () => {
  const types = { wheel: "geometry_msgs/msg/TwistStamped" } as const;
  const host = await testHost(node, {}, { types });
  await host.send("wheel", zeroOf("geometry_msgs/msg/TwistStamped"));
  assert.deepEqual(host.outputs.said, [{ data: "geometry_msgs/msg/TwistStamped" }]);
  assert.deepEqual(await host.setParams({ suffix: "." }), { ok: true });
  assert.equal((await host.setParams({ sufix: "." })).ok, false);
  await host.send("heard", { data: "a" });
  assert.deepEqual(host.outputs.said!.at(-1), { data: "a." });
  await host.send("heard", { data: "bad" });
  assert.deepEqual(host.errors.map(({ where }) => where), ["input heard"]);
  assert.equal(host.counters.errors, 1);
  assert.equal(host.diagnostics().at(-1)?.level, 2);
});

Deno.test("a wrong input, output or type is a TypeError that says what there is", async () => {
  const host = await testHost(node);
  await assert.rejects(host.send("herd", { data: "" }), /no input "herd"; known: heard, wheel/);
  assert.throws(() => host.received("said", "sensor_msgs/msg/Imu"), TypeError);
  assert.throws(() => host.received("none", STRING), TypeError);
  await assert.rejects(testHost(node, { sufix: "" }), /did you mean "suffix"/);
});

Deno.test("close() ends the node, and tells of a message that was written to", async () => {
  const host = await testHost(node);
  await host.send("heard", { data: "a" });
  await host.close();
  await host.send("heard", { data: "b" });
  await host.advance(1000);
  assert.deepEqual(host.outputs, { said: [{ data: "a!" }], where: [] });

  const other = await testHost(node);
  const message = { data: "a" };
  await other.send("heard", message);
  message.data = "b";
  await assert.rejects(other.close(), { name: "GuardError" });
});
