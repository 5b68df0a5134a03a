/** A topic of the bus in memory on its way out to ROS 2. */
import { CdrScratch, type Codec, codecOf } from "../../../msgs/cdr.ts";
import type { Message, Qos, TypeName } from "../../../msgs/message.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { Callback } from "../../host/callback.ts";
import type { Subscriber, TopicInfo } from "../../memory/topic.ts";
import { bestEffort } from "../../node.ts";
import type { RosNode, RosPublisher } from "../ros_node.ts";

/** What is done with a message that is due: published at once, or after what must come first. */
export type Send = (outlet: Outlet, bytes: () => Uint8Array, at: Nanos) => Callback | undefined;

/** A reader on the bus, a publisher on ROS 2. */
export class Outlet implements Subscriber {
  readonly by: string = "ros2";
  readonly label: string = "outlet";
  readonly topic: string;
  readonly types: readonly TypeName[];
  readonly decided: TypeName | undefined = undefined;
  /** Content with every offer. */
  readonly qos: Qos = bestEffort(1);
  /** On ROS 2. */
  readonly publisher: RosPublisher;
  readonly #codec: Codec;
  readonly #scratch = new CdrScratch();
  readonly #send: Send;

  /** Offers on ROS 2 what the topic offers on the bus. */
  constructor(ros: RosNode, { name, type, qos }: TopicInfo, send: Send) {
    this.topic = name;
    this.types = [type];
    this.#codec = codecOf(type) as Codec;
    this.#send = send;
    this.publisher = ros.advertise({ topic: name, type, qos });
  }

  connected(): void {}

  deliver(message: Message, at: Nanos): Callback | undefined {
    return this.#send(this, () => this.#codec.encodeInto(message, this.#scratch), at);
  }
}
