/** One life of a node on ROS 2: an executor and a bus of its own, from a start or a jump of time on. */
import type { Message, Qos, TypeName } from "../../../msgs/message.ts";
import type { Nanos, Time } from "../../../msgs/time.ts";
import { Executor } from "../../executor.ts";
import { type HostedNode, hostNode, type HostOptions } from "../../host.ts";
import type { LogEntry } from "../../log.ts";
import { MemoryBus } from "../../memory.ts";
import type { Publisher } from "../../memory/topic.ts";
import { latched, type NodeDef } from "../../node.ts";

/** Who publishes on the node's bus what came from ROS 2. */
const PEER = "ros2";

/** What a life is made of. */
export interface LifeOptions extends HostOptions {
  readonly epoch: Time;
  /** When it begins. */
  readonly now: Nanos;
  /** Gets every line of the log. */
  readonly say: (entry: LogEntry) => void;
  /** Gets the CDR of every message on a topic of the node; valid during the call. */
  readonly out: (topic: string) => ((bytes: Uint8Array) => void) | undefined;
}

/** Every reader is content with it: what DDS did not match does not arrive. */
const OFFERED: Qos = { ...latched(1), deadlineMs: 0, livelinessLeaseMs: 0 };

/** Lines of the log that are kept; all are said. */
const LOG_KEPT = 100;

/** See the module's text. */
export class Life {
  readonly #executor: Executor;
  readonly #bus: MemoryBus;
  readonly #inputs = new Map<string, Publisher>();
  #node: HostedNode | undefined;

  /** Makes the node. @throws what `hostNode` throws */
  static async begin(def: NodeDef, options: LifeOptions): Promise<Life> {
    const life = new Life(options);
    life.#node = await hostNode(def, life.#bus, options);
    return life;
  }

  private constructor({ epoch, now, say, out }: LifeOptions) {
    this.#executor = new Executor({ start: now });
    this.#bus = new MemoryBus(this.#executor, { epoch, log: { limit: LOG_KEPT, onEntry: say } });
    this.#bus.observeBytes(({ name }) => out(name));
  }

  /** The hosted node. */
  get node(): HostedNode {
    return this.#node!;
  }

  /** The node's time. */
  get now(): Nanos {
    return this.#executor.now;
  }

  /** When it wants to run next by itself; `Infinity`: never. */
  get nextEvent(): Nanos {
    return this.#executor.nextEvent;
  }

  /** A message for the node, now. It is handled by the next {@linkcode advance}. */
  deliver(topic: string, type: TypeName, message: Message): void {
    const key = `${topic} ${type}`;
    let publisher = this.#inputs.get(key);
    if (publisher === undefined) {
      publisher = this.#bus.advertise({ topic, type, qos: OFFERED, by: PEER });
      this.#inputs.set(key, publisher);
    }
    publisher.publish(message);
  }

  /** Runs all that happens up to `to`; a time that is over already: what is left of now. */
  async advance(to: Nanos): Promise<void> {
    await this.#executor.run({ until: Math.max(to, this.#executor.now) });
  }

  /** Ends the node. */
  close(): void {
    this.#node?.close();
  }
}
