/**
 * Joins a simulated run to ROS 2: every topic of the bus goes out, `/clock` before it, and what
 * nodes outside publish comes in. In lockstep the run waits for them after every message.
 */
import { codecOf } from "../../../msgs/cdr.ts";
import type { Message, Qos, TypeName } from "../../../msgs/message.ts";
import type { Nanos } from "../../../msgs/time.ts";
import type { Callback } from "../../host/callback.ts";
import { Outside } from "../../host/outside.ts";
import type { MemoryBus } from "../../memory.ts";
import { GraphError } from "../../memory/match.ts";
import { nodeName } from "../../memory/names.ts";
import { bestEffort, latched, reliable } from "../../node.ts";
import type { RawParams } from "../../params.ts";
import { ACK_TYPE, PARAMETERS_TOPIC } from "../lockstep.ts";
import type { RosNode } from "../ros_node.ts";
import { AckReader } from "./ack_reader.ts";
import { ActiveNodes } from "./active.ts";
import { ClockWriter } from "./clock_writer.ts";
import { Outlet, type Send } from "./outlet.ts";
import { type ExpectedNode, findPeers, type Peers } from "./peers.ts";
import { wholeMessage } from "../whole.ts";

/** A node that the scenario has and that runs outside. */
export interface OutsideNode extends ExpectedNode {
  readonly namespace: string;
  /** What the scenario says of it. */
  readonly params: RawParams;
  /** It has a lifecycle: the run begins when it is active. */
  readonly managed?: boolean | undefined;
}

/** How the run and ROS 2 keep time. */
export type Pace = "paced" | "lockstep";

/** What is joined. */
export interface BridgeOptions {
  readonly ros: RosNode;
  readonly bus: MemoryBus;
  /** Nodes that run outside; none: they are on the bus, and are only shown. */
  readonly nodes: readonly OutsideNode[];
  readonly pace: Pace;
  /** When the run ends. */
  readonly durationNs: Nanos;
  /** A topic that drives the robot, if anybody outside may. */
  readonly command?: { readonly topic: string; readonly type: TypeName } | undefined;
}

/** How long nodes may take to come. */
const JOIN_MS = 60_000;
const LOOK_MS = 50;

/** See the module's text. */
export class SimBridge {
  /** Messages from outside that were no whole messages. */
  undecodable = 0;
  readonly #options: BridgeOptions;
  readonly #clock: ClockWriter;
  readonly #acks: AckReader | undefined;
  readonly #active: ActiveNodes;
  readonly #sequence = new Map<string, number>();
  /** By topic, the nodes that must acknowledge its messages. */
  readonly #readers = new Map<string, Set<string>>();
  readonly #outlets: Outlet[] = [];
  readonly #arrived: (() => void)[] = [];
  #all = new Set<string>();

