/**
 * The transport in memory: publishers and readers meet by absolute topic name, with ROS 2's rules
 * for types and QoS. Messages are handed over as they are; CDR is made only for those who ask.
 */
import { CdrScratch } from "../msgs/cdr.ts";
import type { Message } from "../msgs/message.ts";
import { type Nanos, SIMULATED_EPOCH, type Time } from "../msgs/time.ts";
import type { TFMessage } from "../msgs/types.ts";
import { type Executor, PRIORITY, type Target } from "./executor.ts";
import { RunLog, type RunLogOptions } from "./log.ts";
import { Guard } from "./memory/guard.ts";
import { checkTopic, GraphError, matchOf } from "./memory/match.ts";
import {
  type Advertisement,
  type BytesObserver,
  type Observer,
  Publisher,
  type Subscriber,
  type TopicInfo,
  type Wire,
} from "./memory/topic.ts";
import { StaticTransforms } from "./tf.ts";

/** Options of {@linkcode MemoryBus}. */
export interface BusOptions {
  /** The run's epoch, 1 s by default: that of a simulated run. */
  readonly epoch?: Time;
  /** Catch who writes to a published message; slow, for tests. Default false. */
  readonly guard?: boolean;
  /** What is kept of the log. */
  readonly log?: RunLogOptions;
}

/** Asked once a topic; answers what is called for its messages, or undefined. */
export type Observing<O> = (topic: TopicInfo) => O | undefined;

/** One topic: its writers and readers, in the order in which they came. */
interface Topic {
  readonly publishers: Publisher[];
  readonly subscribers: Subscriber[];
  /** By type: a topic of a log may have several. */
  readonly observed: Map<string, { observers: Observer[]; bytesObservers: BytesObserver[] }>;
}

/** See the module's text. */
export class MemoryBus implements Wire {
  /** Whose time it is in. */
  readonly executor: Executor;
  /** What stamps count from. */
  readonly epoch: Time;
  /** Compares messages before and after, if asked for. */
  readonly guard: Guard | undefined;
  /** Where messages are written for those who want bytes. */
  readonly scratch: CdrScratch = new CdrScratch();
  /** What nodes and the bus itself said. */
  readonly log: RunLog;
  /** What `/tf_static` said so far. */
  readonly transforms: StaticTransforms = new StaticTransforms();
  /** Everybody who is there knows of each other. */
  connected = false;

  readonly #nodes = new Set<string>();
  readonly #topics = new Map<string, Topic>();
  readonly #observing: Observing<Observer>[] = [];
  readonly #observingBytes: Observing<BytesObserver>[] = [];
  /** Pairs that were warned of, and readers that got what was latched. */
  readonly #known = new WeakMap<Subscriber, Set<Publisher>>();

  /** A bus without topics, in the time of an executor. */
  constructor(executor: Executor, options: BusOptions = {}) {
    this.executor = executor;
    this.epoch = options.epoch ?? SIMULATED_EPOCH;
    this.guard = options.guard ? new Guard() : undefined;
    this.log = new RunLog(options.log);
    executor.beforeRun(() => this.connect());
  }

