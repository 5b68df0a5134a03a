/** A rosbag2 folder: metadata.yaml and the files that it names, .mcap or .db3. */
import { parse } from "yaml";
import { z } from "zod";
import { LogError } from "../log.ts";
import { unpackMessage } from "../mcap/compression.ts";
import { openMcap } from "../mcap/part.ts";
import type { LogPart } from "../part.ts";
import { fileSource, ioError } from "../source.ts";
import { streamBytes } from "../stream.ts";
import { openSqlite } from "./sqlite.ts";

/** The part of metadata.yaml that says where the messages are. */
const METADATA = z.object({
  rosbag2_bagfile_information: z.object({
    storage_identifier: z.enum(["mcap", "sqlite3"]),
    relative_file_paths: z.array(z.string()).min(1),
    message_count: z.number().optional(),
    compression_format: z.string().nullish(),
    compression_mode: z.string().nullish(),
  }),
});

type Metadata = z.output<typeof METADATA>["rosbag2_bagfile_information"];

/** The files of a folder, opened, in the order of metadata.yaml, and what is odd about them. */
export interface Folder {
  readonly parts: readonly LogPart[];
  readonly warnings: readonly string[];
}

/** How to open a folder. */
export interface FolderOptions {
  /** Read MCAP files from front to back even where they have a summary. */
  readonly scan?: boolean;
}

/**
 * Opens a rosbag2 folder. Without metadata.yaml, the .mcap or .db3 files in it are taken by name.
 *
 * @throws {LogError} no bag in it, a file that is absent or foreign, an unknown compression
 */
export async function openFolder(path: string, options: FolderOptions = {}): Promise<Folder> {
  const warnings: string[] = [];
  const metadata = readMetadata(path) ?? guessMetadata(path, warnings);
  const mode = (metadata.compression_mode ?? "").toLowerCase();
  if (mode !== "" && mode !== "none" && metadata.compression_format !== "zstd") {
    throw new LogError(
      `${path}/metadata.yaml: compression_format: expected zstd, found ` +
        `"${metadata.compression_format ?? ""}"`,
    );
  }
  const unwrap = mode === "message" ? { unwrap: unpackMessage } : {};
  const parts: LogPart[] = [];
  try {
    for (const file of metadata.relative_file_paths) {
      // rosbag2 wrote paths with the folder's own name until version 3
      const place = `${path}/${file.split("/").at(-1)}`;
      parts.push(await openFile(place, metadata.storage_identifier, { ...options, ...unwrap }));
    }
  } catch (cause) {
    for (const part of parts) part.close();
    throw cause;
  }
  noteMissing(path, metadata, parts, warnings);
  return { parts, warnings };
}

function noteMissing(
  path: string,
  metadata: Metadata,
  parts: readonly LogPart[],
  warnings: string[],
): void {
  const found = parts.flatMap((part) => part.channels).reduce((sum, { count }) => sum + count, 0);
  const damaged = parts.some((part) => part.warnings.length > 0);
  if (metadata.message_count !== undefined && metadata.message_count !== found && !damaged) {
    warnings.push(
      `${path}/metadata.yaml: says ${metadata.message_count} messages, its files hold ${found}`,
    );
  }
}

async function openFile(
  path: string,
  storage: Metadata["storage_identifier"],
  options: { unwrap?: (data: Uint8Array) => Uint8Array; scan?: boolean },
): Promise<LogPart> {
  const packed = path.endsWith(".zstd");
  const plain = packed ? await unpackFile(path) : path;
  const discard = () => packed ? Deno.removeSync(plain) : undefined;
  try {
    const part = storage === "mcap"
      ? await openMcap({ ...fileSource(plain), name: path }, options)
      : await openSqlite(plain, { ...options, name: path });
    return {
      ...part,
      close() {
        part.close();
        discard();
      },
    };
  } catch (cause) {
    discard();
    throw cause;
  }
}

/** Unpacks a file into a temporary one: SQLite needs a file, and a bag may not fit in memory. */
async function unpackFile(path: string): Promise<string> {
  const source = fileSource(path);
  const place = Deno.makeTempFileSync({ prefix: "dryrun_", suffix: ".bag" });
  try {
    using file = Deno.openSync(place, { write: true });
    for await (const piece of streamBytes(source, "zstd")) {
      for (let done = 0; done < piece.length;) done += file.writeSync(piece.subarray(done));
    }
    return place;
  } catch (cause) {
    Deno.removeSync(place);
    throw ioError(path, "read", cause);
  } finally {
    source.close();
  }
}

function readMetadata(path: string): Metadata | undefined {
  const file = `${path}/metadata.yaml`;
  let text: string;
  try {
    text = Deno.readTextFileSync(file);
  } catch (cause) {
    if (cause instanceof Deno.errors.NotFound) return undefined;
    throw ioError(file, "read", cause);
  }
  let content: unknown;
  try {
    content = parse(text, { logLevel: "error" });
  } catch (cause) {
    throw new LogError(`${file}: ${cause instanceof Error ? cause.message.trim() : cause}`);
  }
  const metadata = METADATA.safeParse(content);
  if (metadata.success) return metadata.data.rosbag2_bagfile_information;
  const issue = metadata.error.issues[0];
  throw new LogError(`${file}: ${issue?.path.join(".")}: ${issue?.message}`);
}

function guessMetadata(path: string, warnings: string[]): Metadata {
  let names: string[];
  try {
    names = [...Deno.readDirSync(path)].map(({ name }) => name).sort();
  } catch (cause) {
    throw ioError(path, "read", cause);
  }
  for (const [suffix, storage] of [[".mcap", "mcap"], [".db3", "sqlite3"]] as const) {
    const files = names.filter((name) => name.endsWith(suffix));
    if (files.length === 0) continue;
    warnings.push(`${path}: has no metadata.yaml: its ${suffix} files are taken, by name`);
    return { storage_identifier: storage, relative_file_paths: files };
  }
  throw new LogError(`${path}: expected a rosbag2 folder with metadata.yaml, .mcap or .db3 files`);
}
