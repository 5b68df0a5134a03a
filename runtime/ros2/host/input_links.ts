/** All inputs of a node on ROS 2, in the order in which they are served, and static transforms. */
import type { NodeTopics } from "../../memory/node_topics.ts";
import { latched, type NodeDef, REALTIME_GROUP } from "../../node.ts";
import type { RosNode } from "../ros_node.ts";
import { InputLink, type InputLinkConfig, type InputLinkEvents } from "./input_link.ts";

/** Where every node hears of static transforms. */
const TF_STATIC: InputLinkConfig = {
  key: "tf_static",
  topic: "/tf_static",
  types: ["tf2_msgs/msg/TFMessage"],
  decided: undefined,
  qos: latched(100),
  realtime: true,
};

/** Whose inputs. */
export interface InputsOf {
  readonly def: NodeDef;
  readonly topics: NodeTopics;
  /** Parsed. */
  readonly params: unknown;
}

/** See the module's text. */
export class InputLinks {
  /** Transforms first, then real-time inputs, then the others. */
  readonly all: readonly InputLink[];
  readonly #ros: RosNode;
  #lossless = false;

  /** Listens on every input whose type is known; the others wait for the graph to tell it. */
  constructor(ros: RosNode, { def, topics, params }: InputsOf, events: InputLinkEvents) {
    this.#ros = ros;
    const own = Object.entries(topics.inputs).map(([key, { topic, types, qos }]) => {
      const wish = (params as Record<string, unknown> | undefined)?.[`${key}_type`];
      const decided = types.find((type) => type === wish);
      const realtime = def.inputs[key]?.group === REALTIME_GROUP;
      return new InputLink({ key, topic, types, decided, qos, realtime }, events);
    });
    this.all = [
      new InputLink(TF_STATIC, events),
      ...own.filter(({ realtime }) => realtime),
      ...own.filter(({ realtime }) => !realtime),
    ];
    for (const link of this.all) {
      const type = link.decided ?? (link.types.length === 1 ? link.types[0] : undefined);
      if (type !== undefined) link.open(ros, type);
    }
  }

  /** The input to serve next; what is urgent and waits at DDS is seen before what is not. */
  next(): InputLink | undefined {
    for (const link of this.all) {
      if (link.realtime) link.poll();
      if (!link.inbox.empty) return link;
    }
    return undefined;
  }

  /** The type of an input that the graph has told. */
  open(link: InputLink, type: string): void {
    const known = link.types.find((one) => one === type);
    if (known !== undefined) link.open(this.#ros, known, { lossless: this.#lossless });
  }

  /** From now on nothing is lost on the way, whatever an input's QoS says: for lockstep. */
  reopenLossless(): void {
    this.#lossless = true;
    for (const link of this.all) {
      if (link.type !== undefined && link.qos.reliability === "best_effort") {
        link.open(this.#ros, link.type, { lossless: true });
      }
    }
  }

  /** Forgets what waits. */
  clear(): void {
    for (const link of this.all) link.inbox.clear();
  }
}
