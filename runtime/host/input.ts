/** An input of a hosted node: its subscription, its history and its handler. */
import type { Message, Qos, TypeName } from "../../msgs/message.ts";
import { MILLISECOND, type Nanos } from "../../msgs/time.ts";
import type { Subscriber } from "../memory/topic.ts";
import type { ErasedHandlers } from "../node.ts";
import type { Callback } from "./callback.ts";
import { History } from "../memory/history.ts";
import type { Group } from "./groups/group.ts";
import { Unit, type UnitNode } from "./unit.ts";

/** Counters of one input. */
export interface InputCounters {
  /** Messages that reached the subscription. */
  received: number;
  /** Oldest messages that a full history had to let go. */
  dropped: number;
  /** Messages that outlived the lifespan of the QoS while they waited. */
  expired: number;
}

/** What an input is made of. */
export interface InputConfig {
  readonly key: string;
  readonly topic: string;
  readonly types: readonly TypeName[];
  /** Whether the handler wants `{ type, msg }`. */
  readonly tagged: boolean;
  /** Decides if several of `types` are on the topic. */
  readonly decided: TypeName | undefined;
  readonly qos: Qos;
  readonly group: Group;
  readonly compute: () => Nanos;
}

/** See the module's text. */
export class Input extends Unit implements Subscriber {
  readonly topic: string;
  readonly types: readonly TypeName[];
  readonly decided: TypeName | undefined;
  readonly qos: Qos;
  readonly by: string;
  readonly key: string;
  readonly counters: InputCounters = { received: 0, dropped: 0, expired: 0 };
  /** Set once `create` has answered. */
  handler: ErasedHandlers[string] | undefined;
  readonly #tagged: boolean;
  readonly #history: History;
  readonly #lifespan: Nanos;
  #type: TypeName;

  /** An input without handler. @throws {RangeError} a QoS depth that is not a positive integer */
  constructor(node: UnitNode, config: InputConfig) {
    super(node, `input ${config.key}`, config.group, config.compute);
    this.by = node.name;
    this.key = config.key;
    this.topic = config.topic;
    this.types = config.types;
    this.decided = config.decided;
    this.qos = config.qos;
    this.#tagged = config.tagged;
    this.#history = new History(config.qos.depth);
    this.#lifespan = (config.qos.lifespanMs ?? Infinity) * MILLISECOND;
    this.#type = config.types[0]!;
  }

  /** Which of its types is on the topic. */
  connected(type: TypeName): void {
    this.#type = type;
  }

  deliver(message: Message, at: Nanos): Callback | undefined {
    if (!this.node.active) return undefined;
    this.counters.received++;
    if (this.free) return this.invoke(message, at);
    if (this.#history.push(message, at, this.node.arrival())) this.counters.dropped++;
    return undefined;
  }

  get order(): number {
    return this.#history.order;
  }

  start(): Callback | undefined {
    const history = this.#history;
    history.take();
    if (!this.node.active) return undefined;
    if (this.node.executor.now - history.at > this.#lifespan) {
      this.counters.expired++;
      return undefined;
    }
    return this.invoke(history.message, history.at);
  }

  protected call(message: unknown, at: Nanos): void | Promise<void> {
    const given = this.#tagged ? { type: this.#type, msg: message } : message;
    return this.handler?.(given as never, at);
  }
}
