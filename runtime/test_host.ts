/** A node alone with a fake clock: for unit tests that need no ROS, no files and no waiting. */
import type { Message, MessageOf, TypeName } from "../msgs/message.ts";
import { MILLISECOND, type Nanos, SIMULATED_EPOCH, toTime } from "../msgs/time.ts";
import type { DiagnosticStatus } from "../msgs/types.ts";
import { Executor } from "./executor.ts";
import type { SetResult } from "./host/changes.ts";
import type { NodeCounters } from "./host/diagnostics.ts";
import type { HandlerError } from "./host/faults.ts";
import { type HostedNode, hostNode, type HostOptions } from "./host.ts";
import type { LifecycleState, LifecycleStep } from "./lifecycle/states.ts";
import type { LogEntry } from "./log.ts";
import { MemoryBus } from "./memory.ts";
import type { Publisher } from "./memory/topic.ts";
import { latched, type NodeDef, type StaticTransform } from "./node.ts";
import type { RawParams } from "./params.ts";

/** Options of {@linkcode testHost}. */
export interface TestHostOptions extends Omit<HostOptions, "params"> {
  /** Of an input with a list of types, the one that is on the topic. Default: the first. */
  readonly types?: Readonly<Record<string, TypeName>>;
  /** End the test at a node that writes to a published message. Default true. */
  readonly guard?: boolean;
  /** Where the clock stands at first, in nanoseconds: a node that starts late. Default 0. */
  readonly start?: Nanos;
  /** How long, in real milliseconds, a promise that is not io's may take. Default 5000. */
  readonly foreignMs?: number;
}

/** One message of the node, with the time at which it left. */
export interface Published {
  /** Which output. */
  readonly output: string;
  /** What it published. */
  readonly message: Message;
  /** When it left. */
  readonly at: Nanos;
}

/**
 * Hosts a node for a test. Its clock stands still until {@linkcode TestHost.advance} moves it.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { z } from "zod";
 * import { defineNode, reliable } from "./node.ts";
 * import { testHost } from "./test_host.ts";
 *
 * const echo = defineNode({
 *   name: "echo",
 *   params: z.object({ suffix: z.string().default("!") }),
 *   inputs: { heard: { topic: "heard", type: "std_msgs/msg/String", qos: reliable(10) } },
 *   outputs: { said: { topic: "said", type: "std_msgs/msg/String", qos: reliable(10) } },
 *   create: ({ suffix }, io) => ({
 *     async heard({ data }) {
 *       await io.sleep(100);
 *       io.publish.said({ data: data + suffix });
 *     },
 *   }),
 * });
 *
 * const host = await testHost(echo, { suffix: "?" });
 * await host.send("heard", { data: "hello" });
 * assert.deepEqual(host.outputs.said, []);
 * await host.advance(100);
 * assert.deepEqual(host.outputs.said, [{ data: "hello?" }]);
 * await host.close();
 * ```
 * @throws {ParameterError} parameters that the node's schema refuses
 */
export async function testHost(
  def: NodeDef,
  params: RawParams = {},
  options: TestHostOptions = {},
): Promise<TestHost> {
  const { guard = true, foreignMs = 5000, start = 0, types = {}, ...rest } = options;
  const executor = new Executor({ start, foreignMs });
  const bus = new MemoryBus(executor, { guard, log: { level: "debug" } });
  const node = await hostNode(def, bus, { ...rest, params });
  return new TestHost(node, bus, types);
}

/** A hosted node and what a test does with it; made by {@linkcode testHost}. */
export class TestHost {
  /** The node as a run has it. */
  readonly node: HostedNode;
  /** What it published so far, by output. */
  readonly outputs: Readonly<Record<string, Message[]>>;
  /** The same in order of publication, with times. */
  readonly published: Published[] = [];
  readonly #bus: MemoryBus;
  readonly #writers = new Map<string, Publisher>();

