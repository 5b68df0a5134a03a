/**
 * Hosts nodes: one contract ({@linkcode defineNode}), one event queue ({@linkcode Executor}), one bus
 * in memory ({@linkcode MemoryBus}); `runtime/bag/mod.ts` reads and writes logs.
 *
 * A run, put together by hand:
 *
 * ```text
 * const executor = new Executor();                       // { start?: Nanos = 0, foreignMs?: number }
 * const bus = new MemoryBus(executor);                   // { epoch?: Time, guard?: boolean, debug?: boolean }
 * const imu = bus.advertise({ topic: "/imu/data", type, qos, by: "simulator" });  // exact?: boolean
 * executor.addSource({ name: "simulator", next: () => sim.next(), step: () => sim.step(emit) });
 *                                                        // next() NaN: `await refill()` first; Infinity: over
 * imu.publish(message, deliverAt);                       // in `emit`; deliverAt >= executor.now, default now
 * bus.observe((topic) => (message, at) => {});           // asked once a topic; undefined: not interested
 * bus.observeBytes((topic) => (bytes, at, message) => {}); // CDR made once a message; valid during the call
 * const node = await hostNode(fusion, bus, { params, name, namespace, remaps, computeMs, … });
 * bus.connect();                                         // optional: GraphError now instead of in run()
 * await executor.run({ until: 60e9, signal, onTurn });   // resumable; "done" | "aborted"
 * node.counters; node.close(); bus.close(); bus.log;     // LogEntry[]: { at, level, node, text }
 * ```
 *
 * - Everything at `until` itself still happens; then `now` is `until`. Without `until` a run ends with the
 *   last source (for a log), after what was published then has been delivered.
 * - Order: (time, priority, sequence). At one time: captures of sources, then a group that frees, parameters,
 *   what wakes from sleep, timers, last deliveries in order of publication. So a node on a recorded log sees
 *   the order that it saw in the run.
 * - Errors that are the user's: {@linkcode GraphError}, {@linkcode ParameterError}, {@linkcode NameError};
 *   {@linkcode StuckError} from `run`: a callback waits on what is neither sleep, fetch, work nor file.
 * - `topicsOf(def, options)`: the absolute topics, types and QoS of a node without hosting it.
 * - `testHost(def, params?, options?)`: for users' own tests, see {@linkcode testHost}.
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
