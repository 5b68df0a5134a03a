/** Commanded motion: the hardware is driven by what the scenario's robot does on its way. */
import { inverseRotate } from "../../core/math/quaternion.ts";
import { MILLISECOND, type Nanos, toTime } from "../../msgs/time.ts";
import { reliable, type TypeName } from "../../msgs/message.ts";
import type { Twist } from "../../msgs/types.ts";
import type { MemoryBus } from "../../runtime/memory.ts";
import { RealTopic } from "../../runtime/ros2/live/real_topic.ts";
import type { RosNode } from "../../runtime/ros2/ros_node.ts";
import type { Truth } from "../../sim/contract.ts";
import { truthState } from "../../sim/mod.ts";
import type { Scenario } from "../schema/scenario.ts";

/** Commands of somebody else, in the type that they are said in; without one in sight: Twist. */
export function commandsOf(ros: RosNode, topic: string): RealTopic {
  const said = new Set(ros.publishersOf(topic).map(({ type }) => type));
  return new RealTopic(ros, { topic, type: said.has(STAMPED) ? STAMPED : PLAIN });
}

/** Commands are said so often; base controllers stop after half a second of silence. */
const PERIOD: Nanos = 50 * MILLISECOND;

const PLAIN = "geometry_msgs/msg/Twist";
const STAMPED = "geometry_msgs/msg/TwistStamped";

/**
 * Says on the robot's `cmd_vel` how the scenario's robot moves, in the type that the hardware reads.
 * A robot without waypoints is driven by others, as the hardware is: then nothing is said here.
 */
export function commandMotion({ bus, ros, scenario: { robot }, truth }: {
  bus: MemoryBus;
  ros: RosNode;
  scenario: Pick<Scenario, "robot">;
  truth: Truth;
}): void {
  if (!("cmd_vel" in robot) || robot.waypoints.length === 0) return;
  const topic = robot.cmd_vel;
  const wanted = new Set(ros.subscribersOf(topic).map(({ type }) => type));
  const type: TypeName = wanted.has(STAMPED) && !wanted.has(PLAIN) ? STAMPED : PLAIN;
  const publisher = bus.advertise({ topic, type, qos: reliable(1), by: "simulator", exact: false });
  const state = truthState(), velocity = new Float64Array(3);
  const { executor, epoch } = bus;
  const say = () => {
    truth.at(Math.min(Math.max(executor.now, truth.start), truth.end), state);
    inverseRotate(velocity, state.orientation, state.velocity);
    const twist: Twist = {
      linear: { x: velocity[0]!, y: 0, z: 0 },
      angular: { x: 0, y: 0, z: state.angularVelocity[2]! },
    };
    const header = { stamp: toTime(executor.now, epoch), frame_id: "base_link" };
    publisher.publish(type === STAMPED ? { header, twist } : twist);
    executor.at(executor.now + PERIOD, say);
  };
  executor.at(executor.now, say);
}
