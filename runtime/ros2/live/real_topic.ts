/** A topic that hardware, or somebody else's node, publishes: decoded, counted, handed on. */
import { codecOf } from "../../../msgs/cdr.ts";
import type { Message, Qos, TypeName } from "../../../msgs/message.ts";
import type { Endpoint, RosNode, RosSubscription } from "../ros_node.ts";
import { wholeMessage } from "../whole.ts";

/** What is read. */
export interface RealTopicConfig {
  /** Absolute. */
  readonly topic: string;
  readonly type: TypeName;
}

/** Nothing of it may be lost while the run is busy. */
const DEPTH = 1000;

/** See the module's text. */
export class RealTopic implements RealTopicConfig {
  readonly topic: string;
  readonly type: TypeName;
  /** Whole messages. */
  count = 0;
  /** Messages that were not whole. */
  undecodable = 0;
  /** Gets each message as it comes; undefined: they are only counted. */
  onMessage: ((message: Message) => void) | undefined;
  readonly #ros: RosNode;
  #subscription: RosSubscription | undefined;

  /** Does not listen yet. */
  constructor(ros: RosNode, { topic, type }: RealTopicConfig) {
    this.#ros = ros;
    this.topic = topic;
    this.type = type;
  }

  /** Who else publishes it, as the graph knows. */
  publishers(): Endpoint[] {
    return this.#ros.publishersOf(this.topic).filter(({ node }) => node !== this.#ros.name);
  }

  /** Who else reads it. */
  readers(): Endpoint[] {
    return this.#ros.subscribersOf(this.topic).filter(({ node }) => node !== this.#ros.name);
  }

  /** Listens, with as much reliability and durability as all publishers offer. */
  open(): void {
    if (this.#subscription !== undefined) return;
    const offered = this.publishers().map(({ qos }) => qos);
    const all = (test: (qos: Qos) => boolean) => offered.length > 0 && offered.every(test);
    const qos: Qos = {
      reliability: all((one) => one.reliability === "reliable") ? "reliable" : "best_effort",
      durability: all((one) => one.durability === "transient_local")
        ? "transient_local"
        : "volatile",
      depth: DEPTH,
    };
    const codec = codecOf(this.type);
    this.#subscription = this.#ros.subscribe({ topic: this.topic, type: this.type, qos }, (cdr) => {
      const message: Message | undefined = wholeMessage(codec, cdr);
      if (message === undefined) {
        this.undecodable++;
        return;
      }
      this.count++;
      this.onMessage?.(message);
    });
  }

  /** Listens no more. */
  close(): void {
    this.#subscription?.close();
    this.#subscription = undefined;
  }
}
