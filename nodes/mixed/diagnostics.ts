/** What the node `mixed` says of itself. */
import { statusOf } from "../../msgs/diagnostics.ts";
import type { DiagnosticStatus } from "../../msgs/types.ts";
import type { Refusal } from "./motion.ts";

/** Counters of the node. */
export class MixedCounts {
  /** Messages of sensor_data that came. */
  received = 0;
  /** Those that were left out, by reason. */
  readonly refused: Record<Refusal, number> = {
    "no plausible number": 0,
    "stamp of another time": 0,
    "stamp not after the last": 0,
    "stamp far ahead": 0,
  };
  /** Tasks that came, are in progress, are done, were refused. */
  readonly tasks = { received: 0, inProgress: 0, done: 0, refused: 0 };
  #said = 0;

  /** A status for `/diagnostics`: a warning while something is left out. */
  status(restarts: number): DiagnosticStatus {
    const reasons = Object.entries(this.refused);
    const lost = reasons.reduce((sum, [, count]) => sum + count, this.tasks.refused);
    const worse = lost > this.#said;
    this.#said = lost;
    const values: [string, number][] = [
      ["sensor_data received", this.received],
      ...reasons.map(([reason, count]) => [`rejected: ${reason}`, count] as [string, number]),
      ["filter began anew", restarts],
      ["tasks received", this.tasks.received],
      ["tasks in progress", this.tasks.inProgress],
      ["tasks done", this.tasks.done],
      ["tasks refused", this.tasks.refused],
    ];
    const message = lost === 0 ? "ok" : `${lost} messages left out`;
    return statusOf({ level: worse ? 1 : 0, name: "mixed: workloads", message }, values);
  }
}
