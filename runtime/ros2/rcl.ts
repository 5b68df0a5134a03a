/** ROS 2's client library, loaded when it is asked for: the only import of rclnodejs. */
import { readyPrefix, ROOT, RosMissingError, variablesOf } from "./prefix.ts";

/** A QoS profile in the numbers of rmw. */
export interface RmwQos {
  readonly history: number;
  readonly depth: number;
  readonly reliability: number;
  readonly durability: number;
  readonly liveliness: number;
  readonly avoidRosNameSpaceConventions: boolean;
}

/** A duration as rclnodejs tells it. */
export interface RmwDuration {
  readonly seconds: bigint;
  readonly nanoseconds: number;
}

/** Somebody on a topic, as the graph knows them. */
export interface RmwEndpoint {
  readonly node_name: string;
  readonly node_namespace: string;
  readonly topic_type: string;
  readonly topic_type_hash: { readonly version: number; readonly value: Uint8Array };
  readonly endpoint_gid: readonly number[];
  readonly qos_profile: {
    readonly depth: number;
    readonly reliability: number;
    readonly durability: number;
    readonly deadline: RmwDuration;
    readonly lifespan: RmwDuration;
    readonly liveliness: number;
    readonly liveliness_lease_duration: RmwDuration;
  };
}

/** What a QoS event carries. */
export interface RmwEvent {
  readonly total_count: number;
  readonly total_count_change: number;
  readonly last_policy_kind?: number;
}

/** Called when what was offered and what was asked for do not meet, or a promise was broken. */
export interface EventCallbacks {
  incompatibleQos?: (event: RmwEvent) => void;
  deadline?: (event: RmwEvent) => void;
  incompatibleType?: (event: RmwEvent) => void;
}

/** A publisher of rclnodejs. */
export interface RawPublisher {
  readonly handle: object;
  readonly subscriptionCount: number;
}

/** A client of a service. */
export interface RawClient {
  sendRequest(request: object, callback: (response: object) => void): void;
}

/** A parameter as rclnodejs has it. */
export interface RawParameter {
  readonly name: string;
  readonly type: number;
  readonly value: unknown;
}

/** What a set of parameters is answered with. */
export interface RawSetResult {
  readonly successful: boolean;
  readonly reason: string;
}

/** The part of rclnodejs's node that is used. */
export interface RawNode {
  createPublisher(
    type: string,
    topic: string,
    options: { qos: RmwQos },
    events?: EventCallbacks,
  ): RawPublisher;
  createSubscription(
    type: string,
    topic: string,
    options: { qos: RmwQos; isRaw: true },
    callback: (bytes: Uint8Array) => void,
    events?: EventCallbacks,
  ): { readonly handle: object };
  createService(
    type: string,
    name: string,
    options: object,
    answer: (request: object) => unknown,
  ): object;
  createClient(type: string, name: string): RawClient;
  destroySubscription(subscription: object): void;
  destroyPublisher(publisher: object): void;
  declareParameter(parameter: object, descriptor: object): void;
  /** Not public; see `params/declare.ts`. */
  _validateParameters(parameters: readonly RawParameter[], declaring?: boolean): RawSetResult;
  getPublishersInfoByTopic(topic: string): RmwEndpoint[];
  getSubscriptionsInfoByTopic(topic: string): RmwEndpoint[];
  getNodeNamesAndNamespaces(): { name: string; namespace: string }[];
  spin(timeoutMs: number): void;
  destroy(): void;
}

type Constructor<Arguments extends unknown[], T> = new (...args: Arguments) => T;

/** A context of rclnodejs: what a node lives in. */
export interface RawContext {
  readonly handle: object;
  readonly _domainId: bigint | undefined;
  shutdown(): void;
}

/** The classes of rclnodejs that are used. */
export interface Rclnodejs {
  readonly Context: Constructor<[], RawContext>;
  readonly Node: Constructor<
    [name: string, namespace: string, context: object, options: object, string[], boolean],
    RawNode
  >;
  readonly Parameter: Constructor<[name: string, type: number, value: unknown], object>;
  readonly ParameterDescriptor: Constructor<
    [name: string, type: number, description: string, readOnly: boolean, range: null],
    object
  >;
  readonly FloatingPointRange: { readonly prototype: object };
  readonly IntegerRange: { readonly prototype: object };
  readonly PublisherEvents: Constructor<[], EventCallbacks>;
  readonly SubscriptionEvents: Constructor<[], EventCallbacks>;
}

