/**
 * A node for the tests beside it: repeats what comes on fifteen topics on fifteen others, and on
 * `slow` takes so many milliseconds of the event loop a message as its argument says. Ends with SIGINT.
 */
import { z } from "zod";
import { bestEffort, defineNode, reliable } from "../../../runtime/node.ts";
import { RosNodeHost } from "../../../runtime/ros2/host/node_host.ts";
import { closeRos, openNode } from "../../../runtime/ros2/ros_node.ts";

const TEXT = "std_msgs/msg/String";
const TOPICS = 15;
const BUSY_MS = Number(Deno.args[0] ?? 0);

const names = Array.from({ length: TOPICS }, (_, i) => i);

const wide = defineNode({
  name: "wide",
  params: z.object({}),
  inputs: {
    ...Object.fromEntries(names.map((i) => [
      `in_${i}`,
      { topic: `in_${i}`, type: TEXT, qos: reliable(100), group: "side" } as const,
    ])),
    slow: { topic: "slow", type: TEXT, qos: bestEffort(5) },
  },
  outputs: {
    ...Object.fromEntries(names.map((i) => [
      `out_${i}`,
      { topic: `out_${i}`, type: TEXT, qos: reliable(100) } as const,
    ])),
    handled: { topic: "handled", type: TEXT, qos: reliable(100) },
  },
  groups: { side: "reentrant" },
  create(_params, io) {
    const publish = io.publish as Record<string, (message: { data: string }) => void>;
    const repeat = names.map((i) =>
      [`in_${i}`, (message: { data: string }) => publish[`out_${i}`]!(message)] as const
    );
    return {
      ...Object.fromEntries(repeat),
      slow({ data }: { data: string }) {
        const until = performance.now() + BUSY_MS;
        while (performance.now() < until) { /* computes, where it should not */ }
        publish.handled!({ data });
      },
    } as never;
  },
});

const ros = await openNode({ name: "wide" });
const host = await RosNodeHost.start(wide, ros, {
  say: ({ text }) => console.error(text),
  onEnd: (reason) => {
    throw reason;
  },
});
console.log("wide is on ROS 2");
await new Promise((resolve) => Deno.addSignalListener("SIGINT", () => resolve(undefined)));
host.close();
closeRos();
Deno.exit(0);
