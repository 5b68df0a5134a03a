/** A rosbag2 .db3 (SQLite) as a part of a log. */
import type { DatabaseSync, StatementSync } from "#sqlite";
import { type ChannelMessage, LogChannel } from "../channel.ts";
import { LogError } from "../log.ts";
import type { LogPart, ReadContext } from "../part.ts";
import { reasonOf } from "../source.ts";
import { bigSinceEpoch, secondsText } from "../stamps.ts";
import { salvage, type Salvaged } from "./salvage.ts";

/** Rows read at once. */
const BATCH = 512;

/** How to open a .db3. */
export interface SqliteOptions {
  /** Unpacks a single message (rosbag2's compression mode MESSAGE). */
  readonly unwrap?: (data: Uint8Array) => Uint8Array;
  /** What messages call the file; default its path. */
  readonly name?: string;
}

type Row = Readonly<Record<string, unknown>>;

/** Reads rows of `messages` in order of (timestamp, id). */
interface Table {
  readonly channels: ReadonlyMap<number, LogChannel>;
  readonly span: { readonly start: bigint; readonly end: bigint } | undefined;
  rows(): Iterable<Row>;
}

/**
 * Opens a .db3. Old ones hold no definitions: then only types that Dryrun knows are readable. Of
 * a truncated one, every row that is still there is given.
 *
 * @throws {LogError} absent, not SQLite, or without rosbag2's tables
 */
export async function openSqlite(path: string, options: SqliteOptions = {}): Promise<LogPart> {
  const { DatabaseSync } = await import("#sqlite");
  const name = options.name ?? path;
  const saved = salvage(path);
  let database: DatabaseSync | undefined;
  const close = () => {
    if (database?.isOpen === true) database.close();
    if (saved !== undefined) removeQuietly(saved.path);
  };
  try {
    database = new DatabaseSync(saved?.path ?? path, { readOnly: true });
    const table = saved === undefined ? wholeTable(database) : salvagedTable(database);
    return {
      channels: [...table.channels.values()],
      segments: table.span === undefined ? [] : [{
        ...table.span,
        read: (context) => readRows(table, { name, context, options }),
      }],
      warnings: saved === undefined ? [] : [truncation(name, saved, table)],
      metadata: undefined,
      close,
    };
  } catch (cause) {
    close();
    throw new LogError(
      `${name}: expected a rosbag2 .db3 (tables topics and messages): ${reasonOf(cause)}`,
    );
  }
}

function truncation(name: string, saved: Salvaged, table: Table): string {
  const lost = table.span === undefined
    ? "no message is left"
    : `what was recorded after log time ${secondsText(table.span.end)} s is lost`;
  return `${name}: byte ${saved.there}: truncated: ${saved.whole} bytes are expected; ${lost}`;
}

function removeQuietly(path: string): void {
  try {
    Deno.removeSync(path);
  } catch {
    // a temporary file that is gone is what is wanted
  }
}

function wholeTable(database: DatabaseSync): Table {
  const channels = readChannels(database);
  const spans = big(database.prepare(
    "SELECT topic_id AS id, COUNT(*) AS n, MIN(timestamp) AS first, MAX(timestamp) AS last " +
      "FROM messages GROUP BY topic_id",
  ));
  let [start, end] = [0xffff_ffff_ffff_ffffn, -1n];
  for (const row of spans.iterate() as Iterable<Row>) {
    const [first, last] = [asTime(row["first"]), asTime(row["last"])];
    const channel = channels.get(Number(row["id"]));
    if (channel !== undefined) channel.count = Number(row["n"]);
    channel?.span(first, last);
    if (first < start) start = first;
    if (last > end) end = last;
  }
  const query = "SELECT topic_id, timestamp, data FROM messages ORDER BY timestamp, id";
  return {
    channels,
    span: end < 0n ? undefined : { start, end },
    rows: () => big(database.prepare(query)).iterate() as Iterable<Row>,
  };
}

/** The same without the index, of which pages may be missing. */
function salvagedTable(database: DatabaseSync): Table {
  const channels = readChannels(database);
  const found: { id: bigint; at: bigint }[] = [];
  try {
    const query = "SELECT id, topic_id, timestamp, data FROM messages NOT INDEXED";
    for (const row of big(database.prepare(query)).iterate() as Iterable<Row>) {
      const at = asTime(row["timestamp"]);
      const channel = channels.get(Number(row["topic_id"]));
      if (channel !== undefined) channel.count++;
      channel?.span(at, at);
      found.push({ id: row["id"] as bigint, at });
    }
  } catch {
    // the first missing page ends it
  }
  found.sort((a, b) => a.at < b.at ? -1 : a.at > b.at ? 1 : Number(a.id - b.id));
  const [first, last] = [found[0], found.at(-1)];
  return {
    channels,
    span: first && last && { start: first.at, end: last.at },
    *rows() {
      const query = "SELECT topic_id, timestamp, data FROM messages NOT INDEXED WHERE id = ?";
      const statement = big(database.prepare(query));
      for (const { id } of found) yield statement.get(id) as Row;
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
  try {
    const found = database.prepare("SELECT 1 FROM sqlite_master WHERE type='table' AND name=?")
      .get(table);
    return found === undefined ? [] : database.prepare(`SELECT * FROM ${table}`).all() as Row[];
  } catch {
    return []; // of a truncated file, definitions may be missing while messages are there
  }
}

interface Reading {
  readonly name: string;
  readonly context: ReadContext;
  readonly options: SqliteOptions;
}

function* readRows(table: Table, reading: Reading): Generator<ChannelMessage[], void, void> {
  let batch: ChannelMessage[] = [];
  try {
    for (const row of table.rows()) {
      const message = messageOf(row, table, reading);
      if (message === undefined) continue;
      batch.push(message);
      if (batch.length < BATCH) continue;
      yield batch;
      batch = [];
    }
  } catch (cause) {
    if (cause instanceof LogError) throw cause;
    reading.context.warn(
      `${reading.name}: damaged (${reasonOf(cause)}): the messages from there on are lost`,
    );
  }
  if (batch.length > 0) yield batch;
}

function messageOf(row: Row, table: Table, reading: Reading): ChannelMessage | undefined {
  const { context, options, name } = reading;
  const channel = table.channels.get(Number(row["topic_id"]));
  const packed = row["data"];
  if (channel === undefined || !(packed instanceof Uint8Array)) {
    context.warn(`${name}: a message without topic or data was skipped`);
    return undefined;
  }
  if (channel.unreadable !== undefined) return undefined;
  if (context.topics !== undefined && !context.topics.has(channel.topic)) return undefined;
  const at = bigSinceEpoch(asTime(row["timestamp"]), context.epoch, channel.topic);
  try {
    const data = options.unwrap?.(packed) ?? packed;
    return { topic: channel.topic, type: channel.type, at, data, channel };
  } catch (cause) {
    context.warn(`${name}: a message can't be unpacked (${reasonOf(cause)}): skipped`);
    return undefined;
  }
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
