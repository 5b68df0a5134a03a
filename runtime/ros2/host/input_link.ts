/** One input of a node on ROS 2: which type it takes, its subscription, and what waits. */
import { type Codec, codecOf } from "../../../msgs/cdr.ts";
import type { Message, Qos, TypeName } from "../../../msgs/message.ts";
import { Inbox } from "../inbox.ts";
import type { RosNode, RosSubscription } from "../ros_node.ts";
import { wholeMessage } from "../whole.ts";

/** What an input is made of. */
export interface InputLinkConfig {
  /** Its name in the definition; for messages and diagnostics. */
  readonly key: string;
  /** Absolute. */
  readonly topic: string;
  /** What it can read. */
  readonly types: readonly TypeName[];
  /** The one that a parameter chose. */
  readonly decided: TypeName | undefined;
  readonly qos: Qos;
  /** Served before all others. */
  readonly realtime: boolean;
}

/** Events of an input. */
export interface InputLinkEvents {
  /** Something waits. */
  onArrival(): void;
  /** Somebody's QoS does not fit. */
  onMismatch(): void;
}

/**
 * DDS keeps more than the node asked for, so that what has to go is dropped by the inbox, where it
 * is counted: DDS drops in silence. Messages that may be megabytes are kept in smaller number.
 */
const DDS_DEPTH_MIN = 256;
const DDS_DEPTH_MIN_LARGE = 16;
const LARGE: ReadonlySet<string> = new Set([
  "sensor_msgs/msg/Image",
  "sensor_msgs/msg/PointCloud2",
]);

/** See the module's text. */
export class InputLink implements InputLinkConfig {
  readonly key: string;
  readonly topic: string;
  readonly types: readonly TypeName[];
  readonly decided: TypeName | undefined;
  readonly qos: Qos;
  readonly realtime: boolean;
  readonly inbox: Inbox;
  /** Messages that were no whole message of the type. */
  undecodable = 0;
  /** Deadlines that publishers missed. */
  missedDeadlines = 0;
  /** What it reads, once that is known. */
  type: TypeName | undefined;
  readonly #events: InputLinkEvents;
  #codec: Codec | undefined;
  #subscription: RosSubscription | undefined;

  /** An input that does not listen yet. */
  constructor(config: InputLinkConfig, events: InputLinkEvents) {
    this.key = config.key;
    this.topic = config.topic;
    this.types = config.types;
    this.decided = config.decided;
    this.qos = config.qos;
    this.realtime = config.realtime;
    this.inbox = new Inbox(config.qos.depth);
    this.#events = events;
  }

  /** Listens for one of its types; `lossless` asks for reliable delivery whatever the QoS says. */
  open(ros: RosNode, type: TypeName, { lossless = false } = {}): void {
    this.close();
    this.type = type;
    this.#codec = codecOf(type) as Codec;
    const qos: Qos = {
      ...this.qos,
      depth: Math.max(this.qos.depth, LARGE.has(type) ? DDS_DEPTH_MIN_LARGE : DDS_DEPTH_MIN),
      ...(lossless && { reliability: "reliable" as const }),
    };
    this.#subscription = ros.subscribe({
      ...{ topic: this.topic, type, qos, onMismatch: this.#events.onMismatch },
      onDeadline: (count) => this.missedDeadlines += count,
    }, (bytes) => {
      this.inbox.push(bytes);
      this.poll();
      this.#events.onArrival();
    });
  }

  /** Fetches what waits at DDS. */
  poll(): void {
    for (let bytes = this.#subscription?.take(); bytes; bytes = this.#subscription?.take()) {
      this.inbox.push(bytes);
    }
  }

  /** The oldest message that waits; `undefined`: it was no whole message, and was counted. */
  take(): Message | undefined {
    const bytes = this.inbox.take();
    if (bytes === undefined || this.#codec === undefined) return undefined;
    const message = wholeMessage(this.#codec, bytes) as Message | undefined;
    if (message === undefined) this.undecodable++;
    return message;
  }

  /** Listens no more. */
  close(): void {
    this.#subscription?.close();
    this.#subscription = undefined;
  }
}
