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
