import assert from "#assert";
import { commandMotion, commandsOf } from "../../../harness/hil/command.ts";
import type { Twist } from "../../../msgs/types.ts";
import { Executor } from "../../../runtime/executor.ts";
import { MemoryBus } from "../../../runtime/memory.ts";
import { simulationOf } from "../../../harness/schema/sim_config.ts";
import { FakeGraph } from "../../runtime/ros2/fake_ros.ts";
import { MS, scene } from "./scenes.ts";

async function commands(robot = "waypoints: [[0, 0], [2, 0]]") {
  const scenario = await scene("truth: commanded");
  const given = { ...scenario, robot: { ...scenario.robot, ...JSON.parse(robot) } };
  const executor = new Executor(), bus = new MemoryBus(executor);
  const heard: [at: number, Twist][] = [];
  bus.observe(({ name }) =>
    name === "/cmd_vel" ? (message, at) => void heard.push([at, message as Twist]) : undefined
  );
  const simulation = simulationOf(scenario, { seed: 1, durationNs: 2e9 });
  while (simulation.next() < Infinity) simulation.step(() => {});
  commandMotion({ bus, ros: new FakeGraph().node("/n"), scenario: given, truth: simulation.truth });
  await executor.run({ until: 2e9 });
  return { heard, truth: simulation.truth };
}

Deno.test("the commanded motion is the true one's speed and turn, 20 times a second", async () => {
  const { heard, truth } = await commands("{}");
  assert.deepEqual(heard.map(([at]) => at), Array.from({ length: 41 }, (_, i) => i * 50 * MS));
  const state = {
    ...{ position: new Float64Array(3), orientation: new Float64Array(4) },
    ...{ velocity: new Float64Array(3), acceleration: new Float64Array(3) },
    ...{ angularVelocity: new Float64Array(3), angularAcceleration: new Float64Array(3) },
  };
  for (const [at, { linear, angular }] of heard) {
    truth.at(at, state);
    assert.ok(Math.abs(linear.x - Math.hypot(...state.velocity)) < 1e-9);
    assert.equal(angular.z, state.angularVelocity[2]);
  }
  assert.ok(heard.at(-1)![1].linear.x > 0.5);
});

Deno.test("a robot that others drive is not commanded here", async () => {
  assert.equal((await commands('{ "waypoints": [] }')).heard.length, 0);
});

Deno.test("commands of others are read in their type", () => {
  const graph = new FakeGraph();
  assert.equal(commandsOf(graph.node("/n"), "/cmd_vel").type, "geometry_msgs/msg/Twist");
  graph.node("/teleop").teller("/cmd_vel", "geometry_msgs/msg/TwistStamped");
  assert.equal(commandsOf(graph.node("/n"), "/cmd_vel").type, "geometry_msgs/msg/TwistStamped");
});
