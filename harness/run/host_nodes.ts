/** The nodes of a run or a replay: hosted, and asked at the end what they have to say. */
import type { RunTasks } from "../../core/tasks.ts";
import { RandomTree } from "../../core/math/random.ts";
import { SECOND } from "../../msgs/time.ts";
import type { DiagnosticStatus } from "../../msgs/types.ts";
import { type HostedNode, hostNode } from "../../runtime/host.ts";
import type { ComputeTime } from "../../runtime/host/compute.ts";
import type { FetchScript } from "../../runtime/host/fetch.ts";
import type { LiveServices } from "../../runtime/host/waits.ts";
import type { MemoryBus } from "../../runtime/memory.ts";
import type { NodeDef } from "../../runtime/node.ts";
import type { RawParams } from "../../runtime/params.ts";
import type { Json } from "../contract.ts";
import type { NodeResult } from "./result.ts";

/** How a node is set, as a recording's metadata says it. */
export interface NodeSettings {
  /** Its name in the table of nodes. */
  readonly node: string;
  readonly namespace: string;
  readonly remap: Readonly<Record<string, string>>;
  readonly params: RawParams;
  readonly compute_ms: ComputeTime;
  readonly fetch?: FetchScript | undefined;
}

/** A node to host. */
export interface HostSpec extends Omit<NodeSettings, "node"> {
  readonly def: NodeDef;
}

/** Warnings in a result; a node that always complains is heard that often. */
const WARNINGS_MAX = 50;

/** Random streams of a node; no sensor can have this name. */
export function nodeStreams(seed: number, name: string): RandomTree {
  return RandomTree.root(seed).under(`node:${name}`);
}

/** Hosts nodes by name, in this order. Errors are those of `hostNode`. */
export async function hostNodes(
  specs: Readonly<Record<string, HostSpec>>,
  { bus, seed, file, pool, live }: {
    readonly bus: MemoryBus;
    readonly seed: number;
    /** Where their tasks run; undefined: here. */
    readonly pool?: RunTasks | undefined;
    readonly file?: ((path: string) => Promise<Uint8Array>) | undefined;
    /** The network and time to work, where they are real. */
    readonly live?: LiveServices | undefined;
  },
): Promise<HostedNodes> {
  const hosted: Record<string, HostedNode> = {};
  for (const [name, spec] of Object.entries(specs)) {
    const { def, params, namespace, remap, compute_ms } = spec;
    hosted[name] = await hostNode(def, bus, {
      name,
      namespace,
      params,
      remaps: remap,
      computeMs: compute_ms,
      random: nodeStreams(seed, name),
      fetch: spec.fetch,
      file,
      pool,
      live,
    });
  }
  return new HostedNodes(hosted, specs, bus);
}

/** The nodes at work. */
export class HostedNodes {
  readonly #hosted: Readonly<Record<string, HostedNode>>;
  readonly #specs: Readonly<Record<string, HostSpec>>;
  readonly #bus: MemoryBus;

  constructor(
    hosted: Readonly<Record<string, HostedNode>>,
    specs: Readonly<Record<string, HostSpec>>,
    bus: MemoryBus,
  ) {
    this.#hosted = hosted;
    this.#specs = specs;
    this.#bus = bus;
  }

  /** What makes a replay run them as they run now: all parameters, defaults included. */
  get settings(): Record<string, NodeSettings> {
    return Object.fromEntries(
      Object.entries(this.#specs).map(([name, { def, namespace, remap, compute_ms, ...rest }]) => {
        const params = this.#hosted[name]!.params as RawParams;
        const script = rest.fetch !== undefined && { fetch: rest.fetch };
        return [name, { node: def.name, namespace, remap, params, compute_ms, ...script }];
      }),
    );
  }

  /** What each says of itself now, and what its host counted. */
  results(): Record<string, NodeResult> {
    return Object.fromEntries(
      Object.entries(this.#hosted).map(([name, node]) => [name, {
        counters: node.counters as unknown as Json,
        diagnostics: Object.fromEntries(node.diagnostics().map(plainStatus)),
      }]),
    );
  }

  /** Warnings and errors that were logged. */
  warnings(): string[] {
    const { entries, lost } = this.#bus.log;
    const serious = entries.filter(({ level }) => level === "warn" || level === "error");
    const lines = serious.slice(0, WARNINGS_MAX).map(({ at, node, text }) =>
      `${node} at ${(at / SECOND).toFixed(3)} s: ${text}`
    );
    const more = serious.length - lines.length + lost;
    return more > 0 ? [...lines, `and ${more} more lines`] : lines;
  }

  close(): void {
    for (const node of Object.values(this.#hosted)) node.close();
  }
}

function plainStatus({ name, level, message, values }: DiagnosticStatus): [string, Json] {
  const plain = Object.fromEntries(values.map(({ key, value }) => [key, value]));
  return [name, { level, message, values: plain }];
}
