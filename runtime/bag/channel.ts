/** A channel of a log: where its messages' type, definition and codec are known. */
import { type Codec, codecFrom, codecOf } from "../../msgs/cdr.ts";
import type { TypeName } from "../../msgs/message.ts";
import { TYPE_NAMES } from "../../msgs/types.ts";
import type { LogMessage } from "./log.ts";
import { reasonOf } from "./source.ts";

/** What the log says of a channel. */
export interface ChannelInfo {
  readonly topic: string;
  readonly type: string;
  /** Encoding of the messages: `cdr`. */
  readonly encoding: string;
  /** Encoding of the definition: `ros2msg`; empty where there is none. */
  readonly definitionEncoding: string;
  readonly definition: string;
  /** YAML of rosbag2's `offered_qos_profiles`. */
  readonly qos: string | undefined;
}

/** A channel with its statistics, filled in by whoever indexes the log. */
export class LogChannel {
  readonly info: ChannelInfo;
  readonly topic: string;
  readonly type: string;
  count = 0;
  first: bigint | undefined;
  last: bigint | undefined;
  /** Why it can't be read. */
  unreadable: string | undefined;
  #codec: Codec<unknown> | undefined;

  constructor(info: ChannelInfo) {
    this.info = info;
    this.topic = absolute(info.topic);
    this.type = fullTypeName(info.type);
    this.unreadable = this.#obstacle();
  }

  /** Widens the span of log times. */
  span(first: bigint, last: bigint): void {
    if (this.first === undefined || first < this.first) this.first = first;
    if (this.last === undefined || last > this.last) this.last = last;
  }

  /** @throws {Error} bytes that don't fit the type */
  decode(data: Uint8Array): unknown {
    if (this.#codec === undefined) throw new Error(this.unreadable ?? "no codec");
    return this.#codec.decode(data);
  }

  #obstacle(): string | undefined {
    if (this.info.encoding !== "cdr") {
      return `its messages are encoded as "${this.info.encoding}", expected "cdr"`;
    }
    const { definition, definitionEncoding } = this.info;
    const known = (TYPE_NAMES as readonly string[]).includes(this.type);
    try {
      if (definition.trim() !== "" && definitionEncoding === "ros2msg") {
        this.#codec = codecFrom(this.type, definition);
      } else if (known) {
        this.#codec = codecOf(this.type as TypeName) as Codec<unknown>;
      } else {
        return `type ${this.type || "(unnamed)"} has no ros2msg definition in the log` +
          (definitionEncoding === "" ? "" : ` (it is "${definitionEncoding}")`);
      }
    } catch (cause) {
      const reason = reasonOf(cause);
      return reason.split("\n")[0];
    }
    return undefined;
  }
}

/** A message that knows its channel: what readers make. */
export interface ChannelMessage extends LogMessage {
  readonly channel: LogChannel;
  readonly data: Uint8Array;
}

function absolute(topic: string): string {
  return topic.startsWith("/") ? topic : `/${topic}`;
}

/** `pkg/Name` is what some writers call `pkg/msg/Name`. */
function fullTypeName(type: string): string {
  const parts = type.split("/");
  return parts.length === 2 ? `${parts[0]}/msg/${parts[1]}` : type;
}
