/** Waits until managed nodes outside are active: asks them, since they may be so already. */
import { STATES } from "../../lifecycle/states.ts";
import type { RosNode } from "../ros_node.ts";

/** An answer that does not come is asked for again. */
const PATIENCE_MS = 1000;

/** See the module's text. */
export class ActiveNodes {
  readonly #ros: RosNode;
  /** By absolute name: the number of the state that it said last. */
  readonly #states = new Map<string, number>();
  readonly #asked = new Map<string, number>();

  /** Asks nobody yet. */
  constructor(ros: RosNode) {
    this.#ros = ros;
  }

  /** Which of these nodes, by absolute name, are not known to be active; asks them. */
  missing(nodes: Iterable<string>): string[] {
    return [...nodes].filter((node) => this.#states.get(node) !== STATES.active).map((node) => {
      this.#ask(node);
      const state = this.#states.get(node);
      const label = Object.entries(STATES).find(([, id]) => id === state)?.[0] ?? "unknown";
      return `${node} as active (its state is ${label})`;
    });
  }

  #ask(node: string): void {
    const now = performance.now();
    if (now - (this.#asked.get(node) ?? -Infinity) < PATIENCE_MS) return;
    this.#asked.set(node, now);
    const service = { service: `${node}/get_state`, type: "lifecycle_msgs/srv/GetState" };
    this.#ros.call(service, {}).then((answer) => {
      this.#asked.delete(node);
      const { current_state: state } = answer as { current_state: { id: number } };
      this.#states.set(node, state.id);
    });
  }
}
