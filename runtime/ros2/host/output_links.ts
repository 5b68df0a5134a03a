/** The publishers of a node on ROS 2, with what went out on each counted. */
import type { Qos, TypeName } from "../../../msgs/message.ts";
import { type NodeTopics } from "../../memory/node_topics.ts";
import { reliable } from "../../node.ts";
import type { RosNode, RosPublisher } from "../ros_node.ts";
import type { Watched } from "./graph_watch.ts";

/** One output. */
export interface OutputLink extends Watched {
  readonly types: readonly [TypeName];
  readonly qos: Qos;
  readonly publisher: RosPublisher;
}

/** See the module's text. */
export class OutputLinks {
  /** Messages that went out, by topic. */
  readonly published: Record<string, number> = {};
  readonly #links = new Map<string, OutputLink>();

  /** Advertises the outputs of a node, and `/diagnostics`. */
  constructor(ros: RosNode, outputs: NodeTopics["outputs"], onMismatch: () => void) {
    const diagnostics = {
      topic: "/diagnostics",
      type: "diagnostic_msgs/msg/DiagnosticArray",
      qos: reliable(10),
    } as const;
    for (const { topic, type, qos } of [...Object.values(outputs), diagnostics]) {
      const publisher = ros.advertise({ topic, type, qos, onMismatch });
      this.#links.set(topic, { topic, types: [type], qos, publisher });
      this.published[topic] = 0;
    }
  }

  /** Each of them. */
  get all(): readonly OutputLink[] {
    return [...this.#links.values()];
  }

  /** What sends the bytes of a topic's messages; undefined: it is no output. */
  sender(topic: string): ((bytes: Uint8Array) => void) | undefined {
    const link = this.#links.get(topic);
    return link && ((bytes) => {
      link.publisher.publish(bytes);
      this.published[topic]!++;
    });
  }
}
