/** A log made of parts (files): what `openLog` gives for MCAP, rosbag2 and db3. */
import type { Time } from "../../msgs/time.ts";
import type { ChannelMessage, LogChannel } from "./channel.ts";
import type { Log, LogFormat, LogMessage, LogTopic, ReadOptions } from "./log.ts";
import { LogError } from "./log.ts";
import { mergeSegments } from "./merge.ts";
import type { LogPart } from "./part.ts";
import { parseQos } from "./qos.ts";
import { reasonOf } from "./source.ts";
import { bigSinceEpoch, bigTime, epochBefore, splitTime } from "./stamps.ts";

/** What a log is made of. */
export interface PartLogSpec {
  readonly path: string;
  readonly format: LogFormat;
  readonly parts: readonly LogPart[];
  readonly warnings: readonly string[];
  readonly allowEmpty: boolean;
}

/**
 * Joins parts into one log.
 *
 * @throws {LogError} no message that can be read (unless `allowEmpty`), absurd log times
 */
export function joinParts(spec: PartLogSpec): Log {
  return new PartLog(spec);
}

class PartLog implements Log {
  readonly path: string;
  readonly format: LogFormat;
  readonly topics: ReadonlyMap<string, LogTopic>;
  readonly messageCount: number;
  readonly epoch: Time;
  readonly start: number;
  readonly end: number;
  readonly warnings: string[];
  readonly notes: readonly string[];
  readonly metadata: Readonly<Record<string, string>> | undefined;
  readonly undecodable = new Map<string, number>();
  readonly #parts: readonly LogPart[];

  constructor(spec: PartLogSpec) {
    this.path = spec.path;
    this.format = spec.format;
    this.#parts = spec.parts;
    this.warnings = [...spec.warnings, ...spec.parts.flatMap((part) => part.warnings)];
    this.notes = spec.parts.flatMap((part) => part.notes ?? []);
    const channels = spec.parts.flatMap((part) => part.channels);
    this.topics = joinTopics(channels, (text) => this.#warn(text));
    this.messageCount = channels.reduce((sum, channel) => sum + channel.count, 0);
    if (!spec.allowEmpty) this.#needReadable(channels);
    this.metadata = spec.parts.find((part) => part.metadata !== undefined)?.metadata;

    const segments = spec.parts.flatMap((part) => part.segments);
    const first = segments.reduce((least, { start }) => start < least ? start : least, MAX_TIME);
    const last = segments.reduce((most, { end }) => end > most ? end : most, 0n);
    this.epoch = recordedEpoch(this.metadata) ??
      epochBefore(segments.length === 0 ? 0n : first);
    const epoch = splitTime(bigTime(this.epoch));
    this.start = segments.length === 0 ? 0 : bigSinceEpoch(first, epoch, spec.path);
    this.end = segments.length === 0 ? 0 : bigSinceEpoch(last, epoch, topicAt(channels, last));
  }

  async *batches(options: ReadOptions = {}): AsyncGenerator<readonly LogMessage[], void, void> {
    yield* mergeSegments(this.#parts.flatMap((part) => part.segments), {
      epoch: splitTime(bigTime(this.epoch)),
      topics: options.topics,
      warn: (text) => this.#warn(text),
    });
  }

  async *messages(options: ReadOptions = {}): AsyncGenerator<LogMessage, void, void> {
    for await (const batch of this.batches(options)) yield* batch;
  }

  decode(read: LogMessage): unknown {
    const { channel, data } = read as ChannelMessage;
    try {
      return channel.decode(data);
    } catch (cause) {
      const before = this.undecodable.get(read.topic) ?? 0;
      this.undecodable.set(read.topic, before + 1);
      const reason = reasonOf(cause);
      if (before === 0) {
        this.#warn(
          `${read.topic}: bytes that are no ${read.type} (first at ${read.at / 1e9} s: ${reason})`,
        );
      }
      return undefined;
    }
  }

  close(): void {
    for (const part of this.#parts) part.close();
  }

  #warn(text: string): void {
    if (this.warnings.length >= WARNINGS_LIMIT || this.warnings.includes(text)) return;
    this.warnings.push(text);
  }

  #needReadable(channels: readonly LogChannel[]): void {
    if (channels.some(({ unreadable, count }) => unreadable === undefined && count > 0)) return;
    const why = channels.find(({ unreadable }) => unreadable !== undefined);
    const reason = why === undefined ? "it has none" : `${why.topic}: ${why.unreadable}`;
    const warned = this.warnings.filter((text) => !text.includes(": skipped"));
    throw new LogError(
      [`${this.path}: expected a log with messages in CDR: ${reason}`, ...warned].join("; "),
    );
  }
}

/** Most findings that are listed of one log. */
const WARNINGS_LIMIT = 200;

const MAX_TIME = 0xffff_ffff_ffff_ffffn;

/** The channel that a stamp belongs to, for an error about it. */
function topicAt(channels: readonly LogChannel[], at: bigint): string {
  return channels.find(({ first, last }) => first === at || last === at)?.topic ?? "log";
}

/** The epoch that a Dryrun recording states: `"1.000000000"`. */
function recordedEpoch(metadata: Readonly<Record<string, string>> | undefined): Time | undefined {
  const match = /^(\d{1,10})\.(\d{9})$/.exec(metadata?.["epoch"] ?? "");
  return match === null ? undefined : { sec: Number(match[1]), nanosec: Number(match[2]) };
}

/** One entry a topic. Its channels must agree on the type; those that don't are not read. */
function joinTopics(
  channels: readonly LogChannel[],
  warn: (text: string) => void,
): Map<string, LogTopic> {
  const byTopic = new Map<string, LogChannel[]>();
  for (const channel of channels) {
    const same = byTopic.get(channel.topic);
    if (same === undefined) byTopic.set(channel.topic, [channel]);
    else same.push(channel);
  }
  const topics = new Map<string, LogTopic>();
  for (const name of [...byTopic.keys()].sort()) {
    const all = byTopic.get(name) ?? [];
    const main = all.find(({ unreadable }) => unreadable === undefined) ?? all[0];
    if (main === undefined) continue;
    for (const other of all) {
      if (other.type !== main.type) {
        other.unreadable ??= `its type is ${other.type}, elsewhere in the log ${main.type}`;
      }
    }
    const bad = all.find(({ unreadable }) => unreadable !== undefined);
    if (bad !== undefined && bad.count > 0) warn(`${name}: ${bad.unreadable}: skipped`);
    topics.set(name, topicOf(name, main, all));
  }
  return topics;
}

function topicOf(name: string, main: LogChannel, all: readonly LogChannel[]): LogTopic {
  const span = all.reduce((sum, other) => {
    if (other.first !== undefined && other.last !== undefined) sum.span(other.first, other.last);
    return sum;
  }, main);
  const count = all.reduce((sum, channel) => sum + channel.count, 0);
  const seconds = Number((span.last ?? 0n) - (span.first ?? 0n)) / 1e9;
  const qos = parseQos(main.info.qos);
  return {
    name,
    type: main.type,
    encoding: main.info.encoding,
    count,
    hz: count > 1 && seconds > 0 ? (count - 1) / seconds : 0,
    ...(qos === undefined ? {} : { qos }),
    ...(main.info.definition === "" ? {} : { definition: main.info.definition }),
    ...(main.unreadable === undefined ? {} : { unreadable: main.unreadable }),
  };
}
