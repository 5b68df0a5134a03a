/** The log of a run: leveled lines with time and node; keyed lines are said once. */
import type { Nanos } from "../msgs/time.ts";
import type { Log } from "./node.ts";

/** From least to most serious. */
export const LEVELS = ["debug", "info", "warn", "error"] as const;

/** One of {@linkcode LEVELS}. */
export type Level = typeof LEVELS[number];

/** One line of a run's log. */
export interface LogEntry {
  /** When it was said. */
  readonly at: Nanos;
  /** How serious it is. */
  readonly level: Level;
  /** Absolute name of the node, or the name of what else spoke. */
  readonly node: string;
  /** What was said. */
  readonly text: string;
}

/** Options of {@linkcode RunLog}. */
export interface RunLogOptions {
  /** Least level that is kept. Default `"info"`. */
  readonly level?: Level;
  /** Most lines that are kept; later ones are only counted. Default 10 000. */
  readonly limit?: number;
  /** Gets every line of the level at once, those over the limit too. */
  readonly onEntry?: (entry: LogEntry) => void;
}

/** Collects the lines of all nodes of a run. */
export class RunLog {
  /** In the order in which they were said. */
  readonly entries: LogEntry[] = [];
  /** Lines over the limit. */
  lost = 0;
  readonly #least: number;
  readonly #limit: number;
  readonly #onEntry: ((entry: LogEntry) => void) | undefined;

  /** An empty log. */
  constructor({ level = "info", limit = 10_000, onEntry }: RunLogOptions = {}) {
    this.#least = LEVELS.indexOf(level);
    this.#limit = limit;
    this.#onEntry = onEntry;
  }

  /** Keeps a line, unless its level is too low or the log is full. */
  add(entry: LogEntry): void {
    if (LEVELS.indexOf(entry.level) < this.#least) return;
    if (this.entries.length < this.#limit) this.entries.push(entry);
    else this.lost++;
    this.#onEntry?.(entry);
  }

  /** What one node says through; `now` is its clock. A line with a key is said once a node. */
  of(node: string, now: () => Nanos): Log {
    const said = new Set<string>();
    const say = (level: Level) => (text: string, key?: string) => {
      if (key !== undefined) {
        if (said.has(key)) return;
        said.add(key);
      }
      this.add({ at: now(), level, node, text });
    };
    return { debug: say("debug"), info: say("info"), warn: say("warn"), error: say("error") };
  }
}