  /** Puts everything on ROS 2; call {@linkcode ready} before the run. */
  constructor(options: BridgeOptions) {
    this.#options = options;
    const { ros, bus, nodes, pace, command } = options;
    this.#clock = new ClockWriter(ros, bus.epoch);
    this.#active = new ActiveNodes(ros);
    if (pace === "lockstep") this.#acks = new AckReader(ros);
    for (const topic of bus.topics()) {
      if (topic.name === "/clock") continue; // time goes out before each message, not at a rate
      // Whoever asks for best effort is content with more; in lockstep nothing may be lost.
      const qos = pace === "lockstep"
        ? { ...topic.qos, reliability: "reliable" as const }
        : topic.qos;
      const send: Send = (one, bytes, at) => this.#send(one, bytes, at);
      const outlet = new Outlet(ros, { ...topic, qos }, send);
      this.#outlets.push(outlet);
      bus.subscribe(outlet);
    }
    for (const inlet of inletsOf(nodes)) {
      this.#inlet({ ...inlet, exact: inlet.exact && pace === "lockstep" });
    }
    if (command !== undefined) {
      this.#inlet({ ...command, by: "ros2", qos: bestEffort(1), exact: false });
    }
    this.#latchParams(nodes);
    if (pace === "lockstep") {
      const { durationNs } = options;
      bus.executor.at(durationNs, () => this.#step(durationNs));
    }
  }

  /**
   * Waits until the nodes outside are there and read what is published here.
   *
   * @throws {GraphError} they do not come, or two publish the same output
   */
  async ready(signal?: AbortSignal): Promise<void> {
    const { ros, nodes, pace } = this.#options;
    if (nodes.length === 0) return;
    const published = new Set(this.#outlets.map(({ topic }) => topic));
    const until = performance.now() + JOIN_MS;
    for (;;) {
      this.#clock.repeat(this.#options.bus.executor.now);
      const peers = findPeers(ros, nodes, { published, lockstep: pace === "lockstep" });
      const managed = nodes.filter(({ managed }) => managed)
        .flatMap(({ name }) => peers.found.get(name) ?? []);
      const missing = [
        ...[...peers.missing, ...this.#unheard(peers), ...this.#unmatched()],
        ...this.#active.missing(managed),
      ];
      if (missing.length === 0) return this.#remember(peers);
      if (signal?.aborted) return;
      if (performance.now() > until) {
        throw new GraphError(
          `the nodes outside are not complete after ${JOIN_MS / 1000} s: ${missing.join(", ")}; ` +
            `start them with: deno task node ${nodes[0]!.name} --use-sim-time`,
        );
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    }
  }

  /** Between two slices of a paced run: time goes on where no message comes. */
  tick(at: Nanos): void {
    if (this.#options.pace === "paced") this.#clock.step(at);
  }

  #send(outlet: Outlet, bytes: () => Uint8Array, at: Nanos): Callback | undefined {
    if (this.#acks === undefined) {
      this.#clock.step(at);
      outlet.publisher.publish(bytes());
      return undefined;
    }
    const { executor } = this.#options.bus;
    const readers = this.#readers.get(outlet.topic);
    if (readers === undefined) {
      outlet.publisher.publish(bytes());
      return undefined;
    }
    const exchange = async () => {
      await this.#step(at);
      const sequence = (this.#sequence.get(outlet.topic) ?? 0) + 1;
      this.#sequence.set(outlet.topic, sequence);
      outlet.publisher.publish(bytes());
      await this.#acks!.wait(readers, outlet.topic, sequence);
      this.#letIn();
    };
    return new Outside(executor, exchange).fire();
  }

  /** In lockstep, a time: every node outside has done what was due by then. */
  async #step(at: Nanos): Promise<void> {
    if (!this.#clock.step(at)) return;
    await this.#acks?.wait(this.#all, "/clock", at);
    this.#letIn();
  }

  /** What came in an exchange goes onto the bus when the exchange is over, by topic. */
  #letIn(): void {
    for (const publish of this.#arrived.splice(0)) publish();
  }

  #inlet({ topic, type, by, qos, exact }: Inlet): void {
    const { ros, bus, pace } = this.#options;
    const codec = codecOf(type);
    const publisher = bus.advertise({ topic, type, qos: latched(1), by, exact });
    this.#acks?.watch(topic);
    const { reliability } = qos;
    const wanted: Qos = { reliability, durability: "volatile", depth: INLET_DEPTH };
    ros.subscribe({ topic, type, qos: wanted }, (bytes) => {
      const message: Message | undefined = wholeMessage(codec, bytes);
      if (message === undefined) {
        this.undecodable++;
        return;
      }
      const publish = () => publisher.publish(message);
      if (pace === "lockstep") this.#arrived.push(publish);
      else publish();
      this.#acks?.arrived(topic);
    });
  }

  /** Nodes in lockstep that have not answered the clock yet. */
  #unheard({ found }: Peers): string[] {
    if (this.#acks === undefined) return [];
    return [...found.values()].filter((node) => !this.#acks!.heard(node, "/clock"))
      .map((node) => `an acknowledgement of ${node}`);
  }

  /** Readers that the graph knows, but DDS has not joined to the writer yet. */
  #unmatched(): string[] {
    const { ros } = this.#options;
    return this.#outlets.filter(({ topic, publisher }) =>
      publisher.matched < ros.subscribersOf(topic).length
    ).map(({ topic }) => `a match on ${topic}`);
  }

  #remember({ found }: Peers): void {
    const { ros } = this.#options;
    this.#all = new Set(found.values());
    for (const { topic } of this.#outlets) {
      const readers = ros.subscribersOf(topic).map(({ node }) => node);
      const mine = new Set(readers.filter((node) => this.#all.has(node)));
      if (mine.size > 0) this.#readers.set(topic, mine);
    }
    this.#arrived.length = 0; // what nodes said while they waited belongs to no time
    this.#acks?.settle();
  }

  /** The scenario's parameters, as a ROS parameter file (JSON is YAML). */
  #latchParams(nodes: readonly OutsideNode[]): void {
    if (nodes.length === 0) return;
    const sections = nodes.map(({ name, namespace, params }) => [
      nodeName({ node: name, namespace }),
      { ros__parameters: params },
    ]);
    this.#options.ros.advertise({ topic: PARAMETERS_TOPIC, type: ACK_TYPE, qos: latched(1) })
      .publish(codecOf(ACK_TYPE).encode({ data: JSON.stringify(Object.fromEntries(sections)) }));
  }
}

/** A topic from outside. */
interface Inlet {
  readonly topic: string;
  readonly type: TypeName;
  readonly by: string;
  readonly qos: Qos;
  readonly exact: boolean;
}

/** Nothing of it may be lost while the run is busy. */
const INLET_DEPTH = 1000;

/** The outputs of nodes, each topic once: several may write on `/tf` and `/diagnostics`. */
function inletsOf(nodes: readonly OutsideNode[]): Inlet[] {
  const inlets = new Map<string, Inlet>();
  for (const { name, namespace, topics } of nodes) {
    const by = nodeName({ node: name, namespace });
    for (const output of Object.values(topics.outputs)) {
      if (!inlets.has(output.topic)) inlets.set(output.topic, { ...output, by });
    }
    // Never exact: it counts what the way over ROS 2 did.
    const type = "diagnostic_msgs/msg/DiagnosticArray";
    const diagnostics = {
      topic: "/diagnostics",
      type,
      qos: reliable(10),
      by,
      exact: true,
    } as const;
    if (!inlets.has(diagnostics.topic)) inlets.set(diagnostics.topic, diagnostics);
  }
  return [...inlets.values()];
}
