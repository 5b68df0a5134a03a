/**
 * The node contract. A node is declared once with {@linkcode defineNode} and hosted unchanged in
 * memory, on a recorded log and on ROS 2. All that it can reach is its {@linkcode Io}.
 */
import type { z } from "zod";
import type { TaskInput, TaskName, TaskOutput } from "../core/tasks.ts";
import type { MessageOf, Qos, TypeName } from "../msgs/message.ts";
import type { Nanos, Time } from "../msgs/time.ts";
import type { DiagnosticStatus } from "../msgs/types.ts";
import type { LifecycleHooks } from "./lifecycle/managed.ts";

export type { LifecycleHooks } from "./lifecycle/managed.ts";
export { bestEffort, latched, type Qos, reliable } from "../msgs/message.ts";

/** A topic that a node reads. With a list of types the handler gets `{ type, msg }`. */
export interface InputSpec {
  /** Relative names are resolved in the node's namespace. */
  readonly topic: string;
  /** One type, or those that it can read. */
  readonly type: TypeName | readonly TypeName[];
  /** What it asks for. */
  readonly qos: Qos;
  /** Callback group; the name of one in {@linkcode NodeSpec.groups}, default `"default"`. */
  readonly group?: string;
}

/** A topic that a node writes. */
export interface OutputSpec {
  /** Relative names are resolved in the node's namespace. */
  readonly topic: string;
  /** What it publishes. */
  readonly type: TypeName;
  /** What it offers. */
  readonly qos: Qos;
  /** `false`: the bytes may differ between machines and stay out of the run's digest. */
  readonly exact?: boolean;
}

/** Mutually exclusive (never two callbacks in progress) or reentrant. */
export type GroupKind = "exclusive" | "reentrant";

/** The name of the callback group that is served before all others of its node. */
export const REALTIME_GROUP = "realtime";

/** One entry of a union per type in a list: what a handler of a many-typed input gets. */
export type Tagged<T extends TypeName> = T extends TypeName ? { type: T; msg: MessageOf<T> }
  : never;

/** The argument of the handler of an input. */
export type Received<I extends InputSpec> = I["type"] extends readonly (infer T extends TypeName)[]
  ? Tagged<T>
  : I["type"] extends TypeName ? MessageOf<I["type"]>
  : never;

/** What `create` returns: a handler an input. It is awaited only if it returns a promise. */
export type Handlers<I extends Record<string, InputSpec>> = {
  [K in keyof I]: (message: Received<I[K]>, receivedAt: Nanos) => void | Promise<void>;
};

/** A rigid transform: rotation as a unit quaternion (w, x, y, z), translation in metres. */
export interface StaticTransform {
  /** Unit quaternion. */
  readonly rotation: readonly [w: number, x: number, y: number, z: number];
  /** Metres. */
  readonly translation: readonly [x: number, y: number, z: number];
}

/** Leveled log of a node. `key` given: that line is said once a run. */
export interface Log {
  /** For whoever looks for a fault. */
  debug(text: string, key?: string): void;
  /** What happens, as it should. */
  info(text: string, key?: string): void;
  /** What may be wrong. */
  warn(text: string, key?: string): void;
  /** What is wrong. */
  error(text: string, key?: string): void;
}

/** All that a node can reach. Nothing here is wall time, a global or a file of its own. */
export interface Io<Outputs extends Record<string, OutputSpec> = Record<string, OutputSpec>> {
  /** By output. From then on the message must not be written to. */
  readonly publish: {
    readonly [K in keyof Outputs]: (message: MessageOf<Outputs[K]["type"]>) => void;
  };
  /** The node's clock, in nanoseconds since the run's epoch. */
  now(): Nanos;
  /** A stamp as nanoseconds since the run's epoch, and back. */
  nanos(stamp: Time): Nanos;
  /** The inverse of `nanos`. */
  stamp(at: Nanos): Time;
  /** Calls `run` every `ms`, first after `ms`; returns what stops it. */
  every(ms: number, run: () => void | Promise<void>, group?: string): () => void;
  /** Resolves `ms` later by the node's clock. */
  sleep(ms: number): Promise<void>;
  /** What the node has to say. */
  readonly log: Log;
  /** `static(to, from)`: what takes coordinates in `from` to `to`; undefined while unknown. */
  readonly tf: { static(to: string, from: string): StaticTransform | undefined };
  /** The bytes of a file, its path relative to the scenario or parameter file. */
  file(path: string): Promise<Uint8Array>;
  /**
   * The only network; in memory the scenario's script answers. A redirect is not followed: it is an
   * answer with a `location`. What is on its way when the node ends is cancelled.
   *
   * @throws {RangeError} the body is longer than it may be
   * @throws {Error} no answer: a `TimeoutError`, the signal's reason, or what the network said
   */
  fetch(url: string, init?: FetchInit): Promise<FetchResult>;
  /** Runs a job of `core` off the event loop; in memory it takes virtual time only. */
  work<R>(job: () => R): Promise<R>;
  /**
   * Runs a task of `core` on each input: by the host's pool of workers where it has one, else one
   * after the other. Results in the order of inputs, the same either way.
   */
  work<N extends TaskName>(
    task: N,
    inputs: readonly TaskInput<N>[],
  ): Promise<TaskOutput<N>[]>;
  /** Called between callbacks with new, already validated parameters. */
  onParams(next: (params: unknown) => void): void;
  /**
   * What a node with a lifecycle does at its steps besides `create`, which configures it. Each may
   * use `io` as `create` may. One that throws fails its step, and the log says why.
   */
  lifecycle(hooks: LifecycleHooks): void;
  /** Registers what stands on `/diagnostics`, asked for once a second. */
  diagnostics(report: () => DiagnosticStatus[]): void;
}

