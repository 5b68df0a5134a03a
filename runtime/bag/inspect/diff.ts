/** `bag diff`: where do two logs differ first, topic by topic? */
import type { Log, LogMessage } from "../log.ts";
import { openLog } from "../open.ts";
import { bigTime, secondsText } from "../stamps.ts";
import { firstDifference } from "./fields.ts";

/** The first difference of a topic. */
export interface FirstDifference {
  /** Number of the message on its topic, from 0. */
  readonly index: number;
  /** Log time of that message in the first log (or the only one that has it), in seconds. */
  readonly time_s: string;
  /** `log time`, a field's path, `bytes`, or `(missing)`. */
  readonly field: string;
  /** What the first log has there. */
  readonly a: string;
  /** What the second log has there. */
  readonly b: string;
}

/** What is different about a topic that both logs have. */
export interface TopicDifference {
  /** Its type in each. */
  readonly type: readonly [a: string, b: string];
  /** Its messages in each. */
  readonly count: readonly [a: number, b: number];
  /** Null where the types differ: then messages are not compared. */
  readonly first: FirstDifference | null;
}

/** What two logs differ in. */
export interface DiffReport {
  /** True where nothing differs. */
  readonly same: boolean;
  /** Topics of the first log that the second lacks. */
  readonly only_a: readonly string[];
  /** Topics of the second log that the first lacks. */
  readonly only_b: readonly string[];
  /** Topics in both that differ. */
  readonly topics: Readonly<Record<string, TopicDifference>>;
}

/** How to open the two. */
export interface DiffOptions {
  /** Column map, where one is a CSV. */
  readonly columns?: string;
}

/**
 * Compares the messages of two logs: counts, types, log times and content. How they are stored
 * (chunks, compression, metadata) does not matter.
 *
 * @throws {LogError} one of them is no log
 */
export async function diffLogs(
  paths: readonly [a: string, b: string],
  options: DiffOptions = {},
): Promise<DiffReport> {
  const a = await openLog(paths[0], { ...options, allowEmpty: true });
  try {
    const b = await openLog(paths[1], { ...options, allowEmpty: true });
    try {
      return await compare(a, b);
    } finally {
      b.close();
    }
  } finally {
    a.close();
  }
}

async function compare(a: Log, b: Log): Promise<DiffReport> {
  const topics: Record<string, TopicDifference> = {};
  for (const [name, topicA] of a.topics) {
    const topicB = b.topics.get(name);
    if (topicB === undefined) continue;
    const first = topicA.type === topicB.type ? await firstOn(name, a, b) : null;
    if (first === undefined && topicA.count === topicB.count) continue;
    topics[name] = {
      type: [topicA.type, topicB.type],
      count: [topicA.count, topicB.count],
      first: first ?? null,
    };
  }
  const only_a = [...a.topics.keys()].filter((name) => !b.topics.has(name));
  const only_b = [...b.topics.keys()].filter((name) => !a.topics.has(name));
  const same = only_a.length + only_b.length + Object.keys(topics).length === 0;
  return { same, only_a, only_b, topics };
}

async function firstOn(topic: string, a: Log, b: Log): Promise<FirstDifference | undefined> {
  const topics = new Set([topic]);
  const streamB = b.messages({ topics });
  const timeOf = (log: Log, read: LogMessage) => secondsText(bigTime(log.epoch) + BigInt(read.at));
  let index = 0;
  try {
    for await (const readA of a.messages({ topics })) {
      const { value: readB } = await streamB.next();
      const time_s = timeOf(a, readA);
      const at = { index, time_s };
      if (readB === undefined) return { ...at, field: "(missing)", a: "a message", b: "none" };
      const timeB = timeOf(b, readB);
      if (timeB !== time_s) return { ...at, field: "log time", a: time_s, b: timeB };
      const found = contentDifference(a, readA, b, readB);
      if (found !== undefined) return { ...at, ...found };
      index++;
    }
    const { value: extra } = await streamB.next();
    if (extra === undefined) return undefined;
    return { index, time_s: timeOf(b, extra), field: "(missing)", a: "none", b: "a message" };
  } finally {
    await streamB.return();
  }
}

function contentDifference(
  a: Log,
  readA: LogMessage,
  b: Log,
  readB: LogMessage,
): { field: string; a: string; b: string } | undefined {
  const { data: dataA } = readA;
  const { data: dataB } = readB;
  if (dataA !== undefined && dataB !== undefined && sameBytes(dataA, dataB)) return undefined;
  const found = firstDifference(a.decode(readA), b.decode(readB));
  if (found !== undefined || dataA === undefined || dataB === undefined) return found;
  return { field: "bytes", a: `${dataA.length} bytes`, b: `${dataB.length} bytes` };
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
