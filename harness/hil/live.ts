/** What is other in a run beside hardware: time goes on by itself, truth comes from elsewhere. */
import type { Nanos, Time } from "../../msgs/time.ts";
import type { Executor } from "../../runtime/executor.ts";
import type { LiveServices } from "../../runtime/host/waits.ts";
import type { Simulation, Truth } from "../../sim/contract.ts";
import type { Seen } from "../contract.ts";
import type { CheckEntry } from "../schema/scenario.ts";

/** See the module's text. */
export interface Live {
  /** What `Nanos` 0 is as a stamp. */
  readonly epoch: Time;
  /** What is simulated beside the hardware. */
  readonly simulation: Simulation;
  /** Captures before this could not be made earlier: their truth came then. */
  readonly heldUntil: Nanos;
  /** What a check may know of the truth. */
  truthOf(entry: CheckEntry): Truth | undefined;
  /** What is called with messages for a check, instead of `see`; `at` is then the clock's time. */
  watch(see: (seen: Seen) => void): (seen: Seen) => void;
  /** Runs the executor to the end of the run, and waits for the truth of its last moments. */
  drive(executor: Executor, until: Nanos): Promise<void>;
  /** The network and time to work, for nodes. */
  readonly services: LiveServices;
}
