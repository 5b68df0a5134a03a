/** Feeds a log to a bus: one step a message, in the log's order, batch by batch. */
import type { Message } from "../../msgs/message.ts";
import type { Nanos } from "../../msgs/time.ts";
import type { Log, LogMessage } from "../../runtime/bag/log.ts";
import type { Source } from "../../runtime/executor.ts";

/** Where messages of one topic of the log go. */
export interface Feed {
  /** Called for each message that could be decoded. */
  publish(message: Message): void;
  /** Called for each that could not. */
  undecodable(): void;
}

/** A log as the executor pulls it. Equal log times keep the file's order. */
export class LogSource implements Source {
  readonly name: string;
  readonly #log: Log;
  readonly #feeds: ReadonlyMap<string, Feed>;
  readonly #batches: AsyncGenerator<readonly LogMessage[], void, void>;
  #batch: readonly LogMessage[] = [];
  #next = 0;
  #over = false;

  /** `feeds` by the log's topics; no other topic is read. */
  constructor(log: Log, feeds: ReadonlyMap<string, Feed>) {
    this.name = log.path;
    this.#log = log;
    this.#feeds = feeds;
    this.#batches = log.batches({ topics: new Set(feeds.keys()) });
  }

  next(): Nanos {
    if (this.#next < this.#batch.length) return this.#batch[this.#next]!.at;
    return this.#over ? Infinity : NaN;
  }

  step(): void {
    const read = this.#batch[this.#next++]!;
    const feed = this.#feeds.get(read.topic)!;
    const message = this.#log.decode(read);
    if (message === undefined) feed.undecodable();
    else feed.publish(message as Message);
  }

  async refill(): Promise<void> {
    this.#next = 0;
    do {
      const { done, value } = await this.#batches.next();
      this.#over = done === true;
      this.#batch = value ?? [];
    } while (!this.#over && this.#batch.length === 0);
  }
}
