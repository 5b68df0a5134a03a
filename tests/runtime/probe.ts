/** What the runtime's tests share: a bus with a clock, and nodes on text topics made in one line. */
import { z } from "zod";
import type { Message, Qos } from "../../msgs/message.ts";
import { Executor, type ExecutorOptions } from "../../runtime/executor.ts";
import { type BusOptions, MemoryBus } from "../../runtime/memory.ts";
import type { Publisher } from "../../runtime/memory/topic.ts";
import { defineNode, type GroupKind, type Io, type NodeDef, reliable } from "../../runtime/node.ts";

export const TEXT = "std_msgs/msg/String";
export const MS = 1_000_000;
export const SECOND = 1_000_000_000;

/** A handler of a text input. */
export type OnText = (text: string, at: number) => void | Promise<void>;

/** A node with any number of text inputs and one text output `said`. */
export function textNode(
  name: string,
  create: (io: Io) => Record<string, OnText>,
  options: {
    inputs?: Record<string, { topic?: string; qos?: Qos; group?: string }>;
    groups?: Record<string, GroupKind>;
    said?: string;
    qos?: Qos;
  } = {},
): NodeDef {
  const { inputs = {}, groups = {}, said = `${name}/said`, qos = reliable(10) } = options;
  const specs = Object.entries(inputs).map(([key, spec]) =>
    [key, { topic: key, type: TEXT, qos: reliable(10), ...spec }] as const
  );
  return defineNode({
    name,
    params: z.object({}),
    inputs: Object.fromEntries(specs),
    outputs: { said: { topic: said, type: TEXT, qos } },
    groups,
    create(_params, io) {
      const handlers = create(io as unknown as Io);
      const wrapped = Object.entries(handlers).map(([key, run]) =>
        [
          key,
          (message: unknown, at: number) => run((message as { data: string }).data, at),
        ] as const
      );
      return Object.fromEntries(wrapped) as never;
    },
  });
}

/** Publishes a text on a node's `said`. */
export function say(io: Io, text: string): void {
  io.publish.said!({ data: text });
}

/** An executor and a bus. */
export function world(options: BusOptions & ExecutorOptions = {}) {
  const executor = new Executor(options);
  const bus = new MemoryBus(executor, { guard: true, ...options });
  const writers = new Map<string, Publisher>();
  return {
    executor,
    bus,
    /** Publishes a text from outside, at a time. */
    tell(topic: string, text: string, at: number, qos: Qos = reliable(100)) {
      let writer = writers.get(topic);
      if (writer === undefined) {
        writer = bus.advertise({ topic, type: TEXT, qos, by: "outside" });
        writers.set(topic, writer);
      }
      writer.publish({ data: text }, at);
    },
    /** Everything that is said on text topics from now on: `time/ms topic text`. */
    hear(): string[] {
      const heard: string[] = [];
      bus.observe((topic) => {
        if (topic.type !== TEXT) return undefined;
        return (message: Message, at) => {
          heard.push(`${at / MS} ${topic.name} ${(message as { data: string }).data}`);
        };
      });
      return heard;
    },
  };
}
