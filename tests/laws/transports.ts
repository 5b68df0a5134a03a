/** The transports as one thing: a way that carries messages to a bus. */
import { codecOf } from "../../msgs/cdr.ts";
import type { Message, Qos, TypeName } from "../../msgs/message.ts";
import type { Nanos } from "../../msgs/time.ts";
import { LogSource } from "../../harness/replay/log_source.ts";
import { createRecorder, openLog } from "../../runtime/bag/mod.ts";
import { Executor } from "../../runtime/executor.ts";
import { MemoryBus } from "../../runtime/memory.ts";
import type { NodeDef } from "../../runtime/node.ts";
import { hostNode } from "../../runtime/host.ts";

/** A topic with a writer. */
export interface Way {
  readonly topic: string;
  readonly type: TypeName;
  readonly qos: Qos;
}

/** One message on its way, `way` being a place in the list of ways. */
export interface Sent {
  readonly way: number;
  readonly at: Nanos;
  readonly message: Message;
}

/** What arrived: topic, type, QoS, time and bytes. */
export type Arrived = readonly [topic: string, type: string, qos: string, at: Nanos, hex: string];

/** Carries messages to a bus with a node, and tells all that was delivered there. */
export type Transport = (
  ways: readonly Way[],
  sent: readonly Sent[],
  nodes?: readonly NodeDef[],
) => Promise<Arrived[]>;

/** Bytes as text. */
export function hexOf(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** What should arrive: all, once, in order of time, then of sending. */
export function expected(ways: readonly Way[], sent: readonly Sent[]): Arrived[] {
  return [...sent].sort((a, b) => a.at - b.at).map(({ way, at, message }) => {
    const { topic, type, qos } = ways[way]!;
    const hex = hexOf(codecOf(type).encode(message as never));
    return [topic, type, JSON.stringify(qos), at, hex];
  });
}

function hear(bus: MemoryBus): Arrived[] {
  const arrived: Arrived[] = [];
  bus.observeBytes(({ name, type, qos }) => (bytes, at) => {
    arrived.push([name, type, JSON.stringify(qos), at, hexOf(bytes)]);
  });
  return arrived;
}

function publishAll(bus: MemoryBus, ways: readonly Way[], sent: readonly Sent[]): void {
  const writers = ways.map((way) => bus.advertise({ ...way, by: "the law" }));
  for (const { way, at, message } of sent) writers[way]!.publish(message, at);
}

const memory: Transport = async (ways, sent, nodes = []) => {
  const executor = new Executor();
  const bus = new MemoryBus(executor, { guard: true });
  const arrived = hear(bus);
  for (const node of nodes) await hostNode(node, bus);
  publishAll(bus, ways, sent);
  await executor.run({ until: endOf(sent) });
  bus.close();
  return arrived;
};

/** By way of an MCAP file. */
const mcap: Transport = async (ways, sent, nodes = []) => {
  const path = await Deno.makeTempFile({ suffix: ".mcap" });
  try {
    await record(path, ways, sent);
    const log = await openLog(path, { allowEmpty: true });
    const executor = new Executor();
    const bus = new MemoryBus(executor, { epoch: log.epoch });
    const arrived = hear(bus);
    for (const node of nodes) await hostNode(node, bus);
    const feeds = new Map([...log.topics.values()].map(({ name, type, qos }) => {
      const writer = bus.advertise({ topic: name, type: type as TypeName, qos: qos!, by: "log" });
      return [name, {
        publish: (message: Message) => writer.publish(message),
        undecodable: () => void arrived.push([name, "undecodable", "", 0, ""]),
      }];
    }));
    executor.addSource(new LogSource(log, feeds));
    await executor.run({ until: endOf(sent) });
    log.close();
    return arrived;
  } finally {
    await Deno.remove(path);
  }
};

async function record(path: string, ways: readonly Way[], sent: readonly Sent[]): Promise<void> {
  const executor = new Executor();
  const bus = new MemoryBus(executor);
  const recorder = createRecorder(path);
  bus.observeBytes(({ name, type, qos }) => {
    const channel = recorder.channel({ topic: name, type, qos });
    return (bytes, at) => channel.write(at, bytes);
  });
  publishAll(bus, ways, sent);
  await executor.run({ until: endOf(sent) });
  recorder.close();
}

function endOf(sent: readonly Sent[]): Nanos {
  return Math.max(0, ...sent.map(({ at }) => at));
}

/** One line a transport. */
export const TRANSPORTS: Readonly<Record<string, Transport>> = { memory, mcap };
