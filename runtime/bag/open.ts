/** Opens a log of any format that Dryrun reads. */
import { openCsv } from "./csv/log.ts";
import { type Log, LogError, type LogFormat, type OpenOptions } from "./log.ts";
import { openMcap, startsLikeMcap } from "./mcap/part.ts";
import type { LogPart } from "./part.ts";
import { joinParts } from "./part_log.ts";
import { openFolder } from "./rosbag2/folder.ts";
import { openSqlite } from "./rosbag2/sqlite.ts";
import { type ByteSource, fileSource, ioError, memorySource } from "./source.ts";

/**
 * Opens a log: an MCAP file, a rosbag2 folder, a lone .db3, or a CSV (.gz too). MCAP and SQLite
 * are known by their first bytes, CSV by its name or by a column map that was given for it. Bytes
 * in memory are taken as MCAP.
 *
 * @example
 * ```ts ignore
 * const log = await openLog("run.mcap");
 * for await (const batch of log.batches()) {
 *   for (const read of batch) console.log(read.at, read.topic, log.decode(read));
 * }
 * log.close();
 * ```
 * @throws {LogError} absent, foreign, without a message that can be read; a CSV without map
 */
export async function openLog(path: string | Uint8Array, options: OpenOptions = {}): Promise<Log> {
  const allowEmpty = options.allowEmpty === true;
  const scan = options.scan === true;
  if (typeof path !== "string") {
    const part = await openMcap(memorySource("log", path), { scan });
    return join("log", "mcap", [part], { allowEmpty });
  }
  if (isFolder(path)) {
    const { parts, warnings } = await openFolder(path, { scan });
    return join(path, "rosbag2", parts, { allowEmpty, warnings });
  }
  if (/\.csv(\.gz)?$/i.test(path)) return await openCsv(path, options);
  const source = fileSource(path);
  try {
    if (startsLikeMcap(source)) {
      return join(path, "mcap", [await openMcap(source, { scan })], { allowEmpty });
    }
    if (startsLikeSqlite(source)) {
      source.close();
      return join(path, "db3", [await openSqlite(path)], { allowEmpty });
    }
  } catch (cause) {
    source.close();
    throw cause;
  }
  source.close();
  if (options.columns !== undefined) return await openCsv(path, options);
  throw new LogError(
    `${path}: expected an MCAP file, a rosbag2 folder or .db3, or a .csv (.gz); it begins like none`,
  );
}

function join(
  path: string,
  format: LogFormat,
  parts: readonly LogPart[],
  options: { allowEmpty: boolean; warnings?: readonly string[] },
): Log {
  try {
    return joinParts({ path, format, parts, warnings: [], ...options });
  } catch (cause) {
    for (const part of parts) part.close();
    throw cause;
  }
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch (cause) {
    throw ioError(path, "read", cause);
  }
}

function startsLikeSqlite(source: ByteSource): boolean {
  const magic = "SQLite format 3\0";
  return source.size >= magic.length &&
    new TextDecoder().decode(source.read(0, magic.length)) === magic;
}
