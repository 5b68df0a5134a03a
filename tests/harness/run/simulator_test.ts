import assert from "#assert";
import { connectSimulator, SIMULATOR } from "../../../harness/run/simulator.ts";
import { simulationOf } from "../../../harness/schema/sim_config.ts";
import type { Message, TypeName } from "../../../msgs/message.ts";
import { reliable } from "../../../msgs/message.ts";
import { SECOND } from "../../../msgs/time.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import { truthState } from "../../../sim/mod.ts";
import { world } from "../../runtime/probe.ts";
import { SCENARIO, scenarioOf } from "../fixtures.ts";

const DRIVEN = SCENARIO.replace(/ {2}waypoints: .*\n/, "");

/** Simulator and bus, joined. */
async function joined(yaml: string, held?: () => number) {
  const scenario = await scenarioOf(yaml);
  const simulation = simulationOf(scenario, { seed: 1, durationNs: scenario.durationNs });
  const at = world();
  connectSimulator(simulation, { scenario, bus: at.bus, held });
  return { ...at, simulation };
}

Deno.test("connectSimulator() publishes every topic as the simulator offers it", async () => {
  const { bus, simulation } = await joined(SCENARIO);
  const offered = Object.entries(simulation.topics).map((
    [name, { type, qos }],
  ) => [name, type, qos]);
  assert.ok(offered.length > 6);
  assert.deepEqual(bus.topics().map(({ name, type, qos }) => [name, type, qos]), offered.sort());
  assert.equal(SIMULATOR, "simulator");
});

Deno.test("connectSimulator() delivers what the simulator emits, when it says so", async () => {
  const { bus, executor } = await joined(SCENARIO);
  const heard: [topic: string, message: Message, at: number][] = [];
  bus.observe(({ name }) => (message, at) => void heard.push([name, message, at]));
  await executor.run({ until: 3 * SECOND });
  const scenario = await scenarioOf();
  const other = simulationOf(scenario, { seed: 1, durationNs: scenario.durationNs });
  const emitted: typeof heard = [];
  while (other.next() < Infinity) {
    other.step((topic, message, at) => void emitted.push([topic, message, at]));
  }
  const due = emitted.filter(([, , at]) => at <= 3 * SECOND);
  const byTopic = (list: typeof heard) => Object.groupBy(list, ([topic]) => topic);
  assert.ok(due.length > 1000);
  assert.deepEqual(byTopic(heard), byTopic(due));
});

/** Where a robot without waypoints is after 2 s of messages at 10 Hz on a topic. */
async function drivenBy(type: TypeName, message: Message, topic = "/cmd_vel"): Promise<number[]> {
  const { bus, executor, simulation } = await joined(DRIVEN);
  const writer = bus.advertise({ topic, type, qos: reliable(1), by: "planner" });
  for (let i = 0; i < 20; i++) writer.publish(message, i * SECOND / 10);
  await executor.run({ until: 2 * SECOND });
  const state = truthState();
  simulation.truth.at(2 * SECOND, state);
  return [...state.position];
}

const twist = { linear: { x: 0.5, y: 0, z: 0 }, angular: { x: 0, y: 0, z: 0 } };
const stamped = { ...zeroOf("geometry_msgs/msg/TwistStamped") as object, twist } as Message;

Deno.test("connectSimulator(): both kinds of velocity command drive the robot alike", async () => {
  const [x, y] = await drivenBy("geometry_msgs/msg/Twist", twist as Message);
  // 0.5 m/s for 2 s, less what the lag of 0.1 s and the limit of 1 m/s² cost at the start.
  assert.ok(x! > 0.75 && x! < 0.9, `${x} m`);
  assert.equal(y, 0);
  assert.deepEqual(await drivenBy("geometry_msgs/msg/TwistStamped", stamped), [x, y, 0]);
});

Deno.test("connectSimulator(): a robot without commands, or with them elsewhere, stands", async () => {
  assert.deepEqual(await drivenBy("geometry_msgs/msg/Twist", twist as Message, "/other"), [
    0,
    0,
    0,
  ]);
});

Deno.test("connectSimulator() refuses a command of another type, by topic and type", async () => {
  await assert.rejects(
    drivenBy("std_msgs/msg/String", { data: "go" } as Message),
    /^GraphError: \/cmd_vel: is std_msgs\/msg\/String; the robot takes geometry_msgs\/msg\/Twist or/,
  );
});

Deno.test("connectSimulator(): a free body and one with waypoints take no commands", async () => {
  const free = SCENARIO.replace(/robot:[^]*sensors:/, "robot: { type: free }\nsensors:")
    .replace(/ {2}wheel: .*\n/, "");
  for (const yaml of [free, SCENARIO]) {
    const { bus, executor } = await joined(yaml);
    const type = "std_msgs/msg/String";
    const writer = bus.advertise({ topic: "/cmd_vel", type, qos: reliable(1), by: "anybody" });
    writer.publish({ data: "anything" } as Message, 0);
    assert.equal(await executor.run({ until: SECOND / 10 }), "done");
  }
});

Deno.test("connectSimulator(): captures that were held up go out when they can, in order", async () => {
  let known = 0;
  const { bus, executor } = await joined(SCENARIO, () => known);
  const heard: number[] = [];
  bus.observe(({ name }) => name === "/imu/data" ? (_, at) => void heard.push(at) : undefined);
  await executor.run({ until: SECOND / 10 });
  const before = heard.length;
  assert.ok(before > 5);
  known = SECOND / 2;
  await executor.run({ until: SECOND });
  // One was on its way already.
  assert.ok(heard.slice(before + 1).every((at) => at >= SECOND / 2), `${heard}`);
  assert.ok(heard.every((at, i) => i === 0 || at >= heard[i - 1]!));
});
