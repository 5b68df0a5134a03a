/** Publishes `/clock`: simulated time meets the epoch of its stamps here. */
import { codecOf } from "../../../msgs/cdr.ts";
import { type Nanos, type Time, toTime } from "../../../msgs/time.ts";
import { reliable } from "../../node.ts";
import type { RosNode, RosPublisher } from "../ros_node.ts";

const CODEC = codecOf("rosgraph_msgs/msg/Clock");

/** See the module's text. Reliable: whoever asks for less gets it too. */
export class ClockWriter {
  readonly #publisher: RosPublisher;
  readonly #epoch: Time;
  #last: Nanos = -Infinity;

  /** Says nothing yet. */
  constructor(ros: RosNode, epoch: Time) {
    this.#epoch = epoch;
    this.#publisher = ros.advertise({
      topic: "/clock",
      type: "rosgraph_msgs/msg/Clock",
      qos: reliable(10),
    });
  }

  /** Says a time again, for those who come late. */
  repeat(at: Nanos): void {
    this.#last = at;
    this.#publisher.publish(CODEC.encode({ clock: toTime(at, this.#epoch) }));
  }

  /** Says a time unless it was said already; returns whether it did. */
  step(at: Nanos): boolean {
    if (at <= this.#last) return false;
    this.repeat(at);
    return true;
  }
}
