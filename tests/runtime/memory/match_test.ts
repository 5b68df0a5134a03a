import assert from "#assert";
import { z } from "zod";
import { zeroOf } from "../../../msgs/zero.ts";
import type { TypeName } from "../../../msgs/message.ts";
import { hostNode } from "../../../runtime/host.ts";
import { GraphError } from "../../../runtime/memory/match.ts";
import { defineNode, reliable } from "../../../runtime/node.ts";
import { SECOND, TEXT, textNode, world } from "../probe.ts";

const TWIST = "geometry_msgs/msg/Twist";
const STAMPED = "geometry_msgs/msg/TwistStamped";

function wheelNode(types: TypeName | TypeName[], got: unknown[] = []) {
  return defineNode({
    name: "reader",
    params: z.object({ wheel_type: z.string().optional() }),
    inputs: { wheel: { topic: "wheel", type: types, qos: reliable(10) } },
    outputs: {},
    create: () => ({ wheel: (given) => void got.push(given) }),
  });
}

Deno.test("a type that a reader does not take is an error with topic, both sides, both types", async () => {
  const { bus } = world();
  await hostNode(wheelNode(TWIST), bus);
  bus.advertise({ topic: "/wheel", type: TEXT, qos: reliable(1), by: "simulator" });
  assert.throws(() => bus.connect(), (error: Error) => {
    assert.equal(error.name, "GraphError");
    assert.equal(
      error.message,
      "/wheel: simulator publishes std_msgs/msg/String, but /reader's input wheel reads " +
        "geometry_msgs/msg/Twist",
    );
    return true;
  });
});

Deno.test("a type mismatch is found by run() too, before anything happens", async () => {
  const { executor, bus, tell } = world();
  let got = 0;
  await hostNode(textNode("ok", () => ({ in: () => void got++ }), { inputs: { in: {} } }), bus);
  await hostNode(wheelNode([TWIST, STAMPED]), bus);
  tell("/in", "x", 0);
  tell("/wheel", "x", 0);
  await assert.rejects(executor.run({ until: 1 }), GraphError);
  assert.equal(got, 0);
});

Deno.test("several types on one topic: an error unless the reader's parameter decides", async () => {
  const setUp = async (params: Record<string, unknown>, got: unknown[]) => {
    const { executor, bus } = world();
    await hostNode(wheelNode([TWIST, STAMPED], got), bus, { params });
    const twist = bus.advertise({ topic: "/wheel", type: TWIST, qos: reliable(1), by: "a" });
    const stamped = bus.advertise({ topic: "/wheel", type: STAMPED, qos: reliable(1), by: "b" });
    twist.publish(zeroOf(TWIST));
    stamped.publish(zeroOf(STAMPED));
    await executor.run({ until: SECOND });
  };
  await assert.rejects(
    setUp({}, []),
    /\/wheel: two types on one topic: a publishes .*Twist, b publishes .*TwistStamped; the parameter wheel_type of \/reader decides/,
  );
  const got: unknown[] = [];
  await setUp({ wheel_type: STAMPED }, got);
  assert.deepEqual(got, [{ type: STAMPED, msg: zeroOf(STAMPED) }]);
});

Deno.test("two types on a topic without a reader are an error as well", () => {
  const { bus } = world();
  bus.advertise({ topic: "/t", type: TWIST, qos: reliable(1), by: "a" });
  bus.advertise({ topic: "/t", type: TEXT, qos: reliable(1), by: "b" });
  assert.throws(() => bus.connect(), /\/t: two types on one topic/);
});

Deno.test("a node's output has no second writer; /tf and /diagnostics may have many", async () => {
  const { bus } = world();
  await hostNode(textNode("one", () => ({}), { said: "odom" }), bus);
  await hostNode(textNode("two", () => ({}), { said: "/odom" }), bus);
  assert.throws(() => bus.connect(), {
    name: "GraphError",
    message: "/odom: two publishers, /one and /two; a node's output has only one",
  });

  const other = world().bus;
  const tf = (name: string) =>
    defineNode({
      name,
      params: z.object({}),
      inputs: {},
      outputs: { tf: { topic: "/tf", type: "tf2_msgs/msg/TFMessage", qos: reliable(1) } },
      create: () => ({}),
    });
  await hostNode(tf("a"), other);
  await hostNode(tf("b"), other);
  other.connect();
});

Deno.test("the simulator and a node can't share a topic, two sources that are no nodes can", async () => {
  const { bus } = world();
  bus.advertise({ topic: "/said", type: TEXT, qos: reliable(1), by: "simulator" });
  bus.advertise({ topic: "/said", type: TEXT, qos: reliable(1), by: "log" });
  bus.connect();
  await hostNode(textNode("n", () => ({}), { said: "said" }), bus);
  assert.throws(() => bus.connect(), /two publishers, simulator and log|simulator and \/n/);
});
