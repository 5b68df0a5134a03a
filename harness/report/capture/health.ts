/** What nodes said of themselves on `/diagnostics`, whenever it changed. */
import { SECOND } from "../../../msgs/time.ts";
import type { DiagnosticArray } from "../../../msgs/types.ts";
import type { Seen } from "../../contract.ts";

/** A status that became another. */
export interface HealthChange {
  readonly at_s: number;
  readonly name: string;
  /** 0 ok, 1 warn, 2 error, 3 stale. */
  readonly level: number;
  readonly message: string;
}

/** Changes that are kept; of more, only how many there were. */
const CHANGES_MAX = 200;

/** Collects changes. */
export class Health {
  readonly changes: HealthChange[] = [];
  /** How many there were. */
  count = 0;
  readonly #last = new Map<string, string>();

  /** Takes a `DiagnosticArray` in. */
  see({ message, at }: Seen): void {
    for (const { name, level, message: text } of (message as DiagnosticArray).status) {
      // A count that goes up is not another state.
      const now = `${level} ${text.replace(/\d+(\.\d+)?/g, "#")}`, before = this.#last.get(name);
      if (before === now) continue;
      this.#last.set(name, now);
      if (before === undefined && level === 0) continue; // all is well from the start
      this.count++;
      if (this.changes.length >= CHANGES_MAX) continue;
      this.changes.push({ at_s: at / SECOND, name, level, message: text });
    }
  }
}