/** A stamp in the node's time; `undefined`: of another time than the run's. */
export function nanosNear(io: Pick<Io, "nanos">, stamp: Time): Nanos | undefined {
  try {
    return io.nanos(stamp);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** What {@linkcode Io.fetch} may be told. */
export interface FetchInit {
  /** Cancels it. */
  readonly signal?: AbortSignal;
  /** Until the answer is there with its whole body; without it there is no limit. */
  readonly timeoutMs?: number;
  /** A longer body is an error and is not read to its end. Default 64 MiB. */
  readonly bodyBytesMax?: number;
}

/** What {@linkcode Io.fetch} answers. */
export interface FetchResult {
  /** HTTP's. */
  readonly status: number;
  /** Where a redirect points to, as written: it may be relative. */
  readonly location?: string;
  /** The caller may keep it. */
  readonly body: Uint8Array;
}

/** What {@linkcode defineNode} takes; message types are inferred from the topics' `type`. */
export interface NodeSpec<
  Params extends z.ZodType,
  Inputs extends Record<string, InputSpec>,
  Outputs extends Record<string, OutputSpec>,
> {
  /** Its name where nobody gives another. */
  readonly name: string;
  /** The schema of its parameters, each with a default. */
  readonly params: Params;
  /** What it reads, by the name of the handler. */
  readonly inputs: Inputs;
  /** What it writes, by the name in `io.publish`. */
  readonly outputs: Outputs;
  /** Callback groups; unnamed inputs and timers are in `default`, which is exclusive. */
  readonly groups?: Readonly<Record<string, GroupKind>>;
  /**
   * It asks for a lifecycle: whoever hosts it may configure, activate, deactivate, clean up and shut
   * it down. Where nobody does, it is configured and activated at its start.
   */
  readonly lifecycle?: boolean;
  /** Makes one; awaited before time starts. */
  create(params: z.output<Params>, io: Io<Outputs>): Handlers<Inputs> | Promise<Handlers<Inputs>>;
}

/** A node as a table holds it: what {@linkcode defineNode} returns, its inner types erased. */
export interface NodeDef {
  /** Its name where nobody gives another. */
  readonly name: string;
  /** The schema of its parameters. */
  readonly params: z.ZodType;
  /** What it reads. */
  readonly inputs: Readonly<Record<string, InputSpec>>;
  /** What it writes. */
  readonly outputs: Readonly<Record<string, OutputSpec>>;
  /** Callback groups, `default` among them. */
  readonly groups: Readonly<Record<string, GroupKind>>;
  /** Whether it asks for a lifecycle. */
  readonly lifecycle?: boolean;
  /** Makes one. */
  create(params: unknown, io: Io): ErasedHandlers | Promise<ErasedHandlers>;
}

/** Handlers as a host calls them; for an input with a list of types `message` is `{ type, msg }`. */
export type ErasedHandlers = Readonly<
  Record<string, (message: never, receivedAt: Nanos) => void | Promise<void>>
>;

/**
 * Declares a node.
 *
 * @throws {TypeError} an input or timer group that `groups` does not name
 */
export function defineNode<
  Params extends z.ZodType,
  const Inputs extends Record<string, InputSpec>,
  const Outputs extends Record<string, OutputSpec>,
>(spec: NodeSpec<Params, Inputs, Outputs>): NodeDef {
  const groups = { default: "exclusive", ...spec.groups } as const;
  for (const [input, { group }] of Object.entries<InputSpec>(spec.inputs)) {
    if (group !== undefined && !(group in groups)) {
      throw new TypeError(`node ${spec.name}: input ${input} names the unknown group "${group}"`);
    }
  }
  return { ...spec, groups } as unknown as NodeDef;
}
