/** A rosbag2 .db3 (SQLite) as a part of a log. */
import type { DatabaseSync, StatementSync } from "#sqlite";
import { type ChannelMessage, LogChannel } from "../channel.ts";
import { LogError } from "../log.ts";
import type { LogPart, ReadContext } from "../part.ts";
import { bigSinceEpoch } from "../stamps.ts";

/** Rows read at once. */
const BATCH = 512;

/** How to open a .db3. */
export interface SqliteOptions {
  /** Unpacks a single message (rosbag2's compression mode MESSAGE). */
  readonly unwrap?: (data: Uint8Array) => Uint8Array;
}

type Row = Readonly<Record<string, unknown>>;

/**
 * Opens a .db3. Old ones hold no definitions: then only types that Dryrun knows are readable.
 *
 * @throws {LogError} absent, not SQLite, or without rosbag2's tables
 */
export async function openSqlite(path: string, options: SqliteOptions = {}): Promise<LogPart> {
  const { DatabaseSync } = await import("#sqlite");
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(path, { readOnly: true });
    return partOf(database, path, options);
  } catch (cause) {
    database?.close();
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new LogError(`${path}: expected a rosbag2 .db3 (tables topics and messages): ${reason}`);
  }
}

function partOf(database: DatabaseSync, path: string, options: SqliteOptions): LogPart {
  const channels = readChannels(database);
  let first: bigint | undefined;
  let last: bigint | undefined;
  const counts = big(database.prepare(
    "SELECT topic_id AS id, COUNT(*) AS n, MIN(timestamp) AS first, MAX(timestamp) AS last " +
      "FROM messages GROUP BY topic_id",
  ));
  for (const row of counts.iterate() as Iterable<Row>) {
    const channel = channels.get(Number(row["id"]));
    if (channel === undefined) continue;
    const [from, to] = [asTime(row["first"]), asTime(row["last"])];
    channel.count = Number(row["n"]);
    channel.span(from, to);
    if (first === undefined || from < first) first = from;
    if (last === undefined || to > last) last = to;
  }
  return {
    channels: [...channels.values()],
    segments: first === undefined || last === undefined ? [] : [{
      start: first,
      end: last,
      read: (context) => readRows(database, { path, channels, context, options }),
    }],
    warnings: [],
    metadata: undefined,
    close: () => {
      if (database.isOpen) database.close();
    },
  };
}

function readChannels(database: DatabaseSync): Map<number, LogChannel> {
  const definitions = new Map<string, Row>();
  for (const row of rowsIfTable(database, "message_definitions")) {
    definitions.set(String(row["topic_type"]), row);
  }
  const channels = new Map<number, LogChannel>();
  for (const row of database.prepare("SELECT * FROM topics ORDER BY id").all() as Row[]) {
    const type = String(row["type"]);
    const definition = definitions.get(type);
    const qos = row["offered_qos_profiles"];
    channels.set(
      Number(row["id"]),
      new LogChannel({
        topic: String(row["name"]),
        type,
        encoding: String(row["serialization_format"]),
        definitionEncoding: String(definition?.["encoding"] ?? ""),
        definition: String(definition?.["encoded_message_definition"] ?? ""),
        qos: typeof qos === "string" ? qos : undefined,
      }),
    );
  }
  return channels;
}

function rowsIfTable(database: DatabaseSync, table: string): Row[] {
  const found = database.prepare("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?")
    .get(table);
  return found === undefined ? [] : database.prepare(`SELECT * FROM ${table}`).all() as Row[];
}

interface Reading {
  readonly path: string;
  readonly channels: ReadonlyMap<number, LogChannel>;
  readonly context: ReadContext;
  readonly options: SqliteOptions;
}

function* readRows(
  database: DatabaseSync,
  reading: Reading,
): Generator<ChannelMessage[], void, void> {
  const { context, path } = reading;
  const rows = big(
    database.prepare("SELECT topic_id, timestamp, data FROM messages ORDER BY timestamp, id"),
  );
  let batch: ChannelMessage[] = [];
  try {
    for (const row of rows.iterate() as Iterable<Row>) {
      const message = messageOf(row, reading);
      if (message === undefined) continue;
      batch.push(message);
      if (batch.length === BATCH) {
        yield batch;
        batch = [];
      }
    }
  } catch (cause) {
    if (cause instanceof LogError) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    context.warn(`${path}: damaged (${reason}): the messages from there on are lost`);
  }
  if (batch.length > 0) yield batch;
}

function messageOf(row: Row, reading: Reading): ChannelMessage | undefined {
  const { channels, context, options, path } = reading;
  const channel = channels.get(Number(row["topic_id"]));
  const data = row["data"];
  if (channel === undefined || !(data instanceof Uint8Array)) {
    context.warn(`${path}: a message without topic or data was skipped`);
    return undefined;
  }
  if (channel.unreadable !== undefined) return undefined;
  if (context.topics !== undefined && !context.topics.has(channel.topic)) return undefined;
  return {
    topic: channel.topic,
    type: channel.type,
    at: bigSinceEpoch(asTime(row["timestamp"]), context.epoch, channel.topic),
    data: options.unwrap === undefined ? data : options.unwrap(data),
    channel,
  };
}

function big(statement: StatementSync): StatementSync {
  statement.setReadBigInts(true);
  return statement;
}

/** A time that is negative or no integer is damage; it must not become a huge one. */
function asTime(value: unknown): bigint {
  if (typeof value !== "bigint" || value < 0n) {
    throw new Error(`the log time ${String(value)} is not a count of nanoseconds`);
  }
  return value;
}
