/** What every stored format is reduced to: channels, and segments that can be read in order. */
import type { ChannelMessage, LogChannel } from "./channel.ts";
import type { SplitTime } from "./stamps.ts";

/** What a segment needs to know to make messages. */
export interface ReadContext {
  readonly epoch: SplitTime;
  /** Absolute topics to give out; undefined: all. */
  readonly topics: ReadonlySet<string> | undefined;
  /** Notes a finding, once a text. */
  warn(text: string): void;
}

/** A stretch of a log with the span of its log times. Segments may overlap in time. */
export interface Segment {
  readonly start: bigint;
  readonly end: bigint;
  /** Its messages in batches, ordered by (log time, file order). */
  read(context: ReadContext): Generator<ChannelMessage[], void, void>;
}

/** One file of a log, its segments in file order. */
export interface LogPart {
  readonly channels: readonly LogChannel[];
  readonly segments: readonly Segment[];
  readonly warnings: readonly string[];
  /** Worth knowing, but no damage. */
  readonly notes?: readonly string[];
  readonly metadata: Readonly<Record<string, string>> | undefined;
  close(): void;
}
