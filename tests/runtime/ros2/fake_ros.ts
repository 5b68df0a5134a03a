/** ROS 2 in memory, for tests of what stands on it: a graph, nodes, latching and QoS, no threads. */
import { type Codec, codecOf } from "../../../msgs/cdr.ts";
import type { MessageOf, Qos, TypeName } from "../../../msgs/message.ts";
import { incompatibility } from "../../../runtime/memory/qos.ts";
import { reliable } from "../../../runtime/node.ts";
import type { Declared, OnSet } from "../../../runtime/ros2/params/declare.ts";
import type {
  Endpoint,
  RosNode,
  RosPublisher,
  RosSubscription,
  ServiceName,
  TopicOptions,
} from "../../../runtime/ros2/ros_node.ts";

interface Member extends TopicOptions {
  readonly node: string;
  readonly hash: string;
}

interface Reader extends Member {
  readonly onBytes: (bytes: Uint8Array) => void;
}

interface Writer extends Member {
  readonly latched: Uint8Array[];
}

/** Who is there. */
export class FakeGraph {
  readonly writers: Writer[] = [];
  readonly readers: Reader[] = [];
  readonly names: string[] = [];
  /** What answers, by service. */
  readonly services = new Map<string, { node: string; answer: (request: object) => unknown }>();
  /** Definitions' hashes of types, where they differ from the usual one. */
  readonly hashes = new Map<string, string>();

  node(name: string): FakeNode {
    this.names.push(name);
    return new FakeNode(this, name);
  }
}

function fit(writer: Member, reader: Member): boolean {
  return writer.topic === reader.topic && writer.type === reader.type &&
    incompatibility(writer.qos, reader.qos) === undefined;
}

/** One node of it. */
export class FakeNode implements RosNode {
  declared: readonly Declared[] = [];
  onSet: OnSet | undefined;
  closed = false;

  constructor(readonly graph: FakeGraph, readonly name: string) {}

  advertise(options: TopicOptions): RosPublisher {
    const { graph } = this;
    const writer: Writer = { ...options, node: this.name, hash: this.#hash(options), latched: [] };
    graph.writers.push(writer);
    for (const reader of graph.readers) this.#tell(writer, reader);
    const matched = () => graph.readers.filter((reader) => fit(writer, reader));
    return {
      publish(bytes) {
        if (writer.qos.durability === "transient_local") {
          writer.latched.push(bytes.slice());
          if (writer.latched.length > writer.qos.depth) writer.latched.shift();
        }
        for (const reader of matched()) reader.onBytes(bytes.slice());
      },
      get matched() {
        return matched().length;
      },
      close: () => void graph.writers.splice(graph.writers.indexOf(writer), 1),
    };
  }

  subscribe(options: TopicOptions, onBytes: (bytes: Uint8Array) => void): RosSubscription {
    const { graph } = this;
    const reader: Reader = { ...options, node: this.name, hash: this.#hash(options), onBytes };
    graph.readers.push(reader);
    for (const writer of graph.writers) {
      this.#tell(writer, reader);
      if (reader.qos.durability === "transient_local" && fit(writer, reader)) {
        for (const bytes of writer.latched) queueMicrotask(() => onBytes(bytes.slice()));
      }
    }
    return {
      take: () => undefined,
      close: () => void graph.readers.splice(graph.readers.indexOf(reader), 1),
    };
  }

  publishersOf(topic: string): Endpoint[] {
    return this.graph.writers.filter((writer) => writer.topic === topic);
  }

  subscribersOf(topic: string): Endpoint[] {
    return this.graph.readers.filter((reader) => reader.topic === topic);
  }

  nodes(): string[] {
    return this.graph.names;
  }

  declare(parameters: readonly Declared[], onSet: OnSet): void {
    this.declared = parameters;
    this.onSet = onSet;
  }

  serve({ service }: ServiceName, answer: (request: object) => unknown): void {
    this.graph.services.set(service, { node: this.name, answer });
  }

  async call({ service }: ServiceName, request: object): Promise<object> {
    const served = this.graph.services.get(service);
    if (served === undefined) return await new Promise(() => {});
    return await served.answer(structuredClone(request)) as object;
  }

  close(): void {
    this.closed = true;
    for (const [service, { node }] of this.graph.services) {
      if (node === this.name) this.graph.services.delete(service);
    }
    const { writers, readers } = this.graph;
    for (const list of [writers, readers]) {
      for (let i = list.length - 1; i >= 0; i--) if (list[i]!.node === this.name) list.splice(i, 1);
    }
  }

  /** Says messages of a type. */
  teller<T extends TypeName>(topic: string, type: T, qos: Qos = reliable(10)) {
    const codec = codecOf(type);
    const publisher = this.advertise({ topic, type, qos });
    return (message: MessageOf<T>) => publisher.publish(codec.encode(message));
  }

  /** Collects messages of a type. */
  listen<T extends TypeName>(topic: string, type: T, qos: Qos = reliable(10)): MessageOf<T>[] {
    const heard: MessageOf<T>[] = [];
    const codec = codecOf(type) as Codec<MessageOf<T>>;
    this.subscribe({ topic, type, qos }, (bytes) => void heard.push(codec.decode(bytes)));
    return heard;
  }

  #tell(writer: Writer, reader: Reader): void {
    if (writer.topic !== reader.topic || writer.type !== reader.type || fit(writer, reader)) return;
    writer.onMismatch?.();
    reader.onMismatch?.();
  }

  #hash({ type }: TopicOptions): string {
    return this.graph.hashes.get(`${this.name} ${type}`) ?? `hash of ${type}`;
  }
}

/** Lets everything that is under way come to rest. */
export async function settled(): Promise<void> {
  for (let i = 0; i < 5; i++) await new Promise((resolve) => setImmediate(resolve));
}
