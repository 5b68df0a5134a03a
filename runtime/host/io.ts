/** The `io` of a hosted node: all that it can reach. */
import type { Message } from "../../msgs/message.ts";
import { toNanos, toTime } from "../../msgs/time.ts";
import type { DiagnosticStatus } from "../../msgs/types.ts";
import type { HostedNode } from "../host.ts";
import type { MemoryBus } from "../memory.ts";
import type { Io } from "../node.ts";
import { type ComputeTime, computeTime } from "./compute.ts";
import { type FetchScript, ScriptedNetwork } from "./fetch.ts";
import { fetchOf, liveFetch, type LiveServices, liveWork, sleepOf, workOf } from "./waits.ts";
import type { RunTasks } from "../../core/tasks.ts";
import type { RandomTree } from "../../core/math/random.ts";

/** What of a host's options `io` needs. */
export interface IoOptions {
  /** How long a job of `io.work` takes. Default 0. */
  readonly workMs?: ComputeTime | undefined;
  /** Streams of this node's name, for compute times that are drawn. */
  readonly random?: RandomTree | undefined;
  /** What the network answers. */
  readonly fetch?: FetchScript | undefined;
  /** Where tasks of `io.work` run, such as a `WorkerPool`'s `run`. Default: here, in turn. */
  readonly pool?: RunTasks | undefined;
  /** Reads a file of the node; without it there are none. */
  readonly file?: ((path: string) => Promise<Uint8Array>) | undefined;
  /** Where time is not virtual: the real network and workers instead of the script. */
  readonly live?: LiveServices | undefined;
}

/** Makes it. */
export function ioOf(node: HostedNode, bus: MemoryBus, options: IoOptions): Io {
  const now = () => node.executor.now;
  const publish: Record<string, (message: Message) => void> = {};
  for (const [key, publisher] of node.publishers) {
    publish[key] = (message) => node.publish(publisher, message);
  }
  return {
    publish: publish as Io["publish"],
    now,
    nanos: (stamp) => toNanos(stamp, bus.epoch, node.name),
    stamp: (at) => toTime(at, bus.epoch),
    every: (ms, run, group) => node.every(ms, run, group),
    sleep: sleepOf(node),
    log: bus.log.of(node.name, now),
    tf: bus.transforms,
    file: fileOf(node, options.file),
    ...outsideOf(node, options),
    onParams: (next) => node.onParams(next),
    lifecycle(hooks) {
      if (node.def.lifecycle !== true) throw new TypeError(`${node.name} asks for no lifecycle`);
      node.hooks = hooks;
    },
    diagnostics: (report: () => DiagnosticStatus[]) => node.addReport(report),
  };
}

/** `fetch` and `work`: scripted and in virtual time, or real. */
function outsideOf(node: HostedNode, options: IoOptions): Pick<Io, "fetch" | "work"> {
  const { live, random, pool } = options;
  return {
    fetch: live === undefined
      ? fetchOf(node, new ScriptedNetwork(options.fetch))
      : liveFetch(node, live),
    work: live?.work === undefined
      ? workOf(node, computeTime(options.workMs, { random, path: "work" }), pool)
      : liveWork(node, live, { job: live.work, pool }),
  };
}

/** Reading takes real time and no virtual time: the executor waits for it. */
function fileOf(node: HostedNode, read: IoOptions["file"]): Io["file"] {
  return async (path) => {
    if (read === undefined) throw new Error(`${node.name} can't read ${path}: no files here`);
    const callback = node.creating ? undefined : node.inside("file");
    if (callback !== undefined) callback.reads++;
    try {
      return await read(path);
    } finally {
      if (callback !== undefined) callback.reads--;
    }
  };
}
