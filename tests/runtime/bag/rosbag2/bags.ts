/** Small .db3 files, made here. */
import { DatabaseSync } from "#sqlite";
import { codecOf } from "../../../../msgs/cdr.ts";

const text = codecOf("std_msgs/msg/String");

/** What is in a .db3. */
export interface Spec {
  /** Log times in ns; each message holds its number. */
  readonly times: readonly bigint[];
  readonly type?: string;
  /** With the table of definitions that rosbag2 writes since Iron. */
  readonly definition?: string;
  /** Bytes that follow each text, to make pages. */
  readonly padding?: number;
  /** Packs each message. */
  readonly pack?: (data: Uint8Array) => Uint8Array;
}

/** Writes a .db3 as rosbag2 lays it out, with all messages on /s. */
export function writeDb3(path: string, spec: Spec): void {
  const { times, type = "std_msgs/msg/String", definition, padding = 0, pack } = spec;
  const database = new DatabaseSync(path);
  database.exec(
    "CREATE TABLE topics(id INTEGER PRIMARY KEY,name TEXT NOT NULL,type TEXT NOT NULL," +
      "serialization_format TEXT NOT NULL,offered_qos_profiles TEXT NOT NULL);" +
      "CREATE TABLE messages(id INTEGER PRIMARY KEY,topic_id INTEGER NOT NULL," +
      "timestamp INTEGER NOT NULL, data BLOB NOT NULL);" +
      "CREATE INDEX timestamp_idx ON messages (timestamp ASC);",
  );
  database.prepare("INSERT INTO topics VALUES(1,'/s',?,'cdr','')").run(type);
  if (definition !== undefined) {
    database.exec(
      "CREATE TABLE message_definitions(id INTEGER PRIMARY KEY,topic_type TEXT NOT NULL," +
        "encoding TEXT NOT NULL,encoded_message_definition TEXT NOT NULL)",
    );
    database.prepare("INSERT INTO message_definitions VALUES(1,?,'ros2msg',?)")
      .run(type, definition);
  }
  const insert = database.prepare("INSERT INTO messages(topic_id,timestamp,data) VALUES(1,?,?)");
  times.forEach((at, i) => {
    const data = text.encode({ data: String(i) });
    const padded = new Uint8Array(data.length + padding);
    padded.set(data);
    insert.run(at, pack?.(padded) ?? padded);
  });
  database.close();
}
