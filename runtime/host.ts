/** Hosts a node on a bus in memory: its topics, groups, timers, parameters and counters. */
import type { Message } from "../msgs/message.ts";
import type { Nanos } from "../msgs/time.ts";
import type { DiagnosticStatus } from "../msgs/types.ts";
import type { Executor } from "./executor.ts";
import type { Callback } from "./host/callback.ts";
import { Changes, type SetResult } from "./host/changes.ts";
import { type ComputeTime, computeTime } from "./host/compute.ts";
import { Diagnostics, type NodeCounters } from "./host/diagnostics.ts";
import { Faults, type HandlerError } from "./host/faults.ts";
import { Input } from "./host/input.ts";
import { ioOf, type IoOptions } from "./host/io.ts";
import { Timers } from "./host/timer.ts";
import { type Group, Slots } from "./host/groups/group.ts";
import type { Lifecycle } from "./lifecycle/machine.ts";
import { type LifecycleHooks, lifecycleOf, type LifecycleOptions } from "./lifecycle/managed.ts";
import type { MemoryBus } from "./memory.ts";
import { nodeName } from "./memory/names.ts";
import { type NodeScope, type NodeTopics, topicsOf } from "./memory/node_topics.ts";
import type { Publisher } from "./memory/topic.ts";
import { type NodeDef, reliable } from "./node.ts";
import type { RawParams } from "./params.ts";

/** Options of {@linkcode hostNode}. */
export interface HostOptions extends NodeScope, IoOptions, LifecycleOptions {
  /** Not validated yet. */
  readonly params?: RawParams | undefined;
  /** How long its callbacks take: what they publish leaves, and their group frees, that much later. */
  readonly computeMs?: ComputeTime | undefined;
  /** How many of its callbacks may be in progress at a time. Default 4. */
  readonly slots?: number | undefined;
}

/**
 * Makes a node and connects it to a bus. Timers start now; messages come when the executor runs.
 * One that is `managed` is not configured yet.
 *
 * @throws {ParameterError} parameters that its schema refuses
 * @throws {NameError} a name that ROS 2 would refuse
 * @throws {GraphError} a name that is taken, or an input below `ground_truth`
 */
export async function hostNode(
  def: NodeDef,
  bus: MemoryBus,
  options: HostOptions = {},
): Promise<HostedNode> {
  const node = new HostedNode(def, bus, options);
  try {
    if (options.managed !== true) await node.start();
    else if (def.lifecycle !== true) throw new TypeError(`${node.name} has no lifecycle to manage`);
    if (bus.executor.running) bus.connect(); // a late start
  } catch (error) {
    node.close();
    throw error;
  }
  return node;
}

/** A node on a bus; made by {@linkcode hostNode}. */
export class HostedNode {
  /** Absolute. */
  readonly name: string;
  /** What it was made from. */
  readonly def: NodeDef;
  /** Whose time it lives in. */
  readonly executor: Executor;
  /** Where its inputs and outputs are. */
  readonly topics: NodeTopics;
  /** What was counted so far. */
  readonly counters: NodeCounters;
  /** What its groups share. */
  readonly slots: Slots;
  /** What went wrong in it. */
  readonly faults: Faults;
  /** By output. */
  readonly publishers: ReadonlyMap<string, Publisher>;
  /** Its lifecycle; a node that asks for none is configured and activated once. */
  readonly lifecycle: Lifecycle;
  /** What it does at steps of its lifecycle. */
  hooks: LifecycleHooks = {};
  /** `create` has not answered yet, or another step of the lifecycle is under way. */
  creating = true;
  /** Messages and timers reach it. */
  active = false;
  /** {@linkcode start} is under way. */
  starting = false;
  /** It has ended. */
  closed = false;

  readonly #bus: MemoryBus;
  readonly #groups = new Map<string, Group>();
  readonly #inputs: Input[] = [];
  readonly #changes: Changes;
  #reports: { readonly report: () => DiagnosticStatus[]; readonly kept: boolean }[] = [];
  readonly #options: HostOptions;
  readonly #endings = new Set<() => void>();
  readonly #timers: Timers;
  readonly #diagnostics: Diagnostics;
  #arrivals = 0;

