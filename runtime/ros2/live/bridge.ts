/**
 * Joins a run in real time to ROS 2: what the bus has goes out when it is delivered, what is real
 * comes in when it arrives, at the run's own time.
 */
import type { Message, Qos } from "../../../msgs/message.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { Callback } from "../../host/callback.ts";
import { Outside } from "../../host/outside.ts";
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
  /** A message left, due at a time; the run stands until what is returned is settled. */
  readonly onSent: (topic: string, due: Nanos) => Promise<void> | false | undefined | void;
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

  /** What is published, and whether DDS has joined it to all who read it. */
  get outlets(): readonly { topic: string; readers: number; matched: boolean }[] {
    return this.#outlets.map(({ topic, publisher }) => {
      const readers = this.#options.ros.subscribersOf(topic).length;
      return { topic, readers, matched: publisher.matched >= readers };
    });
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

  #send(outlet: Outlet, bytes: () => Uint8Array, at: Nanos): Callback | undefined {
    this.tick(at);
    outlet.publisher.publish(bytes());
    const waits = this.#options.onSent(outlet.topic, at);
    if (!waits) return undefined;
    return new Outside(this.#options.bus.executor, () => waits).fire();
  }

  #inlet(topic: RealTopic, by: string): void {
    const { bus, now, onArrival } = this.#options;
    const publisher = bus.advertise({
      ...{ topic: topic.topic, type: topic.type, qos: OFFERED, by },
      exact: false,
    });
    topic.onMessage = (message) => {
      if (now() < 0) return; // the run has not begun
      publisher.publish(message, Math.max(now(), bus.executor.now));
      onArrival(topic.topic, message);
    };
  }
}
