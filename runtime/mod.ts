/**
 * Hosts nodes: one contract ({@linkcode defineNode}), one event queue ({@linkcode Executor}), one
 * bus in memory ({@linkcode MemoryBus}); `runtime/bag/mod.ts` reads and writes logs.
 *
 * @example A run, put together by hand
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "zod";
 * import { bestEffort, defineNode, Executor, hostNode, MemoryBus, reliable } from "./mod.ts";
 *
 * const STRING = "std_msgs/msg/String";
 * const echo = defineNode({
 *   name: "echo",
 *   params: z.object({ mark: z.string().default("!") }),
 *   inputs: { heard: { topic: "heard", type: STRING, qos: bestEffort(10) } },
 *   outputs: { said: { topic: "said", type: STRING, qos: reliable(1) } },
 *   create: ({ mark }, io) => ({ heard: ({ data }) => io.publish.said({ data: data + mark }) }),
 * });
 *
 * const executor = new Executor();
 * const bus = new MemoryBus(executor);
 * const node = await hostNode(echo, bus, { params: { mark: "?" }, computeMs: 4 });
 * const heard = bus.advertise({ topic: "/heard", type: STRING, qos: reliable(1), by: "the world" });
 *
 * let tick = 0; // a source: what the executor pulls
 * const next = () => tick < 3 ? tick * 10_000_000 : Infinity;
 * executor.addSource({ name: "world", next, step: () => heard.publish({ data: `${tick++}` }) });
 *
 * const seen: string[] = [];
 * bus.observe(({ name }) => (message, at) => {
 *   seen.push(`${name} ${at / 1e6} ${(message as { data: string }).data}`);
 * });
 * assert.equal(await executor.run({ until: 15_000_000 }), "done");
 * assert.deepEqual(seen, ["/heard 0 0", "/said 4 0?", "/heard 10 1", "/said 14 1?"]);
 * assert.equal(node.counters.errors, 0);
 * ```
 *
 * Time and order. Everything at `until` itself still happens; then `now` is `until`, and `run` may be
 * called again. Without `until` a run ends with its last source, after what was on its way has
 * arrived. At one time the order is: steps of sources, groups that free, parameters, wakes from
 * sleep, timers, and last deliveries in order of publication; so a node sees on a log what it saw in
 * the run that recorded it.
 *
 * Errors. The user's: {@linkcode GraphError}, {@linkcode ParameterError}, {@linkcode NameError}. A
 * handler that throws is counted and the node lives. From `run`: {@linkcode StuckError} for a
 * callback that waits on what never comes, {@linkcode GuardError} for a message that was written to
 * (`guard: true`), and what sources and observers throw.
 *
 * Tests of nodes need none of this: see {@linkcode testHost}.
 */
export * from "./node.ts";
export {
  Executor,
  type ExecutorOptions,
  PRIORITY,
  type RunOptions,
  type Source,
  type Target,
} from "./executor.ts";
export { type Callback, type CallbackOwner, StuckError } from "./host/callback.ts";
export type { SetResult } from "./host/changes.ts";
export { computeSchema, type ComputeTime, computeTime } from "./host/compute.ts";
export type { NodeCounters } from "./host/diagnostics.ts";
export type { HandlerError } from "./host/faults.ts";
export { type Answer, fetchSchema, type FetchScript } from "./host/fetch.ts";
export type { InputCounters } from "./host/input.ts";
export { HostedNode, hostNode, type HostOptions } from "./host.ts";
export { Lifecycle } from "./lifecycle/machine.ts";
export * from "./lifecycle/states.ts";
export { type Level, LEVELS, type LogEntry, RunLog, type RunLogOptions } from "./log.ts";
export { type BusOptions, MemoryBus, type Observing } from "./memory.ts";
export { type Guard, GuardError } from "./memory/guard.ts";
export { GraphError } from "./memory/match.ts";
export { NameError, type NameScope, nodeName, resolveTopic } from "./memory/names.ts";
export { type NodeScope, type NodeTopics, topicsOf } from "./memory/node_topics.ts";
export { incompatibility } from "./memory/qos.ts";
export {
  type Advertisement,
  type BytesObserver,
  type Observer,
  Publisher,
  type Subscriber,
  type TopicInfo,
  type Wire,
} from "./memory/topic.ts";
export * from "./params.ts";
export { editDistance, nearest, suggestion } from "./params/nearest.ts";
export { EventQueue } from "./queue.ts";
export { type Published, TestHost, testHost, type TestHostOptions } from "./test_host.ts";
export { StaticTransforms } from "./tf.ts";
export * from "./pool/mod.ts";
