/**
 * A node's lifecycle on ROS 2, under the names and types that `ros2 lifecycle` and lifecycle managers
 * know: five services and `transition_event`.
 */
import { codecFrom } from "../../../msgs/cdr.ts";
import type { Lifecycle } from "../../lifecycle/machine.ts";
import {
  type LifecycleState,
  type LifecycleStep,
  STATES,
  type Transition,
  TRANSITIONS,
  transitionsFrom,
} from "../../lifecycle/states.ts";
import { reliable } from "../../node.ts";
import type { RosNode, RosPublisher } from "../ros_node.ts";

const EVENT = "lifecycle_msgs/msg/TransitionEvent";

const EVENT_CODEC = codecFrom(
  EVENT,
  `uint64 timestamp
lifecycle_msgs/Transition transition
lifecycle_msgs/State start_state
lifecycle_msgs/State goal_state
===
MSG: lifecycle_msgs/Transition
uint8 id
string label
===
MSG: lifecycle_msgs/State
uint8 id
string label`,
);

/** What answers. */
export interface LifecycleServed {
  state(): LifecycleState;
  change(step: LifecycleStep): Promise<boolean>;
}

/** What `change_state` is asked for. */
interface ChangeRequest {
  readonly transition: { readonly id: number; readonly label: string };
}

/** See the module's text. */
export class LifecycleServer {
  readonly #events: RosPublisher;

  /** Serves from now on. */
  constructor(ros: RosNode, served: LifecycleServed) {
    const serve = (name: string, type: string, answer: (request: object) => unknown) =>
      ros.serve({ service: `${ros.name}/${name}`, type: `lifecycle_msgs/srv/${type}` }, answer);
    serve("change_state", "ChangeState", async (request) => {
      const step = stepOf(served.state(), request as ChangeRequest);
      return { success: step !== undefined && await served.change(step) };
    });
    serve("get_state", "GetState", () => ({ current_state: stateOf(served.state()) }));
    serve("get_available_states", "GetAvailableStates", () => ({
      available_states: Object.entries(STATES).map(([label, id]) => ({ id, label })),
    }));
    serve("get_available_transitions", "GetAvailableTransitions", () => ({
      available_transitions: transitionsFrom(served.state()).map(descriptionOf),
    }));
    serve("get_transition_graph", "GetAvailableTransitions", () => ({
      available_transitions: TRANSITIONS.map(descriptionOf),
    }));
    const topic = `${ros.name}/transition_event`;
    this.#events = ros.advertise({ topic, type: EVENT, qos: reliable(10) });
  }

  /** Says on `transition_event` what happened, at a time in nanoseconds since 1970. */
  say(transition: Transition, at: bigint): void {
    this.#events.publish(EVENT_CODEC.encode({ timestamp: at, ...descriptionOf(transition) }));
  }
}

/** Steps that were asked for: done between callbacks, one after the other. */
export class LifecycleDesk {
  readonly #asked: { step: LifecycleStep; answer: (done: boolean) => void }[] = [];

  /** Asks for a step; whether it was done. */
  ask(step: LifecycleStep): Promise<boolean> {
    return new Promise((answer) => this.#asked.push({ step, answer }));
  }

  /** Does what was asked for. */
  async work(lifecycle: Lifecycle): Promise<void> {
    for (const { step, answer } of this.#asked.splice(0)) answer(await lifecycle.change(step));
  }

  /** Nobody is there to do it. */
  refuse(): void {
    for (const { answer } of this.#asked.splice(0)) answer(false);
  }
}

/** The steps that lead a new node to where one was. */
export function stepsTo(state: LifecycleState): LifecycleStep[] {
  if (state === "active") return ["configure", "activate"];
  return state === "inactive" ? ["configure"] : state === "finalized" ? ["shutdown"] : [];
}

/** What is asked for: by its label or, where that is empty, by its number. */
function stepOf(state: LifecycleState, { transition }: ChangeRequest): LifecycleStep | undefined {
  const { id, label } = transition;
  const found = transitionsFrom(state).find((one) =>
    label === "" ? one.id === id : one.label === label
  );
  // How a step ends is not for others to say.
  return found?.label.startsWith("transition_") ? undefined : found?.label as LifecycleStep;
}

function stateOf(label: LifecycleState) {
  return { id: STATES[label], label };
}

function descriptionOf({ id, label, start, goal }: Transition) {
  return { transition: { id, label }, start_state: stateOf(start), goal_state: stateOf(goal) };
}
