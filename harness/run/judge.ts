/** The checks of one run: fed with what they asked for, asked for a verdict at the end. */
import type { CheckSetup, Json, Seen } from "../contract.ts";
import type { CheckEntry } from "../schema/scenario.ts";
import type { CheckResult } from "./result.ts";

/** One check at work. */
class Judge {
  readonly topics: ReadonlySet<string>;
  readonly #state: unknown;
  /** The first topic that it needs and that this run does not have. */
  readonly #missing: string | undefined;

  constructor(readonly name: string, readonly entry: CheckEntry, setup: CheckSetup) {
    this.topics = new Set(entry.check.topics(entry.config));
    this.#missing = [...this.topics].find((topic) => !setup.topics.has(topic));
    if (this.#missing === undefined) this.#state = entry.check.init(entry.config, setup);
  }

  get works(): boolean {
    return this.#missing === undefined;
  }

  see(seen: Seen): void {
    this.entry.check.see(this.#state, seen);
  }

  result(): CheckResult {
    if (this.works) return { name: this.name, ...this.entry.check.verdict(this.#state) };
    const reason = `nothing publishes ${this.#missing} in this run`;
    return { name: this.name, verdict: "skipped", value: null, unit: "", limit: "", reason };
  }

  summary(): Json | undefined {
    return this.works ? this.entry.check.summary?.(this.#state) : undefined;
  }
}

/** All checks of one run. */
export class Bench {
  readonly #judges: readonly Judge[];

  /** @param truthOf what a check may know of the truth; absent: all that the setup has */
  constructor(
    checks: Readonly<Record<string, CheckEntry>>,
    setup: CheckSetup,
    truthOf?: (entry: CheckEntry) => CheckSetup["truth"],
  ) {
    this.#judges = Object.entries(checks).map(([name, entry]) =>
      new Judge(name, entry, truthOf ? { ...setup, truth: truthOf(entry) } : setup)
    );
  }

  /** What to call for each message of a topic; undefined: no check wants it. */
  watcher(topic: string): ((seen: Seen) => void) | undefined {
    const wanting = this.#judges.filter((judge) => judge.works && judge.topics.has(topic));
    if (wanting.length === 0) return undefined;
    if (wanting.length === 1) return (seen) => wanting[0]!.see(seen);
    return (seen) => {
      for (const judge of wanting) judge.see(seen);
    };
  }

  /** Verdicts, in the scenario's order. */
  results(): CheckResult[] {
    return this.#judges.map((judge) => judge.result());
  }

  /** What each check needs of this run for a verdict over seeds. */
  summaries(): Map<string, Json> {
    const out = new Map<string, Json>();
    for (const judge of this.#judges) {
      const summary = judge.summary();
      if (summary !== undefined) out.set(judge.name, summary);
    }
    return out;
  }
}
