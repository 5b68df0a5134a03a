/**
 * Joins a run in real time to ROS 2: what the bus has goes out when it is delivered, what is real
 * comes in when it arrives, at the run's own time.
 */
import type { Message, Qos } from "../../../msgs/message.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { MemoryBus } from "../../memory.ts";
import { latched } from "../../node.ts";
import type { RosNode } from "../ros_node.ts";
import type { ClockWriter } from "../sim/clock_writer.ts";
import { Outlet, type Send } from "../sim/outlet.ts";
import type { RealTopic } from "./real_topic.ts";

/** Every reader on the bus is content with it: what DDS did not match does not arrive. */
const OFFERED: Qos = { ...latched(1), deadlineMs: 0, livelinessLeaseMs: 0 };

/** What is joined. */
export interface LiveBridgeOptions {
  readonly ros: RosNode;
  readonly bus: MemoryBus;
  /** Already listening. */
  readonly real: readonly RealTopic[];
  /** Topics that come from outside without being hardware, such as the output that is judged. */
  readonly foreign: readonly RealTopic[];
  /** The run's time. */
  readonly now: () => Nanos;
  /** Says `/clock` before what is published; absent: wall time. */
  readonly clock?: { readonly writer: ClockWriter; readonly offset: Nanos } | undefined;
  /** A message came from outside. */
  readonly onArrival: (topic: string, message: Message) => void;
  /** A message left, due at a time. */
  readonly onSent: (topic: string, due: Nanos) => void;
}

/** See the module's text. */
export class LiveBridge {
  readonly #options: LiveBridgeOptions;
  readonly #outlets: Outlet[] = [];

  /** Puts the bus on ROS 2, and what is real onto the bus. */
  constructor(options: LiveBridgeOptions) {
    this.#options = options;
    const { ros, bus, real, foreign } = options;
    const inside = bus.topics();
    const send: Send = (outlet, bytes, at) => this.#send(outlet, bytes, at);
    for (const topic of inside) {
      const outlet = new Outlet(ros, topic, send);
      this.#outlets.push(outlet);
      bus.subscribe(outlet);
    }
    for (const one of real) this.#inlet(one, "hardware");
    for (const one of foreign) this.#inlet(one, "external");
  }

  /** What is published, with those who read it. */
  get outlets(): readonly { topic: string; matched: number }[] {
    return this.#outlets.map(({ topic, publisher }) => ({ topic, matched: publisher.matched }));
  }

  /** Time goes on where no message comes. */
  tick(at: Nanos): void {
    const { clock } = this.#options;
    clock?.writer.step(at + clock.offset);
  }

  /** Hands nothing on any more, in either direction. */
  close(): void {
    const { real, foreign } = this.#options;
    for (const one of [...real, ...foreign]) one.onMessage = undefined;
    for (const { publisher } of this.#outlets.splice(0)) publisher.close();
  }

  #send(outlet: Outlet, bytes: () => Uint8Array, at: Nanos): undefined {
    this.tick(at);
    outlet.publisher.publish(bytes());
    this.#options.onSent(outlet.topic, at);
  }

  #inlet(topic: RealTopic, by: string): void {
    const { bus, now, onArrival } = this.#options;
    const publisher = bus.advertise({
      ...{ topic: topic.topic, type: topic.type, qos: OFFERED, by },
      exact: false,
    });
    topic.onMessage = (message) => {
      publisher.publish(message, Math.max(now(), bus.executor.now));
      onArrival(topic.topic, message);
    };
  }
}