/** Nanoseconds of a QoS that rclnodejs does not hand on; 0: not asked for. */
export interface QosTimes {
  readonly deadline: bigint;
  readonly lifespan: bigint;
  readonly lease: bigint;
}

/** ROS 2, loaded. */
export interface Rcl extends Rclnodejs {
  /** A context in the domain of ROS_DOMAIN_ID. */
  start(): RawContext;
  /** Applies to the publisher or subscription that is made next. */
  qosTimes(times: QosTimes): void;
  /** Sends CDR; the bytes, a Buffer's, are the caller's again when it returns. */
  publish(publisher: object, bytes: Uint8Array): void;
  /** A message that waits at a subscription; undefined: none. */
  take(subscription: object): Uint8Array | undefined;
}

/** Larger messages are refused by the addon before JavaScript sees their size. */
export const MESSAGE_BYTES_MAX = 256 << 20;

let loaded: Promise<Rcl> | undefined;

/**
 * Loads it, once a process: sets the environment that this ROS 2 needs, then imports rclnodejs.
 *
 * @throws {RosMissingError} it is not set up; the message names the command that does it
 */
export function loadRcl(): Promise<Rcl> {
  return loaded ??= load();
}

async function load(): Promise<Rcl> {
  const variable = (name: string) => Deno.env.get(name);
  const prefix = readyPrefix(variable);
  for (const [name, value] of Object.entries(variablesOf(prefix, variable))) {
    Deno.env.set(name, value);
  }
  const folder = Deno.realPathSync(`${ROOT}/node_modules/rclnodejs`);
  // First, since rclnodejs would try to compile itself where it can't load its library.
  const { symbols } = open(`${folder}/build/Release/rclnodejs.node`);
  symbols.dryrun_bytes_max(BigInt(MESSAGE_BYTES_MAX));
  const native = (await import("rclnodejs/lib/native_loader")).default as unknown as {
    init(context: object, argv: string[], domain: bigint | undefined): void;
    rclTakeRaw(subscription: object): Uint8Array | undefined;
    publishRawMessage(publisher: object, bytes: Uint8Array): void;
  };
  const before = new Set(process.listeners("SIGINT"));
  const classes = await importClasses();
  for (const listener of process.listeners("SIGINT")) {
    if (!before.has(listener)) process.removeListener("SIGINT", listener); // it ends the process
  }
  return {
    ...classes,
    start() {
      const context = new classes.Context();
      native.init(context.handle, [], context._domainId);
      return context;
    },
    take: (subscription) => native.rclTakeRaw(subscription),
    publish: (publisher, bytes) => native.publishRawMessage(publisher, bytes),
    qosTimes: ({ deadline, lifespan, lease }) =>
      symbols.dryrun_qos_times(deadline, lifespan, lease),
  };
}

/**
 * Module by module, not through the package's front: that one is a bundle which keeps the classes
 * of events to itself, and looks at every start whether messages have to be generated.
 */
async function importClasses(): Promise<Rclnodejs> {
  await import("rclnodejs/lib/rate"); // first: the modules' imports form a circle, entered here
  const [context, node, parameter, events] = await Promise.all([
    import("rclnodejs/lib/context"),
    import("rclnodejs/lib/node"),
    import("rclnodejs/lib/parameter"),
    import("rclnodejs/lib/event_handler"),
  ]) as unknown as [
    { default: Rclnodejs["Context"] },
    { default: Rclnodejs["Node"] },
    Pick<Rclnodejs, "Parameter" | "ParameterDescriptor" | "FloatingPointRange" | "IntegerRange">,
    {
      PublisherEventCallbacks: Rclnodejs["PublisherEvents"];
      SubscriptionEventCallbacks: Rclnodejs["SubscriptionEvents"];
    },
  ];
  const { Parameter, ParameterDescriptor, FloatingPointRange, IntegerRange } = parameter;
  return {
    Context: context.default,
    Node: node.default,
    ...{ Parameter, ParameterDescriptor, FloatingPointRange, IntegerRange },
    PublisherEvents: events.PublisherEventCallbacks,
    SubscriptionEvents: events.SubscriptionEventCallbacks,
  };
}

/** Our own functions in the addon. */
function open(library: string) {
  try {
    return Deno.dlopen(library, {
      dryrun_qos_times: { parameters: ["u64", "u64", "u64"], result: "void" },
      dryrun_bytes_max: { parameters: ["u64"], result: "void" },
    });
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new RosMissingError(`ROS 2 does not load (${reason}): deno task ros:setup repairs it`);
  }
}
