/**
 * What a log is to the rest of Dryrun, whatever file it came from: topics, messages in order of
 * (log time, file order), warnings. Reading is by batches, so that nothing is awaited per message.
 */
import type { Qos } from "../../msgs/message.ts";
import type { Nanos, Time } from "../../msgs/time.ts";

/**
 * A log, column map or recording that can't be used: bad input, not a bug. The text names the
 * file (and line, topic or byte) and what was expected. Command lines exit with 2.
 */
export class LogError extends Error {
  /** Tells it from other errors, also where classes were loaded twice. */
  override name = "LogError";
}

/** How a log is stored. `rosbag2` is a folder with metadata.yaml, `db3` a lone SQLite file. */
export type LogFormat = "mcap" | "rosbag2" | "db3" | "csv";

/** One topic of a log. */
export interface LogTopic {
  /** Absolute name, such as `/imu/data`. */
  readonly name: string;
  /** ROS 2 type name, such as `sensor_msgs/msg/Imu`; empty where the log doesn't say. */
  readonly type: string;
  /** `cdr`, `csv`, or what else the log says. */
  readonly encoding: string;
  /** Messages on it. */
  readonly count: number;
  /** Mean rate in log time, (count − 1) / (last − first); 0 for fewer than two messages. */
  readonly hz: number;
  /** What the recorded publisher offered, where the log says so. */
  readonly qos?: Qos;
  /** Message definition (concatenated ros2msg text), where the log has one. */
  readonly definition?: string;
  /** Why its messages are not given out; absent: they are. */
  readonly unreadable?: string;
}

/** One message as it stands in the log. Its bytes are never written to after it was given out. */
export interface LogMessage {
  /** Absolute name. */
  readonly topic: string;
  /** ROS 2 type name. */
  readonly type: string;
  /** Log time in nanoseconds since {@linkcode Log.epoch}. */
  readonly at: Nanos;
  /** CDR bytes with their encapsulation header; absent in a CSV, see {@linkcode Log.decode}. */
  readonly data: Uint8Array | undefined;
}

/** Which messages to read. */
export interface ReadOptions {
  /** Absolute topics to give out; default: all that are readable. */
  readonly topics?: ReadonlySet<string>;
}

/** An open log. It may be read several times; {@linkcode Log.close} frees its files. */
export interface Log {
  /** As it was given; `log` for bytes. */
  readonly path: string;
  /** How it is stored. */
  readonly format: LogFormat;
  /** Every topic, the unreadable ones included, by absolute name, sorted. */
  readonly topics: ReadonlyMap<string, LogTopic>;
  /** Messages of all topics, the unreadable ones included. */
  readonly messageCount: number;
  /** The recorded epoch of a Dryrun run; else the first log time, rounded down to the second. */
  readonly epoch: Time;
  /** First log time, in nanoseconds since the epoch; 0 in an empty log. */
  readonly start: Nanos;
  /** Last log time; 0 in an empty log. */
  readonly end: Nanos;
  /** One line a finding, such as a truncation with its byte. May grow while it is being read. */
  readonly warnings: readonly string[];
  /** Worth knowing, but no damage; complete only where the log was opened with `scan`. */
  readonly notes: readonly string[];
  /** What a Dryrun recording says of its run (scenario, seed, version, parameters). */
  readonly metadata: Readonly<Record<string, string>> | undefined;
  /**
   * Messages in batches, ordered by (log time, file order). The fast way: one await a batch.
   *
   * @throws {LogError} a log time beyond ±104 days of the epoch; a file that vanished
   */
  batches(options?: ReadOptions): AsyncGenerator<readonly LogMessage[], void, void>;
  /** The same, one by one. */
  messages(options?: ReadOptions): AsyncGenerator<LogMessage, void, void>;
  /**
   * The message that `read` stands for, as plain object (see msgs/types.ts). `undefined` where its
   * bytes don't fit its type: said once a topic in {@linkcode Log.warnings}, and counted.
   */
  decode(read: LogMessage): unknown;
  /** Messages that {@linkcode Log.decode} refused, by topic. */
  readonly undecodable: ReadonlyMap<string, number>;
  /** Frees its files, the temporary ones too. */
  close(): void;
}

/** How to open a log. */
export interface OpenOptions {
  /** Column map of a CSV: a path to YAML; default: the shipped map whose header fits. */
  readonly columns?: string;
  /** Accept a log from which no message can be read (`bag info` does). */
  readonly allowEmpty?: boolean;
  /** Read an MCAP file from front to back even where it has a summary (`bag check` does). */
  readonly scan?: boolean;
}

/** Where recorded bytes go: a file, or memory in tests. Calls are synchronous and in order. */
export interface Sink {
  /** Takes bytes in order; they may be written to after the call. */
  write(bytes: Uint8Array): void;
  /** Called once, after the last byte. */
  close(): void;
}

/** What a recording says of itself. */
export interface RecorderOptions {
  /** Stands in the metadata record `dryrun`, sorted by key: scenario, seed, version, … */
  readonly metadata?: Readonly<Record<string, string>>;
  /** Moment 0 of the log times written; default {@linkcode SIMULATED_EPOCH}, 1 s. */
  readonly epoch?: Time;
}

/** A topic to record. */
export interface RecordedTopic {
  /** Absolute name. */
  readonly topic: string;
  /** ROS 2 type name. */
  readonly type: string;
  /** What its publisher offers. */
  readonly qos: Qos;
  /** ros2msg text; default: Dryrun's own of that type. */
  readonly definition?: string;
}

/** Writes the messages of one topic. */
export interface RecorderChannel {
  /** Appends one message: `at` in nanoseconds since the epoch, `data` CDR (copied at once). */
  write(at: Nanos, data: Uint8Array): void;
}

/** An MCAP file in the making. Everything is synchronous: it can be closed in a signal handler. */
export interface Recorder {
  /** Declares a topic. @throws {TypeError} the topic was declared with another type */
  channel(topic: RecordedTopic): RecorderChannel;
  /** Messages written so far. */
  readonly messageCount: number;
  /** Bytes handed to the sink so far; all of the file after {@linkcode Recorder.close}. */
  readonly byteCount: number;
  /** Writes out the open chunk: what was recorded so far survives a crash. */
  flush(): void;
  /** Writes the open chunk, summary and footer. A second call does nothing. */
  close(): void;
}
