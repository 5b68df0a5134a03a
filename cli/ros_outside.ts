/** Joins a run of `sim` to ROS 2. */
import { pause } from "../harness/host/wall.ts";
import type { Outside } from "../harness/run/run.ts";
import type { Scenario } from "../harness/schema/scenario.ts";
import { topicsOf } from "../runtime/memory/node_topics.ts";
import { closeRos, openNode } from "../runtime/ros2/ros_node.ts";
import { SimBridge } from "../runtime/ros2/sim/bridge.ts";

/** The least time between two slices of 10 ms. */
const SLICE_S = 0.002;

/** How `sim --ros` runs. */
export interface RosRun {
  readonly scenario: Scenario;
  /** The scenario's nodes run in processes of their own. */
  readonly nodesOutside: boolean;
  readonly realtime: boolean;
  readonly signal: AbortSignal;
  /** Said while it waits for nodes. */
  readonly say: (line: string) => void;
}

/** What the run is given, what is called between its slices, and what ends it. */
export interface RosJoin {
  readonly outside: Outside;
  tick(at: number): Promise<void>;
  close(): void;
}

/** A node of the harness on ROS 2, ready to be joined to the run. */
export async function joinRos(
  { scenario, nodesOutside, realtime, signal, say }: RosRun,
): Promise<RosJoin> {
  const ros = await openNode({ name: "dryrun" });
  let bridge: SimBridge | undefined;
  return {
    outside: {
      hostsNodes: nodesOutside,
      async join({ bus, nodes, durationNs }) {
        bridge = new SimBridge({
          ...{ ros, bus, durationNs },
          pace: nodesOutside && !realtime ? "lockstep" : "paced",
          nodes: !nodesOutside ? [] : Object.entries(nodes).map(([name, spec]) => {
            const { def, namespace, remap: remaps, params } = spec;
            return { name, namespace, params, topics: topicsOf(def, { name, namespace, remaps }) };
          }),
          command: commandOf(scenario, new Set(bus.topics().map(({ name }) => name))),
        });
        const names = Object.keys(nodes).join(", ");
        if (nodesOutside && names !== "") say(`waiting for nodes on ROS 2: ${names}`);
        await bridge.ready(signal);
      },
    },
    async tick(at) {
      bridge?.tick(at);
      // A run that is late catches up slice by slice, not in a burst that no sensor would send.
      if (realtime) await pause(SLICE_S);
    },
    close() {
      ros.close();
      closeRos();
    },
  };
}

/** What drives the robot, where that is nobody in this process and no path. */
function commandOf({ robot }: Scenario, published: ReadonlySet<string>) {
  if (!("cmd_vel" in robot) || robot.waypoints.length > 0) return undefined;
  const topic = robot.cmd_vel;
  return published.has(topic) ? undefined : { topic, type: "geometry_msgs/msg/Twist" } as const;
}