  /** Use {@linkcode hostNode}. */
  constructor(def: NodeDef, bus: MemoryBus, options: HostOptions) {
    const { namespace = "/", name = def.name } = options;
    this.def = def;
    this.name = nodeName({ node: name, namespace });
    this.executor = bus.executor;
    this.topics = topicsOf(def, options);
    this.#bus = bus;
    this.#options = options;
    this.slots = new Slots(options.slots);
    for (const [group, kind] of Object.entries(def.groups)) {
      this.#groups.set(group, this.slots.group(group, kind));
    }
    const raw = options.params ?? {};
    this.#changes = new Changes(this, { schema: def.params, raw, group: this.#group("default") });
    for (const key of Object.keys(def.inputs)) this.#inputs.push(this.#input(key));
    this.counters = {
      ...{ callbacks: 0, published: 0, errors: 0, strays: 0, refused: 0, missedTicks: 0 },
      inputs: Object.fromEntries(this.#inputs.map(({ key, counters }) => [key, counters])),
    };
    this.faults = new Faults(
      this.counters,
      this.executor,
      bus.log.of(this.name, () => bus.executor.now),
    );
    this.#timers = new Timers(this, {
      group: (name) => this.#group(name),
      compute: (path) => this.#compute(path),
      onMissed: () => this.counters.missedTicks++,
    });
    this.lifecycle = lifecycleOf(this);
    this.lifecycle.onTransition = options.onTransition;
    bus.join(this.name);
    this.publishers = new Map(
      Object.entries(this.topics.outputs).map(([key, output]) => {
        return [key, bus.advertise({ ...output, by: this.name, exclusive: true })];
      }),
    );
    const type = "diagnostic_msgs/msg/DiagnosticArray";
    const qos = reliable(10);
    const publisher = bus.advertise({ topic: "/diagnostics", type, qos, by: this.name });
    this.#diagnostics = new Diagnostics(this, publisher, bus.epoch);
  }

  /** The first hundred calls that threw. */
  get errors(): readonly HandlerError[] {
    return this.faults.errors;
  }

  /** The parameters that apply now, parsed. */
  get params(): unknown {
    return this.#changes.params;
  }

  /** Configures and activates it. @throws what `create` throws */
  async start(): Promise<void> {
    this.starting = true;
    for (const step of ["configure", "activate"] as const) {
      if (!await this.lifecycle.change(step)) throw this.faults.last;
    }
    this.starting = false;
  }

  /** Calls the definition's `create`: a step of the lifecycle. */
  async configure(): Promise<void> {
    const handlers = await this.def.create(this.params, ioOf(this, this.#bus, this.#options));
    for (const input of this.#inputs) {
      const first = input.handler === undefined;
      input.handler = handlers[input.key];
      if (typeof input.handler !== "function") {
        throw new TypeError(`node ${this.name}: create returned no handler of input ${input.key}`);
      }
      if (first) this.#bus.subscribe(input);
    }
  }

  /** Forgets all that `create` made: a step of the lifecycle. */
  forget(): void {
    this.active = false;
    this.#timers.clear();
    this.#reports = this.#reports.filter(({ kept }) => kept);
    this.#changes.handler = undefined;
    this.hooks = {};
  }

  /**
   * Changes parameters from outside: validated now, applied as soon as the default group is free.
   * A refused change changes nothing.
   */
  setParams(next: RawParams): SetResult {
    const idle = this.lifecycle.state === "unconfigured";
    return idle ? this.#changes.replace(next) : this.#changes.set(next);
  }

  /** What the node and its host have to say now, as on `/diagnostics`. */
  diagnostics(): DiagnosticStatus[] {
    return this.#diagnostics.report().status;
  }

  /** Ends it: no callback starts any more, nothing that it publishes leaves, its topics go. */
  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.active = false;
    for (const run of [...this.#endings]) run();
    this.#bus.leave(this.name);
  }

  /** Calls it when the node ends; returns what takes that back. */
  onClose(run: () => void): () => void {
    this.#endings.add(run);
    return () => void this.#endings.delete(run);
  }

  /** `io.publish`: leaves when the callback's compute time is over. */
  publish(publisher: Publisher, message: Message): void {
    if (this.closed || !(this.active || this.creating)) {
      this.counters.refused++;
      return;
    }
    let leavesAt = this.executor.now;
    if (!this.creating) {
      const callback = this.inside("publish");
      if (callback === undefined) return;
      if (callback.leavesAt > leavesAt) leavesAt = callback.leavesAt;
    }
    this.counters.published++;
    publisher.publish(message, leavesAt);
  }

  /** `io.every`. */
  every(ms: number, run: () => void | Promise<void>, group = "default"): () => void {
    return this.#timers.start(ms, run, group);
  }

  /** `io.onParams`. */
  onParams(next: (params: unknown) => void): void {
    this.#changes.handler = next;
  }

  /** `io.diagnostics`; `kept`: it is the host's, whatever becomes of the configuration. */
  addReport(report: () => DiagnosticStatus[], { kept = false } = {}): void {
    this.#reports.push({ report, kept });
  }

  /** The statuses of the node's own reports; one that throws is an error like a handler's. */
  statuses(): DiagnosticStatus[] {
    return this.#reports.flatMap(({ report }) => {
      try {
        return report();
      } catch (error) {
        this.faults.failed("diagnostics", error);
        return [];
      }
    });
  }

  /** This node's callback whose code runs now; none is a stray, which is counted and logged. */
  inside(action: string): Callback | undefined {
    const callback = this.executor.current;
    if (callback?.owner.node === this) return callback;
    this.faults.outside(action);
    return undefined;
  }

  /** The next arrival's number. */
  arrival(): number {
    return this.#arrivals++;
  }

  /** A callback starts. */
  called(): void {
    this.counters.callbacks++;
  }

  #group(name: string): Group {
    const group = this.#groups.get(name);
    if (group === undefined) throw new TypeError(`node ${this.name} has no group "${name}"`);
    return group;
  }

  #compute(path: string): () => Nanos {
    return computeTime(this.#options.computeMs, { random: this.#options.random, path });
  }

  #input(key: string): Input {
    const spec = this.def.inputs[key]!;
    const { topic, types, qos } = this.topics.inputs[key]!;
    const wish = (this.params as Record<string, unknown> | undefined)?.[`${key}_type`];
    return new Input(this, {
      ...{ key, topic, types, qos, tagged: typeof spec.type !== "string" },
      decided: types.find((type) => type === wish),
      group: this.#group(spec.group ?? "default"),
      compute: this.#compute(`input/${key}`),
    });
  }
}
