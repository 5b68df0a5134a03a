/** The state machine of one managed node. */
import {
  type LifecycleOutcome,
  type LifecycleState,
  type LifecycleStep,
  type Transition,
  transitionsFrom,
} from "./states.ts";

/** Does what a step, or an error in one, asks for. It does not throw. */
export type LifecycleAct = (
  step: LifecycleStep | "error",
) => LifecycleOutcome | Promise<LifecycleOutcome>;

/** See the module's text. */
export class Lifecycle {
  /** Told of every transition, after it. */
  onTransition: ((transition: Transition) => void) | undefined;
  readonly #act: LifecycleAct;
  #state: LifecycleState = "unconfigured";

  /** A node that is not configured. */
  constructor(act: LifecycleAct) {
    this.#act = act;
  }

  /** Where it is now. */
  get state(): LifecycleState {
    return this.#state;
  }

  /** Asks for a step; whether it was done. A step that this state does not have changes nothing. */
  async change(step: LifecycleStep): Promise<boolean> {
    if (!this.#go(step)) return false;
    const outcome = await this.#act(step);
    this.#go(`transition_${outcome}`);
    if (outcome === "error") this.#go(`transition_${await this.#act("error")}`);
    return outcome === "success";
  }

  #go(label: Transition["label"]): boolean {
    const transition = transitionsFrom(this.#state).find((one) => one.label === label);
    if (transition === undefined) return false;
    this.#state = transition.goal;
    this.onTransition?.(transition);
    return true;
  }
}
