/** The message contract: what every room agrees a message, a topic and an emission are. */
import type { MessageTypes } from "./types.ts";
import type { Nanos } from "./time.ts";

/** A ROS 2 type name that Dryrun knows, such as `sensor_msgs/msg/Imu`. */
export type TypeName = keyof MessageTypes;

/** The message that a type name stands for. */
export type MessageOf<T extends TypeName> = MessageTypes[T];

/** Any message that Dryrun knows. Immutable once it was emitted or published. */
export type Message = MessageTypes[TypeName];

/** Hands a message to the next stage; it reaches its readers at `deliverAt`. */
export type Emit = (port: string, message: Message, deliverAt: Nanos) => void;

/** Quality of service, in the words of ROS 2. */
export interface Qos {
  /** Is a lost message sent again? */
  readonly reliability: "reliable" | "best_effort";
  /** Does a late reader get what was sent before it came? */
  readonly durability: "volatile" | "transient_local";
  /** Keep-last history. */
  readonly depth: number;
  /** The longest gap between two messages that is promised. */
  readonly deadlineMs?: number;
  /** Messages older than this are dropped. */
  readonly lifespanMs?: number;
  /** How often a writer shows that it lives, automatically, as DDS has it. */
  readonly livelinessLeaseMs?: number;
}

/** Best effort, volatile: sensor data. */
export function bestEffort(depth: number): Qos {
  return { reliability: "best_effort", durability: "volatile", depth };
}

/** Reliable, volatile: commands and results. */
export function reliable(depth: number): Qos {
  return { reliability: "reliable", durability: "volatile", depth };
}

/** Reliable, transient local: what a late reader must still get, such as `/tf_static`. */
export function latched(depth: number): Qos {
  return { reliability: "reliable", durability: "transient_local", depth };
}
