/** What the steps of a lifecycle do with a hosted node. */
import type { Faults } from "../host/faults.ts";
import { Lifecycle } from "./machine.ts";
import type { LifecycleOutcome, LifecycleStep, Transition } from "./states.ts";

/** What a managed node may do at a step besides `create`, which configures it. */
export interface LifecycleHooks {
  /** Before messages and timers reach it. */
  activate?(): void | Promise<void>;
  /** After they no longer do. */
  deactivate?(): void | Promise<void>;
  /** Gives up what `create` took. */
  cleanup?(): void | Promise<void>;
  /** It ends, from whatever state. */
  shutdown?(): void | Promise<void>;
}

/** How a host takes a node through its lifecycle. */
export interface LifecycleOptions {
  /** Step by step, as others say. Default: it is configured and activated at its start. */
  readonly managed?: boolean | undefined;
  /** Told of every transition. */
  readonly onTransition?: ((transition: Transition) => void) | undefined;
}

/** The node as its lifecycle drives it. */
export interface ManagedNode {
  /** Messages and timers reach it, and what it publishes leaves. */
  active: boolean;
  /** A step is under way: `io` is as in `create`. */
  creating: boolean;
  /** Of callbacks in progress. */
  readonly slots: { readonly taken: number };
  /** Of the present configuration. */
  readonly hooks: LifecycleHooks;
  /** Calls the definition's `create`. */
  configure(): Promise<void>;
  /** Forgets all that `create` made. */
  forget(): void;
  close(): void;
  /** Told of a step that failed, with the reason. */
  readonly faults: Pick<Faults, "failed" | "last">;
  /** Whoever starts it hears of what fails: nobody else has to. */
  readonly starting: boolean;
}

/** Why a step was not done. */
export class LifecycleError extends Error {
  /** As printed before the message. */
  override readonly name = "LifecycleError";
}

/**
 * The lifecycle of a node. A step that throws is an error like a handler's, and counted: what was to
 * be configured or activated stays as it was; a node that could not be deactivated or cleaned up
 * loses its configuration; a shutdown ends it in any case.
 */
export function lifecycleOf(node: ManagedNode): Lifecycle {
  const steps: Record<LifecycleStep | "error", () => void | Promise<void>> = {
    configure: () => node.configure(),
    async activate() {
      await node.hooks.activate?.();
      node.active = true;
    },
    async deactivate() {
      node.active = false;
      await node.hooks.deactivate?.();
    },
    async cleanup() {
      await node.hooks.cleanup?.();
      node.forget();
    },
    async shutdown() {
      node.active = false;
      try {
        await node.hooks.shutdown?.();
      } finally {
        node.close();
      }
    },
    error: () => node.forget(),
  };
  const failures: Record<LifecycleStep | "error", LifecycleOutcome> = {
    ...{ configure: "failure", activate: "failure", shutdown: "failure" },
    ...{ deactivate: "error", cleanup: "error", error: "error" },
  };
  return new Lifecycle(async (step) => {
    if (step === "cleanup" && node.slots.taken > 0) {
      const text = `callbacks are in progress: ${node.slots.taken}`;
      node.faults.failed(step, new LifecycleError(text));
      return "failure";
    }
    node.creating = true;
    try {
      await steps[step]();
      return "success";
    } catch (error) {
      if (step === "configure") node.forget();
      if (node.starting) node.faults.last = error;
      else node.faults.failed(step, error);
      return failures[step];
    } finally {
      node.creating = false;
    }
  });
}
