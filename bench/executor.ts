/**
 * What the runtime itself costs a message, handlers empty: event queue, dispatch, hosting.
 *
 *     deno task bench executor
 */
import { z } from "zod";
import { zeroOf } from "../msgs/zero.ts";
import { Executor } from "../runtime/executor.ts";
import { hostNode, type HostOptions } from "../runtime/host.ts";
import { MemoryBus } from "../runtime/memory.ts";
import { bestEffort, defineNode, type NodeDef, reliable } from "../runtime/node.ts";
import { EventQueue } from "../runtime/queue.ts";
import type { Report } from "./row.ts";

const IMU = "sensor_msgs/msg/Imu";
const ODOM = "nav_msgs/msg/Odometry";
const MESSAGES = 200_000;
const ROUNDS = 7;

/** Reports each row; microseconds a message, the best of interleaved rounds. */
export async function run(report: Report): Promise<void> {
  const cases: [
    name: string,
    target: string | undefined,
    measure: () => number | Promise<number>,
  ][] = [
    ["EventTarget, one listener", undefined, () => eventTarget()],
    ["event queue, 64 waiting: push and pop", undefined, () => queue()],
    ["sorted list, 64 waiting", undefined, () => sortedList()],
    ["message to one handler", "< 0.5", () => hosted(reader(() => {}))],
    [
      "message to one handler, one message out, seen",
      "< 0.5",
      () => hosted(echo, { observe: true }),
    ],
    ["the same with compute_ms", undefined, () => hosted(echo, { observe: true, computeMs: 1 })],
    [
      "message to an async handler",
      undefined,
      () => hosted(reader(async () => void await null), { part: 10 }),
    ],
    ["message to a handler that sleeps", undefined, () => hosted(sleeper, { part: 50 })],
  ];
  const best = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, , measure] of cases) {
      best.set(name, Math.min(best.get(name) ?? Infinity, await measure()));
    }
  }
  const peers: Record<string, string> = {
    "event queue, 64 waiting: push and pop": "sorted list, 64 waiting",
    "message to one handler": "EventTarget, one listener",
  };
  for (const [name, target] of cases) {
    if (Object.values(peers).includes(name)) continue;
    const peer = peers[name];
    report({
      ...{ name, value: best.get(name)!, unit: "µs" },
      ...(target !== undefined && { target }),
      ...(peer !== undefined && { peer, peerValue: best.get(peer)! }),
    });
  }
}

function reader(run: () => void | Promise<void>): NodeDef {
  return defineNode({
    name: "reader",
    params: z.object({}),
    inputs: { imu: { topic: "imu", type: IMU, qos: bestEffort(10) } },
    outputs: {},
    create: () => ({ imu: run }),
  });
}

const echo = defineNode({
  name: "echo",
  params: z.object({}),
  inputs: { imu: { topic: "imu", type: IMU, qos: bestEffort(10) } },
  outputs: { odom: { topic: "odom", type: ODOM, qos: reliable(1) } },
  create(_params, io) {
    const odom = zeroOf(ODOM);
    return { imu: () => io.publish.odom(odom) };
  },
});

const sleeper = defineNode({
  name: "sleeper",
  params: z.object({}),
  inputs: { imu: { topic: "imu", type: IMU, qos: bestEffort(10) } },
  outputs: {},
  create: (_params, io) => ({ imu: () => io.sleep(1) }),
});

/** Microseconds a message at 200 Hz from a source, with 2 ms of latency; `part`: fewer of them. */
async function hosted(
  def: NodeDef,
  { observe = false, part = 1, ...options }: HostOptions & { observe?: boolean; part?: number } =
    {},
): Promise<number> {
  const executor = new Executor();
  const bus = new MemoryBus(executor);
  const node = await hostNode(def, bus, options);
  const writer = bus.advertise({ topic: "/imu", type: IMU, qos: bestEffort(10), by: "bench" });
  let seen = 0;
  if (observe) bus.observe(({ type }) => type === ODOM ? () => void seen++ : undefined);
  const message = zeroOf(IMU);
  const count = MESSAGES / part;
  let i = 0;
  executor.addSource({
    name: "bench",
    next: () => i < count ? i * 5_000_000 : Infinity,
    step: () => writer.publish(message, i++ * 5_000_000 + 2_000_000),
  });
  const start = performance.now();
  await executor.run();
  const micros = (performance.now() - start) * 1000 / count;
  const handled = node.counters.callbacks;
  if (handled !== count || (observe && seen !== count)) throw new Error(`only ${handled}, ${seen}`);
  return micros;
}

function queue(): number {
  const events = new EventQueue<object>();
  const target = {};
  for (let i = 0; i < 64; i++) events.push(i * 7 % 64, 0, target, undefined);
  const start = performance.now();
  for (let i = 0; i < MESSAGES; i++) {
    events.pop();
    events.push(events.time + 1 + i * 7 % 64, i & 3, target, undefined);
  }
  return (performance.now() - start) * 1000 / MESSAGES;
}

/** What one writes in a hurry: objects in a list that is kept sorted. */
function sortedList(): number {
  const events: { at: number; priority: number; target: object }[] = [];
  const target = {};
  const push = (at: number, priority: number) => {
    const place = events.findIndex((e) => e.at > at || (e.at === at && e.priority > priority));
    events.splice(place < 0 ? events.length : place, 0, { at, priority, target });
  };
  for (let i = 0; i < 64; i++) push(i * 7 % 64, 0);
  const start = performance.now();
  for (let i = 0; i < MESSAGES; i++) {
    const { at } = events.shift()!;
    push(at + 1 + i * 7 % 64, i & 3);
  }
  return (performance.now() - start) * 1000 / MESSAGES;
}

/** The platform's own dispatch, which has no time, no queue and no QoS. */
function eventTarget(): number {
  const bus = new EventTarget();
  let got = 0;
  bus.addEventListener("imu", () => void got++);
  const detail = zeroOf(IMU);
  const start = performance.now();
  for (let i = 0; i < MESSAGES; i++) bus.dispatchEvent(new CustomEvent("imu", { detail }));
  const micros = (performance.now() - start) * 1000 / MESSAGES;
  if (got !== MESSAGES) throw new Error(`only ${got} events`);
  return micros;
}
