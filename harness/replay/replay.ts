/**
 * Replays a log to nodes: the same nodes as in a simulated run or on the robot, fed with what the
 * log holds for their inputs. A recording of `sim` gives the outputs of the run that it is of.
 */
import { type Nanos, SECOND, type Time } from "../../msgs/time.ts";
import type { Log, Recorder } from "../../runtime/bag/log.ts";
import { Executor } from "../../runtime/executor.ts";
import { MemoryBus } from "../../runtime/memory.ts";
import { type NodeTopics, topicsOf } from "../../runtime/memory/node_topics.ts";
import type { NodeDef, Qos } from "../../runtime/node.ts";
import { latched } from "../../runtime/node.ts";
import { Interrupted } from "../errors.ts";
import { type HostedNodes, hostNodes, type HostSpec } from "../run/host_nodes.ts";
import type { InputResult, RunResult } from "../run/result.ts";
import { digestOf, Streams } from "../run/streams.ts";
import { VERSION } from "../version.ts";
import { type Fed, planFeeds } from "./feeds.ts";
import { InputCounts } from "./input_counts.ts";
import { type Feed, LogSource } from "./log_source.ts";
import { nodesNamed, overridden, recordedSettings } from "./settings.ts";

/** How to replay a log. */
export interface ReplayOptions {
  /** Which of the table's nodes to host. */
  readonly nodes: readonly string[];
  /** Nodes by name. */
  readonly table: Readonly<Record<string, NodeDef>>;
  /** From a topic of the log to a topic of the nodes, both absolute. */
  readonly map?: ReadonlyMap<string, string> | undefined;
  /** `[node.]name=value`, over what the recording says. */
  readonly params?: readonly string[] | undefined;
  /** The bytes of a file that a node names. */
  readonly file?: ((path: string) => Promise<Uint8Array>) | undefined;
  /** Hash what is published; default true. */
  readonly digests?: boolean | undefined;
  /** Where to record what the nodes publish; called once nothing can be wrong any more. */
  readonly record?: ((metadata: Record<string, string>, epoch: Time) => Recorder) | undefined;
  /** Raised: the replay ends with {@linkcode Interrupted}. */
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the log time that was reached. */
  readonly onTurn?: ((at: Nanos) => void) | undefined;
  /** Wall time in seconds. */
  readonly wall?: (() => number) | undefined;
}

/**
 * Replays a log.
 *
 * @throws {InputError} an unknown node, topic or type, nothing to feed
 * @throws {ParameterError} a parameter that a node refuses
 * @throws {Interrupted} the signal was raised; the recording is closed
 */
export async function replay(log: Log, options: ReplayOptions): Promise<RunResult> {
  const began = options.wall?.() ?? 0;
  const specs = specsOf(log, options);
  const { feeds, warnings } = planFeeds(log, {
    nodes: Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => [name, topics(name, spec)]),
    ),
    map: options.map ?? new Map(),
  });
  const executor = new Executor({ start: Math.min(0, log.start) });
  const bus = new MemoryBus(executor, { epoch: log.epoch });
  const counts = feedFrom(log, { feeds, executor, bus });
  const hosted = await hostNodes(specs, {
    ...{ bus, seed: Number(log.metadata?.seed ?? 1), file: options.file },
  });
  const recorder = options.record?.(metadataOf(log, hosted), log.epoch);
  try {
    const fed = new Set(feeds.map(({ to }) => to));
    const streams = new Streams({ digests: options.digests ?? true, recorder });
    bus.observeBytes((topic) => fed.has(topic.name) ? undefined : streams.sink(topic));
    const { signal, onTurn } = options;
    // A recording of a run ends where the run did: what nodes do by themselves ends there too.
    const until = log.metadata === undefined ? undefined : log.end;
    const state = await executor.run({
      ...(until !== undefined && { until }),
      ...(signal && { signal }),
      ...(onTurn && { onTurn }),
    });
    if (state === "aborted") throw new Interrupted();
    const wall = (options.wall?.() ?? 0) - began;
    const results = streams.results();
    const simulated = (log.end - log.start) / SECOND;
    return {
      scenario: log.path,
      seed: null,
      verdict: "skipped",
      digest: digestOf(results),
      topics: results,
      checks: [],
      nodes: hosted.results(),
      inputs: inputResults(counts),
      warnings: [...log.warnings, ...warnings, ...hosted.warnings()],
      simulated_s: simulated,
      wall_s: wall,
      realtime_factor: wall > 0 ? simulated / wall : 0,
    };
  } finally {
    recorder?.close();
    hosted.close();
  }
}

/** The nodes with what the recording and the user say of them. */
function specsOf(log: Log, { nodes, table, params = [] }: ReplayOptions): Record<string, HostSpec> {
  const recorded = recordedSettings(log.metadata, log.path);
  const specs: Record<string, HostSpec> = {};
  for (const [name, def] of Object.entries(nodesNamed(nodes, table))) {
    const own = Object.entries(recorded).find(([, { node }]) => node === name);
    const { namespace = "", remap = {}, compute_ms = 0, params: before = {} } = own?.[1] ?? {};
    const script = { fetch: own?.[1].fetch };
    const given = overridden(before, params, { name, def, nodes });
    specs[own?.[0] ?? name] = { def, namespace, remap, compute_ms, ...script, params: given };
  }
  return specs;
}

function topics(name: string, { def, namespace, remap }: HostSpec): NodeTopics {
  return topicsOf(def, { name, namespace, remaps: remap });
}

/** Makes the log a source of the executor; returns the counts by the log's topics. */
function feedFrom(
  log: Log,
  { feeds, executor, bus }: { feeds: readonly Fed[]; executor: Executor; bus: MemoryBus },
): Map<string, InputCounts> {
  const counts = new Map<string, InputCounts>();
  const wires = new Map<string, Feed>();
  for (const { from, to, type } of feeds) {
    const publisher = bus.advertise({ topic: to, type, qos: OFFERED, by: log.path });
    const count = new InputCounts(type);
    counts.set(from.name, count);
    wires.set(from.name, {
      publish(message) {
        count.see(message);
        publisher.publish(message);
      },
      undecodable: () => count.miss(),
    });
  }
  executor.addSource(new LogSource(log, wires));
  return counts;
}

/** A log offers all that a reader may ask for. */
const OFFERED: Qos = { ...latched(1), deadlineMs: 0 };

function inputResults(counts: ReadonlyMap<string, InputCounts>): Record<string, InputResult> {
  const names = [...counts.keys()].sort();
  return Object.fromEntries(names.map((name) => [name, counts.get(name)!.result()]));
}

function metadataOf(log: Log, hosted: HostedNodes): Record<string, string> {
  const { seed } = log.metadata ?? {};
  return {
    nodes: JSON.stringify(hosted.settings),
    replay_of: log.path.split(/[\\/]/).at(-1) ?? log.path,
    ...(seed !== undefined && { seed }),
    version: VERSION,
  };
}
