/** A harness's side of lockstep: waits for acknowledgements, and for what they say was published. */
import { codecOf } from "../../../msgs/cdr.ts";
import { ACK_QOS, ACK_TOPIC, ACK_TYPE, parseAck } from "../lockstep.ts";
import type { RosNode } from "../ros_node.ts";
import { wholeMessage } from "../whole.ts";

const CODEC = codecOf(ACK_TYPE);

/** A node did not answer in time; the message names node, topic and sequence. */
export class LockstepError extends Error {
  /** As printed before the message. */
  override readonly name = "LockstepError";
}

/** What is waited for. */
interface Wait {
  readonly nodes: ReadonlySet<string>;
  readonly topic: string;
  readonly sequence: number;
  readonly resolve: () => void;
}

/** How long a node may take, by the wall. */
const WATCHDOG_MS = 5000;

/** See the module's text. */
export class AckReader {
  /** Nodes and the last sequence that each has said of each topic. */
  readonly #last = new Map<string, number>();
  /** By topic and node: how many messages it says it has published. */
  readonly #claimed = new Map<string, Map<string, number>>();
  /** By topic: how many are here. */
  readonly #received = new Map<string, number>();
  #wait: Wait | undefined;

  /** Listening is what asks nodes for lockstep. */
  constructor(ros: RosNode) {
    ros.subscribe({ topic: ACK_TOPIC, type: ACK_TYPE, qos: ACK_QOS }, (bytes) => {
      const message = wholeMessage(CODEC, bytes);
      const ack = message && parseAck(message.data);
      if (ack === undefined) return;
      this.#last.set(`${ack.node} ${ack.topic}`, ack.sequence);
      for (const [topic, count] of Object.entries(ack.published)) {
        const claims = this.#claimed.get(topic) ?? new Map<string, number>();
        this.#claimed.set(topic, claims.set(ack.node, count));
      }
      this.#look();
    });
  }

  /** Whether a node has answered for a topic at all. */
  heard(node: string, topic: string): boolean {
    return this.#last.has(`${node} ${topic}`);
  }

  /** A message of an output arrived. */
  arrived(topic: string): void {
    this.#received.set(topic, (this.#received.get(topic) ?? 0) + 1);
    this.#look();
  }

  /** From now on all that nodes claim to have published before counts as arrived. */
  settle(): void {
    for (const topic of this.#received.keys()) this.#received.set(topic, this.#claims(topic));
  }

  /** Messages of this topic are waited for. */
  watch(topic: string): void {
    this.#received.set(topic, 0);
  }

  /**
   * Waits until every node has acknowledged `sequence` of a topic, and all that they claim to have
   * published on watched topics is here.
   *
   * @throws {LockstepError} not within 5 s
   */
  async wait(nodes: ReadonlySet<string>, topic: string, sequence: number): Promise<void> {
    if (nodes.size === 0) return;
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#wait = { nodes, topic, sequence, resolve };
    const timer = setTimeout(() => reject(new LockstepError(this.#complaint())), WATCHDOG_MS);
    try {
      this.#look();
      await promise;
    } finally {
      clearTimeout(timer);
      this.#wait = undefined;
    }
  }

  #look(): void {
    if (this.#wait !== undefined && this.#late() === undefined) this.#wait.resolve();
  }

  /** A node that has not acknowledged, or a topic of which messages are still on their way. */
  #late(): string | undefined {
    const { nodes, topic, sequence } = this.#wait!;
    for (const node of nodes) {
      if ((this.#last.get(`${node} ${topic}`) ?? -1) < sequence) return node;
    }
    for (const [key, count] of this.#received) if (count < this.#claims(key)) return key;
    return undefined;
  }

  /** How many messages all nodes together say they have published on a topic. */
  #claims(topic: string): number {
    let sum = 0;
    for (const [, count] of this.#claimed.get(topic) ?? []) sum += count;
    return sum;
  }

  #complaint(): string {
    const { topic, sequence } = this.#wait!;
    const what = topic === "/clock"
      ? `/clock at ${sequence} ns`
      : `message ${sequence} of ${topic}`;
    return `lockstep: ${this.#late()} is not done with ${what} within ${WATCHDOG_MS / 1000} s`;
  }
}
