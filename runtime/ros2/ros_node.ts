/** A node on ROS 2 as the transport needs it: CDR bytes out and in, and who else is there. */
import type { Qos } from "../../msgs/message.ts";
import { nodeName } from "../memory/names.ts";
import { type Declared, declareParameters, type OnSet } from "./params/declare.ts";
import { fromRmw, timesOf, toRmw } from "./qos.ts";
import {
  type EventCallbacks,
  loadRcl,
  type RawClient,
  type RawNode,
  type Rcl,
  type RmwEndpoint,
} from "./rcl.ts";

/** Somebody on a topic. */
export interface Endpoint {
  /** Absolute name of its node. */
  readonly node: string;
  /** Such as `sensor_msgs/msg/Imu`. */
  readonly type: string;
  readonly qos: Qos;
  /** Of the type's definition (REP 2016), in hexadecimal; empty where a vendor has none. */
  readonly hash: string;
}

/** A topic to write or read. */
export interface TopicOptions {
  /** Absolute. */
  readonly topic: string;
  readonly type: string;
  readonly qos: Qos;
  /** Called when somebody's QoS does not fit. */
  readonly onMismatch?: () => void;
  /** Called when a promised deadline was missed. */
  readonly onDeadline?: (count: number) => void;
}

/** A writer. */
export interface RosPublisher {
  /** The bytes are the caller's again when it returns. */
  publish(bytes: Uint8Array): void;
  /** Readers that it is matched with. */
  readonly matched: number;
  close(): void;
}

/** A reader. */
export interface RosSubscription {
  /** Takes a message that waits, without waiting for one. Empty: it was too large. */
  take(): Uint8Array | undefined;
  close(): void;
}

/** A service. */
export interface ServiceName {
  /** Absolute. */
  readonly service: string;
  /** Such as `lifecycle_msgs/srv/GetState`. */
  readonly type: string;
}

/** See the module's text. {@linkcode openNode} makes a real one; tests have one in memory. */
export interface RosNode {
  /** Absolute. */
  readonly name: string;
  advertise(options: TopicOptions): RosPublisher;
  /** `onBytes` is called with each message; the bytes are the callee's. */
  subscribe(options: TopicOptions, onBytes: (bytes: Uint8Array) => void): RosSubscription;
  publishersOf(topic: string): Endpoint[];
  subscribersOf(topic: string): Endpoint[];
  /** Absolute names of all nodes that are known. */
  nodes(): string[];
  /** Declares parameters; `onSet` decides on every change from outside. */
  declare(parameters: readonly Declared[], onSet: OnSet): void;
  /** Answers calls of a service; requests and answers are messages as plain objects. */
  serve(service: ServiceName, answer: (request: object) => unknown): void;
  /** Calls a service. The answer may never come: who serves it may not be there, or end. */
  call(service: ServiceName, request: object): Promise<object>;
  close(): void;
}

/** How the wait for ROS is cut into pieces: adding a reader takes up to this. */
const SPIN_MS = 10;

/** The context of this process; every node lives in it. */
let context: { readonly rcl: Rcl; readonly context: ReturnType<Rcl["start"]> } | undefined;

/**
 * A node in the domain of ROS_DOMAIN_ID.
 *
 * @throws {RosMissingError} ROS 2 is not set up
 */
export async function openNode(
  { name, namespace = "/" }: { name: string; namespace?: string | undefined },
): Promise<RosNode> {
  const rcl = await loadRcl();
  context ??= { rcl, context: rcl.start() };
  const options = { startParameterServices: true };
  const slashed = namespace.startsWith("/") ? namespace : `/${namespace}`;
  const inside = slashed === "/" ? "" : slashed;
  const raw = new rcl.Node(name, inside, context.context, options, [], false);
  raw.spin(SPIN_MS);
  return new RclNode(nodeName({ node: name, namespace: slashed }), rcl, raw);
}

/** Ends ROS 2 in this process, nodes and all; {@linkcode openNode} may start it again. */
export function closeRos(): void {
  context?.context.shutdown();
  context = undefined;
}

