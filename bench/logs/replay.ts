/** Feeds a recorded log to the fusion node in process, and keeps what it said. */
import { RandomTree } from "../../core/math/random.ts";
import { LogSource } from "../../harness/replay/log_source.ts";
import { MILLISECOND, type Nanos, toNanos } from "../../msgs/time.ts";
import type { DiagnosticStatus, Float64MultiArray, Imu, Odometry } from "../../msgs/types.ts";
import { NODES } from "../../nodes/mod.ts";
import type { Log } from "../../runtime/bag/log.ts";
import { openLog } from "../../runtime/bag/open.ts";
import { Executor } from "../../runtime/executor.ts";
import { hostNode } from "../../runtime/host.ts";
import { type NodeTopics, topicsOf } from "../../runtime/memory/node_topics.ts";
import { MemoryBus } from "../../runtime/memory.ts";

/** How to replay. */
export interface ReplayOptions {
  readonly params?: Readonly<Record<string, unknown>>;
  /**
   * Every message but the last IMU's is handed over later by up to this, drawn from a stream of
   * this seed; the last one waits for all others, so that both orders end alike.
   */
  readonly delays?: { readonly seed: number; readonly maxMs: number };
  /** Keep the last `/fusion/state`. */
  readonly debug?: boolean;
}

/** What came of it. Stamps and times are nanoseconds since the log's epoch. */
export interface Replayed {
  readonly stamps: Nanos[];
  /** Flat: x y z. */
  readonly positions: number[];
  /** Flat: w x y z. */
  readonly orientations: number[];
  /** Stamp of the first IMU message. */
  firstImu: Nanos | undefined;
  /** Of the last update: 12 states and their 12 × 12 covariance. */
  lastState: Float64Array | undefined;
  /** At the end, by status. */
  readonly diagnostics: Map<string, { message: string; values: Map<string, string> }>;
  fed: number;
  /** Numbers of the odometry that were NaN or infinite. */
  notFinite: number;
  wallSeconds: number;
}

/** Replays a log through `fusion` with default parameters, plus `params`. */
export async function replayLog(path: string, options: ReplayOptions = {}): Promise<Replayed> {
  const began = performance.now();
  const log = await openLog(path);
  const executor = new Executor();
  const bus = new MemoryBus(executor, { epoch: log.epoch });
  const out = newReplayed();
  const fusion = NODES.fusion!;
  feed({ log, executor, bus, out, options }, topicsOf(fusion));
  bus.observe(({ name }) => {
    if (name === "/odom") return (message) => keepOdometry(out, message as Odometry, log);
    if (name === "/fusion/state") {
      return (message) => void (out.lastState = (message as Float64MultiArray).data);
    }
    return undefined;
  });
  const params = { ...options.params, ...(options.debug && { publish_debug: true }) };
  const node = await hostNode(fusion, bus, { params });
  await executor.run();
  // Asked at the end: what stood on /diagnostics last is of the last whole second.
  keepDiagnostics(out, node.diagnostics());
  node.close();
  bus.close();
  log.close();
  out.wallSeconds = (performance.now() - began) / 1000;
  return out;
}

function newReplayed(): Replayed {
  return {
    stamps: [],
    positions: [],
    orientations: [],
    firstImu: undefined,
    lastState: undefined,
    diagnostics: new Map(),
    fed: 0,
    notFinite: 0,
    wallSeconds: 0,
  };
}

interface Feeding {
  readonly log: Log;
  readonly executor: Executor;
  readonly bus: MemoryBus;
  readonly out: Replayed;
  readonly options: ReplayOptions;
}

function feed({ log, executor, bus, out, options }: Feeding, topics: NodeTopics): void {
  const inputs = Object.values(topics.inputs);
  const { delays } = options;
  const draw = RandomTree.root(delays?.seed ?? 0).at("replay/delay");
  const last = log.topics.get("/imu/data")!.count;
  let imus = 0;
  const feeds = new Map(
    inputs.filter(({ topic }) => log.topics.has(topic)).map((input) => {
      const { type } = log.topics.get(input.topic)!;
      const publisher = bus.advertise({
        topic: input.topic,
        type: type as typeof input.types[number],
        qos: { ...input.qos, depth: 1000 },
        by: "log",
      });
      return [input.topic, {
        undecodable: () => {},
        publish(message: Parameters<typeof publisher.publish>[0]) {
          out.fed++;
          if (input.topic === "/imu/data") {
            imus++;
            out.firstImu ??= toNanos((message as Imu).header.stamp, log.epoch);
          }
          const isLast = input.topic === "/imu/data" && imus === last;
          const wait = delays === undefined
            ? 0
            : isLast
            ? 2 * delays.maxMs
            : draw.uniform() * delays.maxMs;
          publisher.publish(message, executor.now + Math.round(wait * MILLISECOND));
        },
      }] as const;
    }),
  );
  executor.addSource(new LogSource(log, feeds));
}

function keepOdometry(out: Replayed, message: Odometry, log: Log): void {
  const { position: p, orientation: q } = message.pose.pose;
  out.stamps.push(toNanos(message.header.stamp, log.epoch));
  out.positions.push(p.x, p.y, p.z);
  out.orientations.push(q.w, q.x, q.y, q.z);
  const { linear, angular } = message.twist.twist;
  const numbers = [
    ...[p.x, p.y, p.z, q.w, q.x, q.y, q.z],
    ...[linear.x, linear.y, linear.z, angular.x, angular.y, angular.z],
    ...message.pose.covariance,
    ...message.twist.covariance,
  ];
  for (const value of numbers) if (!Number.isFinite(value)) out.notFinite++;
}

function keepDiagnostics(out: Replayed, statuses: readonly DiagnosticStatus[]): void {
  for (const { name, message, values } of statuses) {
    out.diagnostics.set(name, {
      message,
      values: new Map(values.map(({ key, value }) => [key, value])),
    });
  }
}
