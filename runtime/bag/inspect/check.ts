/** `bag check`: is a log sound? Every record is read, every message decoded. */
import type { Time } from "../../../msgs/time.ts";
import type { Log, LogMessage } from "../log.ts";
import { openLog } from "../open.ts";
import { eachNumber } from "./fields.ts";

/** What was found. */
export interface CheckReport {
  /** `mcap`, `rosbag2`, `db3` or `csv`. */
  readonly format: string;
  /** Messages of all topics. */
  readonly messages: number;
  /** True where there are no problems. */
  readonly sound: boolean;
  /** What is damaged, lost or can't be trusted; one line each. */
  readonly problems: readonly string[];
  /** What is worth knowing but does no harm. */
  readonly notes: readonly string[];
}

/** How to open what is checked. */
export interface CheckOptions {
  /** Column map of a CSV. */
  readonly columns?: string;
}

/**
 * Checks a log: truncation and damage (with the byte), checksums, channels and messages that can't
 * be decoded, numbers that are NaN (covariances aside, where NaN says "absent"), header stamps
 * that go back.
 *
 * @throws {LogError} it is no log at all
 */
export async function checkLog(path: string, options: CheckOptions = {}): Promise<CheckReport> {
  const log = await openLog(path, { ...options, scan: true, allowEmpty: true });
  try {
    const topics = new Map<string, TopicCheck>();
    for await (const batch of log.batches()) {
      for (const read of batch) {
        let check = topics.get(read.topic);
        if (check === undefined) topics.set(read.topic, check = new TopicCheck(read.topic));
        check.see(read, log);
      }
    }
    const problems = [
      ...log.warnings,
      ...[...topics.values()].flatMap((check) => check.problems()),
    ];
    for (const [topic, count] of log.undecodable) {
      problems.push(`${topic}: ${count} of its messages can't be decoded`);
    }
    return {
      format: log.format,
      messages: log.messageCount,
      sound: problems.length === 0,
      problems,
      notes: [...log.notes, ...notesOn(log)],
    };
  } finally {
    log.close();
  }
}

function notesOn(log: Log): string[] {
  const notes: string[] = [];
  if (log.messageCount === 0) notes.push("it holds no message");
  for (const topic of log.topics.values()) {
    if (topic.qos === undefined && topic.encoding !== "csv") {
      notes.push(`${topic.name}: its QoS was not recorded (players take a default)`);
    }
  }
  return notes;
}

/** Counts what is odd on one topic. */
class TopicCheck {
  readonly #topic: string;
  #index = 0;
  #nan = 0;
  #firstNan = "";
  #backward = 0;
  #firstBackward = "";
  #stamp: Time | undefined;

  constructor(topic: string) {
    this.#topic = topic;
  }

  see(read: LogMessage, log: Log): void {
    const message = log.decode(read);
    const place = `message ${this.#index} at ${read.at / 1e9} s`;
    this.#index++;
    if (message === undefined) return;
    let field = "";
    eachNumber(message, (number, path) => {
      if (Number.isNaN(number) && field === "" && !path.includes("covariance")) field = path;
    });
    if (field !== "") {
      if (this.#nan === 0) this.#firstNan = `${place}, ${field}`;
      this.#nan++;
    }
    this.#seeStamp((message as { header?: { stamp?: Time } }).header?.stamp, place);
  }

  problems(): string[] {
    const found: string[] = [];
    if (this.#nan > 0) {
      found.push(`${this.#topic}: ${this.#nan} messages hold NaN (first: ${this.#firstNan})`);
    }
    if (this.#backward > 0) {
      found.push(
        `${this.#topic}: ${this.#backward} header stamps go back (first: ${this.#firstBackward})`,
      );
    }
    return found;
  }

  #seeStamp(stamp: Time | undefined, place: string): void {
    if (stamp === undefined || (stamp.sec === 0 && stamp.nanosec === 0)) return;
    const last = this.#stamp;
    this.#stamp = stamp;
    if (last === undefined) return;
    const step = (stamp.sec - last.sec) * 1e9 + stamp.nanosec - last.nanosec;
    if (step >= 0) return;
    if (this.#backward === 0) this.#firstBackward = `${place}, by ${-step / 1e9} s`;
    this.#backward++;
  }
}
