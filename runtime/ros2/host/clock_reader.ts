/** Reads `/clock`. */
import { codecOf } from "../../../msgs/cdr.ts";
import type { Time } from "../../../msgs/time.ts";
import { bestEffort, reliable } from "../../node.ts";
import type { RosNode, RosSubscription } from "../ros_node.ts";
import { wholeMessage } from "../whole.ts";

const CODEC = codecOf("rosgraph_msgs/msg/Clock");

/** See the module's text. As every ROS 2 node it asks for best effort and the newest only. */
export class ClockReader {
  readonly #ros: RosNode;
  readonly #onTime: (time: Time) => void;
  #subscription: RosSubscription;

  /** Reads from now on. */
  constructor(ros: RosNode, { onTime }: { onTime: (time: Time) => void }) {
    this.#ros = ros;
    this.#onTime = onTime;
    this.#subscription = this.#open(false);
  }

  /** In lockstep every step counts. */
  reopenLossless(): void {
    this.#subscription.close();
    this.#subscription = this.#open(true);
  }

  #open(lossless: boolean): RosSubscription {
    return this.#ros.subscribe({
      topic: "/clock",
      type: "rosgraph_msgs/msg/Clock",
      qos: lossless ? reliable(10) : bestEffort(1),
    }, (bytes) => {
      const message = wholeMessage(CODEC, bytes);
      if (message !== undefined) this.#onTime(message.clock);
    });
  }
}