  /** A node enters. @throws {GraphError} its name is taken */
  join(node: string): void {
    if (this.#nodes.has(node)) throw new GraphError(`two nodes are named ${node}`);
    this.#nodes.add(node);
  }

  /** A node leaves, and its writers and readers with it. */
  leave(node: string): void {
    this.#nodes.delete(node);
    for (const { publishers, subscribers } of this.#topics.values()) {
      withdraw(publishers, node);
      withdraw(subscribers, node);
    }
    this.connected = false;
  }

  /** A new writer. It may publish at once; what it says is delivered when the executor runs. */
  advertise(advertisement: Advertisement): Publisher {
    const publisher = new Publisher(this, advertisement);
    this.#topic(advertisement.topic).publishers.push(publisher);
    this.connected = false;
    return publisher;
  }

  /** A new reader. */
  subscribe(subscriber: Subscriber): void {
    this.#topic(subscriber.topic).subscribers.push(subscriber);
    this.connected = false;
  }

  /** `observing` is asked once for every topic that has a writer, now or later. */
  observe(observing: Observing<Observer>): void {
    this.#observing.push(observing);
    for (const topic of this.#topics.values()) topic.observed.clear();
    this.connected = false;
  }

  /** The same for those who want the CDR bytes, which are made once a message for all of them. */
  observeBytes(observing: Observing<BytesObserver>): void {
    this.#observingBytes.push(observing);
    for (const topic of this.#topics.values()) topic.observed.clear();
    this.connected = false;
  }

  /** Every topic that has a writer, by name. */
  topics(): TopicInfo[] {
    const found: TopicInfo[] = [];
    for (const name of [...this.#topics.keys()].sort()) {
      const first = this.#topics.get(name)?.publishers[0];
      if (first !== undefined) found.push(infoOf(first));
    }
    return found;
  }

  /**
   * Lets everybody know of each other; the executor does it before it runs. Pairs whose QoS does
   * not fit are warned of once, and get nothing.
   *
   * @throws {GraphError} types that differ on a topic, two writers of a node's output
   */
  connect(): void {
    if (this.connected) return;
    for (const [name, topic] of this.#topics) {
      checkTopic(name, topic);
      for (const publisher of topic.publishers) {
        publisher.readers = topic.subscribers.filter((reader) => this.#match(publisher, reader));
        const observed = this.#observed(topic, publisher);
        publisher.observers = observed.observers;
        publisher.bytesObservers = observed.bytesObservers;
      }
    }
    this.connected = true;
  }

  /** Looks a last time at the messages that the guard holds. @throws {GuardError} see there */
  close(): void {
    this.guard?.close();
  }

  #topic(name: string): Topic {
    let topic = this.#topics.get(name);
    if (topic === undefined) {
      topic = { publishers: [], subscribers: [], observed: new Map() };
      this.#topics.set(name, topic);
    }
    return topic;
  }

  #observed(topic: Topic, publisher: Publisher) {
    let observed = topic.observed.get(publisher.type);
    if (observed === undefined) {
      const info = infoOf(publisher);
      const observers = this.#observing.flatMap((ask) => ask(info) ?? []);
      if (publisher.topic === "/tf_static" && publisher.type === "tf2_msgs/msg/TFMessage") {
        observers.unshift((message) => this.#hear(message as TFMessage));
      }
      const bytesObservers = this.#observingBytes.flatMap((ask) => ask(info) ?? []);
      observed = { observers, bytesObservers };
      topic.observed.set(publisher.type, observed);
    }
    return observed;
  }

  /** Whether this reader gets what this writer says. */
  #match(publisher: Publisher, reader: Subscriber): boolean {
    const match = matchOf(publisher, reader);
    if (match === "other type") return false;
    const known = this.#known.get(reader) ?? new Set();
    const isNew = !known.has(publisher);
    this.#known.set(reader, known.add(publisher));
    if (match !== undefined) {
      if (isNew) this.#warn(publisher, reader, match);
      return false;
    }
    reader.connected(publisher.type);
    if (isNew && reader.qos.durability === "transient_local") this.#catchUp(publisher, reader);
    return true;
  }

  #warn(publisher: Publisher, reader: Subscriber, reason: string): void {
    const text = `${publisher.topic}: ${reader.by} gets nothing from ${publisher.by}: ${reason}`;
    this.log.add({ at: this.executor.now, level: "warn", node: reader.by, text });
  }

  #hear(message: TFMessage): void {
    for (const text of this.transforms.add(message)) {
      this.log.add({ at: this.executor.now, level: "warn", node: "/tf_static", text });
    }
  }

  /** Gives a late reader the newest of what was latched, no more than its own depth. */
  #catchUp({ latched }: Publisher, reader: Subscriber): void {
    const late: Target = { fire: (message, at: Nanos) => reader.deliver(message as Message, at) };
    for (const message of latched.slice(-reader.qos.depth)) {
      this.executor.schedule(this.executor.now, PRIORITY.delivery, late, message);
    }
  }
}

function withdraw(members: { readonly by: string }[], node: string): void {
  for (let i = members.length - 1; i >= 0; i--) if (members[i]!.by === node) members.splice(i, 1);
}

function infoOf({ topic, type, qos, exact }: Publisher): TopicInfo {
  return { name: topic, type, qos, exact };
}
