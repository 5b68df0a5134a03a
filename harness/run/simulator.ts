/** Joins simulator and bus: what it emits is published, what commands the robot reaches it. */
import type { Emit, Message } from "../../msgs/message.ts";
import type { Executor } from "../../runtime/executor.ts";
import type { MemoryBus } from "../../runtime/memory.ts";
import type { Simulation } from "../../sim/contract.ts";

/** Who publishes the simulator's topics, on the bus. */
export const SIMULATOR = "simulator";

/** Makes the simulator a source of the executor and a publisher on the bus. */
export function connectSimulator(simulation: Simulation, executor: Executor, bus: MemoryBus): void {
  const publishers: Record<string, { publish(message: Message, at: number): void }> = {};
  for (const [topic, { type, qos }] of Object.entries(simulation.topics)) {
    publishers[topic] = bus.advertise({ topic, type, qos, by: SIMULATOR });
  }
  const emit: Emit = (topic, message, at) => publishers[topic]!.publish(message, at);
  executor.addSource({
    name: SIMULATOR,
    next: () => simulation.next(),
    step: () => simulation.step(emit),
  });
}
