/** A node for tests of its host: repeats texts, counts by a timer, takes parameters. */
import { z } from "zod";
import {
  bestEffort,
  defineNode,
  latched,
  type NodeDef,
  reliable,
} from "../../../../runtime/node.ts";

export const TEXT = "std_msgs/msg/String";

/** Says `mark text@now` for each text, `slow text` for slow ones, `tick n` every 100 ms. */
export const probe: NodeDef = defineNode({
  name: "probe",
  params: z.object({
    mark: z.string().min(1).default("!"),
    speed: z.number().gt(0).max(10).default(1),
  }),
  inputs: {
    slow: { topic: "slow", type: TEXT, qos: reliable(2) },
    fast: { topic: "fast", type: TEXT, qos: bestEffort(2), group: "realtime" },
    any: {
      topic: "any",
      type: ["geometry_msgs/msg/Twist", "geometry_msgs/msg/TwistStamped"],
      qos: reliable(1),
    },
  },
  outputs: {
    said: { topic: "said", type: TEXT, qos: reliable(10) },
    once: { topic: "once", type: TEXT, qos: latched(1) },
  },
  groups: { realtime: "exclusive" },
  create(params, io) {
    let { mark } = params;
    let ticks = 0;
    io.onParams((next) => mark = (next as { mark: string }).mark);
    io.publish.once({ data: "here" });
    io.every(100, () => io.publish.said({ data: `tick ${++ticks}` }));
    const say = (text: string) => io.publish.said({ data: `${mark} ${text}@${io.now() / 1e6}` });
    return {
      slow: ({ data }) => say(`slow ${data}`),
      fast: ({ data }) => say(data),
      any: ({ type }) => say(type.split("/").at(-1)!),
    };
  },
});