  /** Use {@linkcode testHost}. */
  constructor(node: HostedNode, bus: MemoryBus, types: Readonly<Record<string, TypeName>>) {
    this.node = node;
    this.#bus = bus;
    this.outputs = Object.fromEntries(Object.keys(node.def.outputs).map((key) => [key, []]));
    for (const [key, { topic, types: known, qos }] of Object.entries(node.topics.inputs)) {
      const type = types[key] ?? known[0]!;
      this.#writers.set(key, bus.advertise({ topic, type, qos, by: "the test" }));
    }
    bus.observe((topic) => {
      const written = Object.entries(node.topics.outputs);
      const output = written.find((entry) => entry[1].topic === topic.name)?.[0];
      if (output === undefined) return undefined;
      return (message, at) => {
        this.outputs[output]!.push(message);
        this.published.push({ output, message, at });
      };
    });
    bus.connect();
  }

  /** The clock: nanoseconds since the start. */
  get now(): Nanos {
    return this.node.executor.now;
  }

  /** What the node logged, debug lines too. */
  get log(): readonly LogEntry[] {
    return this.#bus.log.entries;
  }

  /** What its handlers threw. */
  get errors(): readonly HandlerError[] {
    return this.node.errors;
  }

  /** Calls, drops, errors. */
  get counters(): NodeCounters {
    return this.node.counters;
  }

  /**
   * Sends a message to an input, now or at a later time. What a synchronous handler does with it
   * now has been done when `send` returns; await it where handlers return promises.
   *
   * @throws {TypeError} the node has no such input
   * @throws {RangeError} `at` is in the past
   */
  async send(input: string, message: Message, at: Nanos = this.now): Promise<void> {
    const writer = this.#writers.get(input);
    if (writer === undefined) {
      const known = [...this.#writers.keys()].join(", ");
      throw new TypeError(`${this.node.name} has no input "${input}"; known: ${known}`);
    }
    writer.publish(message, at);
    await this.node.executor.run({ until: this.now });
  }

  /** Moves the clock: everything up to the new time happens, in order. */
  async advance(ms: number): Promise<void> {
    await this.node.executor.run({ until: this.now + Math.round(ms * MILLISECOND) });
  }

  /**
   * What an output published, with its type.
   *
   * @throws {TypeError} no such output, or one of another type
   */
  received<T extends TypeName>(output: string, type: T): MessageOf<T>[] {
    const topic = this.node.topics.outputs[output];
    if (topic?.type !== type) {
      throw new TypeError(`${this.node.name} has no output "${output}" of type ${type}`);
    }
    return this.outputs[output] as MessageOf<T>[];
  }

  /** Says on `/tf_static` how the frame `child` is fixed to the frame `parent`. */
  async transform(parent: string, child: string, t: StaticTransform): Promise<void> {
    const [w, x, y, z] = t.rotation;
    const [tx, ty, tz] = t.translation;
    const translation = { x: tx, y: ty, z: tz };
    const header = { stamp: toTime(this.now, SIMULATED_EPOCH), frame_id: parent };
    const transform = { translation, rotation: { x, y, z, w } };
    let writer = this.#writers.get("/tf_static");
    if (writer === undefined) {
      const type = "tf2_msgs/msg/TFMessage";
      const qos = latched(100);
      writer = this.#bus.advertise({ topic: "/tf_static", type, qos, by: "the test" });
      this.#writers.set("/tf_static", writer);
    }
    writer.publish({ transforms: [{ header, child_frame_id: child, transform }] });
    await this.node.executor.run({ until: this.now });
  }

  /** Changes parameters, as `ros2 param set` would; applied when it resolves, if it was accepted. */
  async setParams(next: RawParams): Promise<SetResult> {
    const result = this.node.setParams(next);
    await this.node.executor.run({ until: this.now });
    return result;
  }

  /** Where a node with a lifecycle is. */
  get state(): LifecycleState {
    return this.node.lifecycle.state;
  }

  /** Asks for a step of the lifecycle; whether it was done. */
  async change(step: LifecycleStep): Promise<boolean> {
    const done = await this.node.lifecycle.change(step);
    await this.node.executor.run({ until: this.now });
    return done;
  }

  /** What stands on `/diagnostics` if it were asked now. */
  diagnostics(): DiagnosticStatus[] {
    return this.node.diagnostics();
  }

  /** Ends the node. @throws {GuardError} a published message was written to */
  async close(): Promise<void> {
    this.node.close();
    await this.node.executor.run({ until: this.now });
    this.#bus.close();
  }
}
