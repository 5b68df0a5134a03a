/** Topics that must keep speaking: whoever is silent for too long is named, once, and when. */
import { type Nanos, SECOND } from "../../msgs/time.ts";
import { short } from "../checks/base/verdict.ts";

/** A topic that fell silent. */
export interface SilentTopic {
  readonly topic: string;
  /** Such as `imu`, or `truth`. */
  readonly what: string;
  /** s since the run's start; null: it never spoke. */
  readonly last_s: number | null;
  /** s; it was silent for so long when it was noticed. */
  readonly for_s: number;
  /** Whether it spoke again later. */
  readonly returned: boolean;
}

interface Watched {
  readonly topic: string;
  readonly what: string;
  last: Nanos | undefined;
  silent: { last: Nanos | undefined; for: Nanos; returned: boolean } | undefined;
}

/** See the module's text. */
export class Silence {
  readonly #watched: Map<string, Watched>;
  readonly #timeout: Nanos;

  /** @param topics to be watched, by topic what they are */
  constructor(topics: ReadonlyMap<string, string>, timeout: Nanos) {
    this.#timeout = timeout;
    this.#watched = new Map(
      [...topics].map(([topic, what]) => [topic, {
        ...{ topic, what, last: undefined, silent: undefined },
      }]),
    );
  }

  /** A message came. */
  heard(topic: string, at: Nanos): void {
    const one = this.#watched.get(topic);
    if (one === undefined) return;
    one.last = at;
    if (one.silent) one.silent.returned = true;
  }

  /** Says who has fallen silent since it was last asked: one line each. */
  look(now: Nanos): string[] {
    const lines: string[] = [];
    for (const one of this.#watched.values()) {
      const quiet = now - (one.last ?? 0);
      if (one.silent !== undefined || quiet <= this.#timeout) continue;
      one.silent = { last: one.last, for: quiet, returned: false };
      lines.push(silenceText(result(one)!));
    }
    return lines;
  }

  /** Everybody who was silent for too long. */
  results(): SilentTopic[] {
    return [...this.#watched.values()].flatMap((one) => result(one) ?? []);
  }
}

/** One line about a silent topic. */
export function silenceText({ topic, what, last_s, for_s }: SilentTopic): string {
  const since = last_s === null ? "never spoke" : `is silent since ${short(last_s)} s`;
  return `${what}: ${topic} ${since} (waited ${short(for_s)} s)`;
}

function result({ topic, what, silent }: Watched): SilentTopic | undefined {
  if (silent === undefined) return undefined;
  const { last, returned } = silent;
  return {
    ...{ topic, what, last_s: last === undefined ? null : last / SECOND },
    ...{ for_s: silent.for / SECOND, returned },
  };
}
