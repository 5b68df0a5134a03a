/** Joins a run of `sim` to ROS 2. */
import { pause, wallSeconds } from "../harness/host/wall.ts";
import type { Outside } from "../harness/run/run.ts";
import type { Scenario } from "../harness/schema/scenario.ts";
import { topicsOf } from "../runtime/memory/node_topics.ts";
import { HARNESS_NODE } from "../runtime/ros2/lockstep.ts";
import { closeRos, openNode } from "../runtime/ros2/ros_node.ts";
import { SimBridge } from "../runtime/ros2/sim/bridge.ts";

/** A run that is late catches up no faster than 5 x real time: no sensor sends in a burst. */
const BREATH_S = 0.002;
const BREATH_EVERY_NS = 10_000_000;

/** How `sim --ros` runs. */
export interface RosRun {
  readonly scenario: Scenario;
  /** The scenario's nodes run in processes of their own. */
  readonly nodesOutside: boolean;
  readonly realtime: boolean;
  readonly signal: AbortSignal;
  /** Gets a line while it waits for nodes, and one at the end. */
  readonly say: (line: string) => void;
}

/** What the run is given, what is called between its slices, and what ends it. */
export interface RosJoin {
  readonly outside: Outside;
  tick(at: number): Promise<void>;
  /** Ends ROS 2; says how late a paced run was. */
  close(): void;
}

/** A node of the harness on ROS 2, ready to be joined to the run. */
export async function joinRos(
  { scenario, nodesOutside, realtime, signal, say }: RosRun,
): Promise<RosJoin> {
  const ros = await openNode({ name: HARNESS_NODE });
  let bridge: SimBridge | undefined;
  const pace = new Pace();
  return {
    outside: {
      hostsNodes: nodesOutside,
      async join({ bus, nodes, durationNs }) {
        bridge = new SimBridge({
          ...{ ros, bus, durationNs },
          pace: nodesOutside && !realtime ? "lockstep" : "paced",
          nodes: !nodesOutside ? [] : Object.entries(nodes).map(([name, spec]) => {
            const { def, namespace, remap: remaps, params } = spec;
            const topics = topicsOf(def, { name, namespace, remaps });
            return { name, namespace, params, topics, managed: def.lifecycle };
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
      if (realtime && pace.tooLate(at)) await pause(BREATH_S);
    },
    close() {
      if (realtime) say(pace.summary());
      ros.close();
      closeRos();
    },
  };
}

/** How late a paced run is, slice by slice. */
class Pace {
  readonly #late: number[] = [];
  #began: number | undefined;
  #breath = 0;

  /** Notes when a slice was over; answers whether the run has to be held, 10 ms at a time. */
  tooLate(at: number): boolean {
    const now = wallSeconds();
    this.#began ??= now - at / 1e9;
    // The slice held what was due up to `at`: it may be published early by its length, no more.
    const late = now - this.#began - at / 1e9;
    this.#late.push(Math.max(late, 0));
    if (late < 0.01 || at < this.#breath) return false;
    this.#breath = at + BREATH_EVERY_NS;
    return true;
  }

  summary(): string {
    const sorted = [...this.#late].sort((a, b) => a - b);
    const quantile = (q: number) => sorted[Math.floor(q * (sorted.length - 1))] ?? 0;
    const ms = (seconds: number) => `${(seconds * 1e3).toFixed(2)} ms`;
    const missed = sorted.filter((late) => late > 1e-3).length;
    return `pace: half within ${ms(quantile(0.5))}, 99 % within ${ms(quantile(0.99))}, worst ` +
      `${ms(quantile(1))}; ${missed} of ${sorted.length} slices over 1 ms late`;
  }
}

/** What drives the robot, where that is nobody in this process and no path. */
function commandOf({ robot }: Scenario, published: ReadonlySet<string>) {
  if (!("cmd_vel" in robot) || robot.waypoints.length > 0) return undefined;
  const topic = robot.cmd_vel;
  return published.has(topic) ? undefined : { topic, type: "geometry_msgs/msg/Twist" } as const;
}
