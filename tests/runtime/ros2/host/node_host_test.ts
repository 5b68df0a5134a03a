import assert from "#assert";
import type { LogEntry } from "../../../../runtime/log.ts";
import { bestEffort, latched, reliable } from "../../../../runtime/node.ts";
import { type RosHostOptions, RosNodeHost } from "../../../../runtime/ros2/host/node_host.ts";
import {
  ACK_QOS,
  ACK_TOPIC,
  PARAMETERS_TOPIC,
  parseAck,
} from "../../../../runtime/ros2/lockstep.ts";
import { FakeGraph, settled } from "../fake_ros.ts";
import { probe, TEXT } from "./probe_node.ts";

const CLOCK = "rosgraph_msgs/msg/Clock";

/** A node on a made-up graph, a peer, and what is heard of the node. */
async function world(
  options: Partial<RosHostOptions> = {},
  prepare?: (peer: FakeGraph) => void,
  def = probe,
) {
  const graph = new FakeGraph();
  prepare?.(graph);
  const peer = graph.node("/peer");
  const heard = peer.listen("/said", TEXT, reliable(1000));
  const log: LogEntry[] = [];
  const ends: unknown[] = [];
  const ros = graph.node("/probe");
  const host = await RosNodeHost.start(def, ros, {
    say: (entry) => void log.push(entry),
    onEnd: (reason) => void ends.push(reason),
    ...options,
  });
  const clock = peer.teller("/clock", CLOCK);
  return {
    ...{ graph, peer, host, ros, log, ends },
    said: () => heard.splice(0).map(({ data }) => data),
    async time(ms: number) {
      clock({ clock: { sec: Math.floor(ms / 1000), nanosec: (ms % 1000) * 1_000_000 } });
      await settled();
    },
  };
}

Deno.test("with simulated time nothing happens before the first /clock, and then by it alone", async () => {
  const w = await world({ useSimTime: true });
  const tell = w.peer.teller("/fast", TEXT, bestEffort(1));
  for (const data of ["a", "b", "c"]) tell({ data });
  await settled();
  assert.deepEqual(w.said(), []);
  assert.equal(w.host.node, undefined);
  await w.time(5000);
  assert.deepEqual(w.said(), ["! b@0", "! c@0"], "what fits its depth waited");
  await w.time(5250);
  assert.deepEqual(w.said(), ["tick 1", "tick 2"]);
  tell({ data: "d" });
  await settled();
  assert.deepEqual(w.said(), ["! d@250"]);
  await w.time(5300);
  assert.deepEqual(w.said(), ["tick 3"]);
  w.host.close();
});

Deno.test("a /clock that jumps back lets the node begin anew; a little back is no jump", async () => {
  const w = await world({ useSimTime: true });
  await w.time(9000);
  await w.time(9150);
  await w.time(9120);
  assert.deepEqual(w.said(), ["tick 1"]);
  assert.equal(w.log.length, 0);
  await w.time(2000);
  assert.match(w.log[0]!.text, /^\/clock jumped to 2 s: the node begins anew$/);
  await w.time(2100);
  assert.deepEqual(w.said(), ["tick 1"]);
  const status = w.host.node!.statuses().find(({ name }) => name === "/probe: ros2");
  assert.equal(status?.values.find(({ key }) => key === "clock_jumps")?.value, "1");
  assert.equal(w.peer.listen("/once", TEXT, latched(1)).length, 0);
  w.host.close();
  assert.equal(w.ros.closed, true);
});

Deno.test("a late peer gets what was latched, and outputs end with the node", async () => {
  const w = await world({ useSimTime: true });
  await w.time(1000);
  const late = w.graph.node("/late").listen("/once", TEXT, latched(1));
  await settled();
  assert.deepEqual(late, [{ data: "here" }]);
  w.host.close();
  assert.deepEqual(w.peer.publishersOf("/said"), []);
});

