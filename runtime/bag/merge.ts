/** Merges segments that may overlap into one stream ordered by (log time, file order). */
import type { Nanos } from "../../msgs/time.ts";
import type { ChannelMessage } from "./channel.ts";
import type { ReadContext, Segment } from "./part.ts";
import { bigSinceEpoch } from "./stamps.ts";

/** Most messages in one merged batch, where segments overlap. */
const BATCH = 1024;

/** A segment that is being read; `order` is its place in the file. */
interface Cursor {
  readonly batches: Iterator<ChannelMessage[], void, void>;
  readonly order: number;
  batch: ChannelMessage[];
  next: number;
}

interface Waiting {
  readonly segment: Segment;
  readonly order: number;
  readonly start: Nanos;
}

/**
 * Batches of messages ordered by (log time, file order). Only segments that overlap are held in
 * memory together.
 *
 * @throws {LogError} a log time beyond ±104 days of the epoch
 */
export function* mergeSegments(
  segments: readonly Segment[],
  context: ReadContext,
): Generator<ChannelMessage[], void, void> {
  const waiting: Waiting[] = segments.map((segment, order) => ({
    segment,
    order,
    start: bigSinceEpoch(segment.start, context.epoch, "log"),
  }));
  waiting.sort((a, b) => b.start - a.start || b.order - a.order);
  const merger = new Merger(waiting, context);
  let latest = -Infinity;
  for (let batch = merger.take(); batch !== undefined; batch = merger.take()) {
    const first = batch[0];
    if (first !== undefined && first.at < latest) {
      context.warn(
        `${first.topic}: the file's index says wrong log times: messages are given late`,
      );
      batch = batch.map((read) => read.at < latest ? { ...read, at: latest } : read);
    }
    latest = batch.at(-1)?.at ?? latest;
    yield batch;
  }
}

class Merger {
  /** Segments not yet begun, the next one last. */
  readonly #waiting: Waiting[];
  readonly #context: ReadContext;
  /** Segments in progress; the one with the earliest message last. */
  readonly #active: Cursor[] = [];

  constructor(waiting: Waiting[], context: ReadContext) {
    this.#waiting = waiting;
    this.#context = context;
  }

  take(): ChannelMessage[] | undefined {
    this.#activate();
    const cursor = this.#active.pop();
    if (cursor === undefined) return undefined;
    const bound = Math.min(this.#waiting.at(-1)?.start ?? Infinity, headTime(this.#active.at(-1)));
    if ((cursor.batch.at(-1)?.at ?? Infinity) < bound) {
      const rest = cursor.next === 0 ? cursor.batch : cursor.batch.slice(cursor.next);
      this.#insert(cursor, cursor.batch.length);
      return rest;
    }
    this.#insert(cursor, cursor.next);
    return this.#takeInterleaved();
  }

  #takeInterleaved(): ChannelMessage[] {
    const batch: ChannelMessage[] = [];
    while (batch.length < BATCH) {
      this.#activate();
      const cursor = this.#active.pop();
      const message = cursor?.batch[cursor.next];
      if (cursor === undefined || message === undefined) break;
      batch.push(message);
      this.#insert(cursor, cursor.next + 1);
    }
    return batch;
  }

  /** Begins every segment that may hold the next message. */
  #activate(): void {
    for (;;) {
      const waiting = this.#waiting.at(-1);
      if (waiting === undefined || waiting.start > headTime(this.#active.at(-1))) return;
      this.#waiting.pop();
      const batches = waiting.segment.read(this.#context);
      this.#insert({ batches, order: waiting.order, batch: [], next: 0 }, 0);
    }
  }

  /** Puts a cursor back at `next`, with its next batch if this one is used up. */
  #insert(cursor: Cursor, next: number): void {
    cursor.next = next;
    while (cursor.next >= cursor.batch.length) {
      const { done, value } = cursor.batches.next();
      if (done === true) return;
      cursor.batch = value as ChannelMessage[];
      cursor.next = 0;
    }
    const at = headTime(cursor);
    let low = 0;
    for (let high = this.#active.length; low < high;) {
      const middle = (low + high) >> 1;
      const other = this.#active[middle] as Cursor;
      const difference = headTime(other) - at || other.order - cursor.order;
      if (difference > 0) low = middle + 1;
      else high = middle;
    }
    this.#active.splice(low, 0, cursor);
  }
}

function headTime(cursor: Cursor | undefined): Nanos {
  return cursor?.batch[cursor.next]?.at ?? Infinity;
}
