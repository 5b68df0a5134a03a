/** Topics of a bus in memory: who writes, who reads, and the way of one message. */
import { type CdrScratch, type Codec, codecOf } from "../../msgs/cdr.ts";
import type { Message, Qos, TypeName } from "../../msgs/message.ts";
import type { Nanos } from "../../msgs/time.ts";
import { type Executor, PRIORITY, type Target } from "../executor.ts";
import type { Callback } from "../host/callback.ts";
import type { Guard } from "./guard.ts";

/** A topic as observers and tools see it. */
export interface TopicInfo {
  /** Absolute. */
  readonly name: string;
  /** What flows. */
  readonly type: TypeName;
  /** As the first publisher offers it. */
  readonly qos: Qos;
  /** `false`: its bytes may differ between machines. */
  readonly exact: boolean;
}

/** Called on delivery, before the readers, once a message. */
export type Observer = (message: Message, at: Nanos) => void;

/** The same with the message's CDR, which is valid during the call. */
export type BytesObserver = (bytes: Uint8Array, at: Nanos, message: Message) => void;

/** A reader of a topic. */
export interface Subscriber {
  /** Who reads, for messages. */
  readonly by: string;
  /** Which of its inputs, for messages. */
  readonly label: string;
  /** Absolute. */
  readonly topic: string;
  /** What it can read. */
  readonly types: readonly TypeName[];
  /** The one to take if several of `types` are on the topic. */
  readonly decided: TypeName | undefined;
  /** What it asks for. */
  readonly qos: Qos;
  /** The type that its messages will have. */
  connected(type: TypeName): void;
  /** Takes a message, now. */
  deliver(message: Message, at: Nanos): Callback | undefined;
}

/** What {@linkcode MemoryBus.advertise} takes. */
export interface Advertisement {
  /** Absolute. */
  readonly topic: string;
  /** What it will publish. */
  readonly type: TypeName;
  /** What it offers. */
  readonly qos: Qos;
  /** Who writes, for messages. */
  readonly by: string;
  /** Default true. */
  readonly exact?: boolean | undefined;
  /** Nobody else may write there: outputs of nodes. */
  readonly exclusive?: boolean | undefined;
}

/** What publishers share with their bus. */
export interface Wire {
  /** Whose time it is in. */
  readonly executor: Executor;
  /** Compares messages before and after, if asked for. */
  readonly guard: Guard | undefined;
  /** Where messages are written for those who want bytes. */
  readonly scratch: CdrScratch;
  /** Whether readers are known already; before, every message has to be kept. */
  readonly connected: boolean;
  /** Lets everybody know of each other. */
  connect(): void;
}

/** One writer of one topic. */
export class Publisher implements Target {
  /** Absolute. */
  readonly topic: string;
  /** What it publishes. */
  readonly type: TypeName;
  /** What it offers. */
  readonly qos: Qos;
  /** Who writes. */
  readonly by: string;
  /** `false`: its bytes may differ between machines. */
  readonly exact: boolean;
  /** Nobody else may write there. */
  readonly exclusive: boolean;
  /** Set by the bus: readers that this QoS satisfies, and observers. */
  readers: readonly Subscriber[] = [];
  /** Set by the bus: who sees every message. */
  observers: readonly Observer[] = [];
  /** Set by the bus: who sees every message as CDR. */
  bytesObservers: readonly BytesObserver[] = [];
  /** The newest `depth` messages, for readers that come late. */
  readonly latched: Message[] = [];
  readonly #wire: Wire;
  readonly #keeps: boolean;
  readonly #rest: Target;
  #codec: Codec | undefined;

  /** Made by the bus. */
  constructor(wire: Wire, { topic, type, qos, by, exact, exclusive }: Advertisement) {
    this.#wire = wire;
    this.topic = topic;
    this.type = type;
    this.qos = qos;
    this.by = by;
    this.exact = exact ?? true;
    this.exclusive = exclusive ?? false;
    this.#keeps = qos.durability === "transient_local";
    this.#rest = { fire: (rest, at) => this.#deliver(rest as Rest, at) };
  }

  /**
   * Publishes a message, which nobody may write to from now on. It is delivered at `deliverAt`.
   *
   * @throws {RangeError} `deliverAt` is in the past
   */
  publish(message: Message, deliverAt: Nanos = this.#wire.executor.now): void {
    const wire = this.#wire;
    if (wire.connected && this.#isUnread()) return;
    wire.guard?.published(message, { type: this.type, topic: this.topic, at: deliverAt });
    wire.executor.schedule(deliverAt, PRIORITY.delivery, this, message);
  }

  /** Delivers a message: observers first, then readers in the order in which they came. */
  fire(argument: unknown, at: Nanos): Callback | undefined {
    const message = argument as Message;
    if (!this.#wire.connected) this.#wire.connect(); // somebody came during the run
    for (const observe of this.observers) observe(message, at);
    if (this.bytesObservers.length > 0) this.#observeBytes(message, at);
    if (this.#keeps) {
      this.latched.push(message);
      if (this.latched.length > this.qos.depth) this.latched.shift();
    }
    return this.#deliver({ message, readers: this.readers, next: 0 }, at);
  }

  #isUnread(): boolean {
    return !this.#keeps && this.readers.length === 0 && this.observers.length === 0 &&
      this.bytesObservers.length === 0;
  }

  /** To each reader in turn; after one whose callback stays in progress, the rest come later. */
  #deliver({ message, readers, next }: Rest, at: Nanos): Callback | undefined {
    const { guard, executor } = this.#wire;
    for (let i = next; i < readers.length; i++) {
      const reader = readers[i]!;
      const pending = reader.deliver(message, at);
      guard?.delivered(message, `${reader.by}'s ${reader.label}`);
      if (pending === undefined) continue;
      if (i + 1 < readers.length) {
        const rest: Rest = { message, readers, next: i + 1 };
        executor.schedule(at, PRIORITY.resume, this.#rest, rest);
      }
      return pending;
    }
    return undefined;
  }

  #observeBytes(message: Message, at: Nanos): void {
    const codec = this.#codec ??= codecOf(this.type) as Codec;
    const bytes = codec.encodeInto(message, this.#wire.scratch);
    for (const observe of this.bytesObservers) observe(bytes, at, message);
  }
}

/** What is left of a delivery. Readers that are gone meanwhile are closed and take nothing. */
interface Rest {
  readonly message: Message;
  readonly readers: readonly Subscriber[];
  readonly next: number;
}
