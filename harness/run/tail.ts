/** The last second of every stream, kept while a run goes on: what one looks at where it stopped. */
import { codecOf } from "../../msgs/cdr.ts";
import type { Message, TypeName } from "../../msgs/message.ts";
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { RecordedTopic, Recorder, RecorderChannel } from "../../runtime/bag/log.ts";

/** A message of the tail. */
export interface TailMessage {
  /** Delivery, s since the run's epoch. */
  readonly at_s: number;
  readonly message: Message;
}

interface Kept {
  readonly at: Nanos;
  readonly data: Uint8Array;
}

/** A recorder that forgets what is older than its length before the newest message of all. */
export class Tail implements Recorder {
  readonly #length: Nanos;
  readonly #topics = new Map<string, { readonly type: string; readonly kept: Kept[] }>();
  #now: Nanos = -Infinity;
  messageCount = 0;
  byteCount = 0;

  constructor(length: Nanos = SECOND) {
    this.#length = length;
  }

  channel({ topic, type }: RecordedTopic): RecorderChannel {
    const kept: Kept[] = [];
    this.#topics.set(topic, { type, kept });
    return {
      write: (at, data) => {
        this.#now = Math.max(this.#now, at);
        this.messageCount++;
        this.byteCount += data.length;
        kept.push({ at, data: data.slice() });
        // Now and then, so that a message costs no shift of all the others.
        if (kept.length % 64 === 0) this.#forget(kept);
      },
    };
  }

  flush(): void {}

  close(): void {
    for (const { kept } of this.#topics.values()) this.#forget(kept);
  }

  /** Topics by name, sorted, each with its messages in order of delivery. */
  messages(): Record<string, { readonly type: string; readonly messages: TailMessage[] }> {
    const names = [...this.#topics.keys()].sort();
    return Object.fromEntries(names.map((name) => {
      const { type, kept } = this.#topics.get(name)!;
      const codec = codecOf(type as TypeName);
      const messages = kept.filter(({ at }) => this.#isRecent(at)).map(({ at, data }) => ({
        at_s: at / SECOND,
        message: codec.decode(data) as Message,
      }));
      return [name, { type, messages }];
    }));
  }

  #isRecent(at: Nanos): boolean {
    return at > this.#now - this.#length;
  }

  #forget(kept: Kept[]): void {
    const first = kept.findIndex(({ at }) => this.#isRecent(at));
    kept.splice(0, first < 0 ? kept.length : first);
  }
}

/** Plain JSON of a message: typed arrays as lists, what is not finite as text. */
export function plainMessage(value: unknown): unknown {
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (typeof value === "bigint") return String(value);
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array, plainMessage);
  if (Array.isArray(value)) return value.map(plainMessage);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, plainMessage(inner)]),
  );
}
