/** Joins simulator and bus: what it emits is published, what commands the robot reaches it. */
import type { Emit } from "../../msgs/message.ts";
import type { Nanos } from "../../msgs/time.ts";
import type { MemoryBus } from "../../runtime/memory.ts";
import { GraphError } from "../../runtime/memory/match.ts";
import type { Publisher } from "../../runtime/memory/topic.ts";
import type { Simulation } from "../../sim/contract.ts";
import type { Scenario } from "../schema/scenario.ts";

/** Who publishes the simulator's topics, on the bus. */
export const SIMULATOR = "simulator";

/** Types of messages that drive a robot. */
const COMMANDS: readonly string[] = ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"];

/**
 * Makes the simulator a source of the executor, a publisher on the bus and a reader of commands.
 * With `held`, the time until which captures had to wait for truth, one that could not be made at its
 * time is made, and delivered, when it can be.
 * Connecting the bus throws `GraphError` where what drives the robot is of another type.
 */
export function connectSimulator(
  simulation: Simulation,
  { scenario: { robot }, bus, held }: {
    scenario: Pick<Scenario, "robot">;
    bus: MemoryBus;
    held?: (() => Nanos) | undefined;
  },
): void {
  const publishers: Record<string, Publisher> = {};
  for (const [topic, { type, qos }] of Object.entries(simulation.topics)) {
    publishers[topic] = bus.advertise({ topic, type, qos, by: SIMULATOR });
  }
  const { executor } = bus;
  const due = (at: Nanos) => held ? Math.max(at, held(), executor.now) : at;
  const emit: Emit = (topic, message, at) => publishers[topic]!.publish(message, due(at));
  executor.addSource({
    name: SIMULATOR,
    next: () => due(simulation.next()),
    step: () => simulation.step(emit),
    awaits: () => simulation.awaits,
    refill: () => simulation.arrival(),
  });
  if (!("cmd_vel" in robot) || robot.waypoints.length > 0) return;
  bus.observe(({ name, type }) => {
    if (name !== robot.cmd_vel) return undefined;
    if (!COMMANDS.includes(type)) {
      throw new GraphError(`${name}: is ${type}; the robot takes ${COMMANDS.join(" or ")}`);
    }
    return (message, at) => simulation.command(name, message, at);
  });
}
