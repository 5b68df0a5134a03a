import assert from "#assert";
import { Lifecycle } from "../../../../runtime/lifecycle/machine.ts";
import type { LifecycleState, LifecycleStep } from "../../../../runtime/lifecycle/states.ts";
import { TRANSITIONS } from "../../../../runtime/lifecycle/states.ts";
import {
  LifecycleDesk,
  LifecycleServer,
  stepsTo,
} from "../../../../runtime/ros2/host/lifecycle_server.ts";
import { reliable } from "../../../../runtime/node.ts";
import { FakeGraph } from "../fake_ros.ts";

/** A server whose node is in a state, and somebody who calls it. */
function served(state: LifecycleState) {
  const graph = new FakeGraph();
  const steps: LifecycleStep[] = [];
  const server = new LifecycleServer(graph.node("/a/node"), {
    state: () => state,
    change: (step) => Promise.resolve(steps.push(step) > 0),
  });
  const peer = graph.node("/peer");
  const call = async (name: string, type: string, request: object = {}) => {
    const service = { service: `/a/node/${name}`, type: `lifecycle_msgs/srv/${type}` };
    return await peer.call(service, request) as Record<string, unknown>;
  };
  const change = (id: number, label = "") =>
    call("change_state", "ChangeState", { transition: { id, label } });
  return { server, peer, steps, call, change };
}

Deno.test("states and transitions are told in the words of lifecycle_msgs", async () => {
  const { call } = served("inactive");
  assert.deepEqual(await call("get_state", "GetState"), {
    current_state: { id: 2, label: "inactive" },
  });
  const { available_states: states } = await call("get_available_states", "GetAvailableStates");
  assert.equal((states as unknown[]).length, 11);
  const now = await call("get_available_transitions", "GetAvailableTransitions");
  assert.deepEqual((now.available_transitions as unknown[])[0], {
    transition: { id: 2, label: "cleanup" },
    start_state: { id: 2, label: "inactive" },
    goal_state: { id: 11, label: "cleaningup" },
  });
  const all = await call("get_transition_graph", "GetAvailableTransitions");
  assert.equal((all.available_transitions as unknown[]).length, TRANSITIONS.length);
});

Deno.test("a step is asked for by label or by number; the label goes first", async () => {
  const { change, steps } = served("inactive");
  assert.deepEqual(await change(3), { success: true });
  assert.deepEqual(await change(0, "cleanup"), { success: true });
  assert.deepEqual(await change(99, "shutdown"), { success: true });
  assert.deepEqual(await change(3, "deactivate"), { success: false });
  assert.deepEqual(await change(1), { success: false }, "configure is not for this state");
  assert.deepEqual(steps, ["activate", "cleanup", "shutdown"]);
});

Deno.test("how a step ends is not for others to say", async () => {
  const { change, steps } = served("configuring");
  for (const id of [10, 11, 12]) assert.deepEqual(await change(id), { success: false });
  assert.deepEqual(await change(0, "transition_success"), { success: false });
  assert.deepEqual(steps, []);
});

Deno.test("each transition is an event, with its time", () => {
  const { server, peer } = served("active");
  const heard: Uint8Array[] = [];
  const topic = "/a/node/transition_event";
  const type = "lifecycle_msgs/msg/TransitionEvent";
  peer.subscribe({ topic, type, qos: reliable(10) }, (bytes) => void heard.push(bytes));
  server.say(TRANSITIONS[0]!, 5n);
  const view = new DataView(heard[0]!.buffer, heard[0]!.byteOffset);
  assert.equal(view.getBigUint64(4, true), 5n);
  const text = new TextDecoder().decode(heard[0]);
  for (const label of ["configure", "unconfigured", "configuring"]) assert.ok(text.includes(label));
});

Deno.test("the desk does what was asked for in order, or refuses it", async () => {
  const desk = new LifecycleDesk();
  const done: string[] = [];
  const lifecycle = new Lifecycle((step) => (done.push(step), Promise.resolve("success")));
  const answers = Promise.all([desk.ask("activate"), desk.ask("configure"), desk.ask("activate")]);
  await desk.work(lifecycle);
  assert.deepEqual([await answers, done], [[false, true, true], ["configure", "activate"]]);
  const refused = desk.ask("shutdown");
  desk.refuse();
  assert.equal(await refused, false);
});

Deno.test("a new node is led to where one was", () => {
  assert.deepEqual(stepsTo("active"), ["configure", "activate"]);
  assert.deepEqual(stepsTo("inactive"), ["configure"]);
  assert.deepEqual(stepsTo("unconfigured"), []);
  assert.deepEqual(stepsTo("finalized"), ["shutdown"]);
});