class RclNode implements RosNode {
  readonly name: string;
  readonly #rcl: Rcl;
  readonly #raw: RawNode;
  readonly #clients = new Map<string, RawClient>();
  #closed = false;

  constructor(name: string, rcl: Rcl, raw: RawNode) {
    this.name = name;
    this.#rcl = rcl;
    this.#raw = raw;
  }

  advertise(options: TopicOptions): RosPublisher {
    const { topic, type, qos } = options;
    const events = this.#events(new this.#rcl.PublisherEvents(), options);
    this.#rcl.qosTimes(timesOf(qos));
    const raw = this.#raw.createPublisher(type, topic, { qos: toRmw(qos) }, events);
    const node = this.#raw;
    const rcl = this.#rcl;
    const { handle } = raw;
    return {
      // Straight to the addon: rclnodejs asks for the topic's name first, for a line that it drops.
      publish: (bytes) =>
        rcl.publish(handle, Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)),
      get matched() {
        return raw.subscriptionCount;
      },
      close: () => node.destroyPublisher(raw),
    };
  }

  subscribe(options: TopicOptions, onBytes: (bytes: Uint8Array) => void): RosSubscription {
    const { topic, type, qos } = options;
    const events = this.#events(new this.#rcl.SubscriptionEvents(), options);
    this.#rcl.qosTimes(timesOf(qos));
    const wanted = { qos: toRmw(qos), isRaw: true } as const;
    const raw = this.#raw.createSubscription(type, topic, wanted, onBytes, events);
    let open = true;
    return {
      take: () => open ? this.#rcl.take(raw.handle) : undefined,
      close: () => {
        open = false;
        this.#raw.destroySubscription(raw);
      },
    };
  }

  publishersOf(topic: string): Endpoint[] {
    return this.#closed ? [] : known(this.#raw.getPublishersInfoByTopic(topic));
  }

  subscribersOf(topic: string): Endpoint[] {
    return this.#closed ? [] : known(this.#raw.getSubscriptionsInfoByTopic(topic));
  }

  nodes(): string[] {
    return this.#raw.getNodeNamesAndNamespaces().map(({ name, namespace }) =>
      `${namespace === "/" ? "" : namespace}/${name}`
    );
  }

  declare(parameters: readonly Declared[], onSet: OnSet): void {
    declareParameters(this.#rcl, this.#raw, { parameters, onSet });
  }

  serve({ service, type }: ServiceName, answer: (request: object) => unknown): void {
    this.#raw.createService(type, service, {}, answer);
  }

  call({ service, type }: ServiceName, request: object): Promise<object> {
    let client = this.#clients.get(service);
    if (client === undefined) {
      client = this.#raw.createClient(type, service);
      this.#clients.set(service, client);
    }
    return new Promise((resolve) => client.sendRequest(request, resolve));
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#raw.destroy();
  }

  #events(events: EventCallbacks, { onMismatch, onDeadline }: TopicOptions): EventCallbacks {
    if (onMismatch !== undefined) events.incompatibleQos = () => onMismatch();
    if (onDeadline !== undefined) {
      events.deadline = ({ total_count_change }) => onDeadline(total_count_change);
    }
    return events;
  }
}

/** Whose node is known: DDS tells of an endpoint before ROS 2 tells whose it is. */
function known(infos: readonly RmwEndpoint[]): Endpoint[] {
  return infos.filter(({ node_name }) => node_name !== "_NODE_NAME_UNKNOWN_").map(endpointOf);
}

function endpointOf(info: RmwEndpoint): Endpoint {
  const { version, value } = info.topic_type_hash;
  return {
    node: `${info.node_namespace === "/" ? "" : info.node_namespace}/${info.node_name}`,
    type: info.topic_type,
    qos: fromRmw(info.qos_profile),
    hash: version === 0
      ? ""
      : [...value].map((byte) => byte.toString(16).padStart(2, "0")).join(""),
  };
}
