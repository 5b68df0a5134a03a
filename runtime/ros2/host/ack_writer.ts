/** A node's side of lockstep: says what it is done with, and takes the scenario's parameters. */
import { codecOf } from "../../../msgs/cdr.ts";
import type { Nanos } from "../../../msgs/time.ts";
import { latched } from "../../node.ts";
import type { RawParams } from "../../params.ts";
import {
  ACK_QOS,
  ACK_TOPIC,
  ACK_TYPE,
  ackText,
  HARNESS_NODE,
  PARAMETERS_TOPIC,
} from "../lockstep.ts";
import { readParams } from "../params/file.ts";
import type { RosNode, RosPublisher } from "../ros_node.ts";

const CODEC = codecOf(ACK_TYPE);

/** How long latched parameters may take once their publisher is known. */
const PARAMETERS_MS = 5000;

/** How long a harness's offer may come after its clock. */
const OFFER_MS = 2000;

/** See the module's text. Its publisher is also what tells a harness that a node is Dryrun's. */
export class AckWriter {
  readonly #ros: RosNode;
  readonly #published: Readonly<Record<string, number>>;
  readonly #publisher: RosPublisher;
  #lastTime: Nanos = -1;
  #on = false;

  /** `published` counts what the node sent so far, by topic. */
  constructor(ros: RosNode, published: Readonly<Record<string, number>>) {
    this.#ros = ros;
    this.#published = published;
    this.#publisher = ros.advertise({ topic: ACK_TOPIC, type: ACK_TYPE, qos: ACK_QOS });
  }

  /** Looks whether a harness asks for lockstep: it subscribes. True when that is new. */
  joins(): boolean {
    if (this.#on) return false;
    return this.#on = this.#ros.subscribersOf(ACK_TOPIC).length > 0;
  }

  /** The node is done with all that was due up to a time. */
  time(at: Nanos): void {
    if (!this.#on || at === this.#lastTime) return;
    this.#lastTime = at;
    this.#send("/clock", at);
  }

  /** The node is done with message number `sequence` of a topic. */
  message(topic: string, sequence: number): void {
    if (this.#on) this.#send(topic, sequence);
  }

  /** What a harness latches for this node; nothing where there is no harness. */
  async harnessParams(): Promise<RawParams> {
    return await this.#hasHarness() ? await this.#takeParams() : {};
  }

  /** Whether parameters are offered. The clock of a harness may be seen before they are. */
  async #hasHarness(): Promise<boolean> {
    const until = performance.now() + OFFER_MS;
    for (;;) {
      if (this.#ros.publishersOf(PARAMETERS_TOPIC).length > 0) return true;
      const clocks = this.#ros.publishersOf("/clock");
      const others = clocks.length > 0 && !clocks.some(({ node }) => node === `/${HARNESS_NODE}`);
      if (others || performance.now() > until) return false;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  #takeParams(): Promise<RawParams> {
    return new Promise((resolve, reject) => {
      const options = { topic: PARAMETERS_TOPIC, type: ACK_TYPE, qos: latched(1) };
      const subscription = this.#ros.subscribe(options, (bytes) => {
        clearTimeout(timer);
        subscription.close();
        try {
          const { data } = CODEC.decode(bytes);
          const place = { node: this.#ros.name, file: PARAMETERS_TOPIC };
          resolve(readParams(data, place).params);
        } catch (error) {
          reject(error);
        }
      });
      const timer = setTimeout(() => {
        subscription.close();
        resolve({});
      }, PARAMETERS_MS);
    });
  }

  #send(topic: string, sequence: number): void {
    const ack = { node: this.#ros.name, topic, sequence, published: this.#published };
    this.#publisher.publish(CODEC.encode({ data: ackText(ack) }));
  }
}