Deno.test("an input with several types takes the one on the graph, and says so when there are two", async () => {
  const w = await world({ useSimTime: true });
  await w.time(1000);
  const stamped = w.peer.teller("/any", "geometry_msgs/msg/TwistStamped");
  const zero = { x: 0, y: 0, z: 0 };
  const header = { stamp: { sec: 0, nanosec: 0 }, frame_id: "" };
  const message = { header, twist: { linear: zero, angular: zero } };
  await waitFor(() => w.graph.readers.some(({ topic }) => topic === "/any"));
  stamped(message);
  await settled();
  assert.deepEqual(w.said(), ["! TwistStamped@0"]);
  w.peer.teller("/any", "geometry_msgs/msg/Twist");
  await waitFor(() => w.log.length > 0);
  assert.match(
    w.log[0]!.text,
    /^\/any: \/peer publishes geometry_msgs\/msg\/Twist, but \/probe reads/,
  );
  w.host.close();
});

Deno.test("bytes that are no message are counted and said on diagnostics; the node lives", async () => {
  const w = await world({ useSimTime: true });
  await w.time(1000);
  const raw = w.peer.advertise({ topic: "/slow", type: TEXT, qos: reliable(10) });
  raw.publish(Uint8Array.of(0, 1, 0, 0, 200, 0, 0, 0, 65));
  await settled();
  raw.publish(new Uint8Array());
  await settled();
  w.peer.teller("/slow", TEXT)({ data: "good" });
  await settled();
  assert.deepEqual(w.said(), ["! slow good@0"]);
  const status = w.host.node!.statuses().find(({ name }) => name === "/probe: ros2");
  assert.equal(status?.level, 1);
  assert.equal(status?.values.find(({ key }) => key === "slow.undecodable")?.value, "2");
  w.host.close();
});

Deno.test("parameters: bad ones stop the start, later changes are refused or applied", async () => {
  await assert.rejects(world({ params: { speed: 0 } }), /\/probe: parameter speed: .* got 0/);
  const w = await world({ useSimTime: true, params: { mark: "?" } });
  assert.deepEqual(w.ros.declared.map(({ name, value }) => [name, value]), [
    ["mark", "?"],
    ["speed", 1],
  ]);
  const set = w.ros.onSet!;
  assert.match((set({ speed: 11 }) as { reason: string }).reason, /speed.* got 11/);
  assert.deepEqual(set({ mark: "early" }), { ok: true });
  await w.time(1000);
  const tell = w.peer.teller("/slow", TEXT);
  tell({ data: "x" });
  await settled();
  assert.deepEqual(set({ mark: "late" }), { ok: true });
  assert.equal(set({ mark: "" }).ok, false);
  await settled();
  tell({ data: "y" });
  await settled();
  assert.deepEqual(w.said(), ["early slow x@0", "late slow y@0"]);
  w.host.close();
});

Deno.test("a harness in lockstep gets an acknowledgement after all that a message caused", async () => {
  const w = await world({ useSimTime: true, harnessParams: true }, (graph) => {
    const harness = graph.node("/harness");
    harness.listen(ACK_TOPIC, TEXT, ACK_QOS);
    harness.teller(PARAMETERS_TOPIC, TEXT, latched(1))({
      data: JSON.stringify({ "/probe": { ros__parameters: { mark: "given" } } }),
    });
  });
  const order: string[] = [];
  const harness = w.graph.node("/second");
  harness.subscribe({ topic: "/said", type: TEXT, qos: reliable(10) }, () => order.push("said"));
  harness.subscribe({ topic: ACK_TOPIC, type: TEXT, qos: ACK_QOS }, (bytes) => {
    const text = new TextDecoder().decode(bytes.subarray(8, bytes.length - 1));
    const { topic, sequence, published } = parseAck(text)!;
    order.push(`${topic} ${sequence} ${published["/said"]}`);
  });
  await w.time(1000);
  await waitFor(() => order.length > 0);
  const reader = w.graph.readers.find(({ topic }) => topic === "/fast");
  assert.equal(reader?.qos.reliability, "reliable", "nothing may be lost");
  w.peer.teller("/fast", TEXT)({ data: "x" });
  await settled();
  await w.time(1100);
  assert.deepEqual(w.said(), ["given x@0", "tick 1"]);
  assert.deepEqual(order, ["/clock 0 0", "said", "/fast 1 1", "said", "/clock 100000000 2"]);
  w.host.close();
});

Deno.test("on wall time the node lives by the system's clock", async () => {
  const system = { wall: 1_000_000, steady: 0 };
  const w = await world({
    system: { wallMs: () => system.wall, steadyMs: () => system.steady },
  });
  await settled();
  system.wall += 40;
  system.steady += 40;
  w.peer.teller("/slow", TEXT)({ data: "x" });
  await settled();
  assert.deepEqual(w.said(), ["! slow x@40"]);
  w.host.close();
});

Deno.test("another publisher of an output ends the start with an error that names both", async () => {
  const w = await world({ useSimTime: true }, (graph) => {
    graph.node("/rival").advertise({ topic: "/said", type: TEXT, qos: reliable(1) });
  });
  await waitFor(() => w.ends.length > 0);
  assert.match(String(w.ends[0]), /^GraphError: \/said: two publishers, \/probe and \/rival/);
  w.host.close();
});

/** Waits for what a timer of the host does. */
async function waitFor(done: () => boolean): Promise<void> {
  const until = performance.now() + 10_000;
  while (!done() && performance.now() < until) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  assert.ok(done(), "it never came");
}

Deno.test("a harness that is seen after its clock gets its acknowledgement with the next repetition", async () => {
  const w = await world({ useSimTime: true });
  await w.time(1000);
  const acks = w.graph.node("/dryrun").listen(ACK_TOPIC, TEXT, ACK_QOS);
  await w.time(1000);
  assert.deepEqual(acks.map(({ data }) => parseAck(data)?.sequence), [0]);
  const reader = w.graph.readers.find(({ topic }) => topic === "/fast");
  assert.equal(reader?.qos.reliability, "reliable");
  w.host.close();
});

Deno.test("a managed node is led by others, and after a jump of time to where it was", async () => {
  const w = await world({ useSimTime: true, managed: true }, undefined, {
    ...probe,
    lifecycle: true,
  });
  const ask = async (name: string, type: string, request: object = {}) => {
    const service = { service: `/probe/${name}`, type: `lifecycle_msgs/srv/${type}` };
    return await w.peer.call(service, request);
  };
  const change = async (label: string) => {
    const answer = await ask("change_state", "ChangeState", { transition: { id: 0, label } });
    return (answer as { success: boolean }).success;
  };
  const state = async () =>
    (await ask("get_state", "GetState") as { current_state: { label: string } })
      .current_state.label;
  const tell = w.peer.teller("/fast", TEXT, bestEffort(1));
  assert.equal(await change("configure"), false, "there is no time yet");
  assert.match(w.log[0]!.text, /^configure: refused, there is no time yet/);
  await w.time(1000);
  assert.equal(await state(), "unconfigured");
  assert.equal(await change("configure"), true);
  tell({ data: "a" });
  await w.time(1200);
  assert.deepEqual(w.said(), [], "inactive: no message, no timer");
  assert.equal(await change("activate"), true);
  tell({ data: "b" });
  await settled();
  assert.deepEqual(w.said(), ["! b@200"]);
  await w.time(500); // back
  assert.equal(await state(), "active");
  assert.equal(await change("deactivate"), true);
  await w.time(900);
  await w.time(100);
  assert.equal(await state(), "inactive");
  w.said();
  tell({ data: "c" });
  await settled();
  assert.deepEqual(w.said(), []);
  w.host.close();
});
