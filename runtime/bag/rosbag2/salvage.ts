/**
 * A truncated SQLite file. SQLite refuses it whole; told that it only has the pages that are
 * there, it reads them until it needs one that is not.
 *
 * @see https://www.sqlite.org/fileformat.html section 1.3
 */
import { type ByteSource, fileSource } from "../source.ts";

/** Bytes of SQLite's header. */
const HEADER = 100;
/** Where the header has the page size (u16, big endian, 1 for 65536) and the number of pages. */
const PAGE_SIZE_AT = 16;
const PAGE_COUNT_AT = 28;
/** Bytes copied at once. */
const WINDOW = 1024 * 1024;

/** A truncated database, made readable. */
export interface Salvaged {
  /** A temporary file, to be removed by the caller. */
  readonly path: string;
  /** How many bytes are there, and how many there should be. */
  readonly there: number;
  readonly whole: number;
}

/**
 * A copy of a truncated database with the pages that are left; undefined where nothing is missing.
 *
 * @throws {LogError} the file can't be read
 */
export function salvage(path: string): Salvaged | undefined {
  const source = fileSource(path);
  try {
    if (source.size < HEADER) return undefined;
    const view = new DataView(source.read(0, HEADER).buffer);
    const size = view.getUint16(PAGE_SIZE_AT);
    const pageSize = size === 1 ? 65536 : size;
    const whole = pageSize * view.getUint32(PAGE_COUNT_AT);
    const pages = Math.floor(source.size / pageSize);
    if (pageSize < 512 || pages === 0 || whole <= source.size) return undefined;
    return { path: copyPages(source, pages, pageSize), there: source.size, whole };
  } finally {
    source.close();
  }
}

function copyPages(source: ByteSource, pages: number, pageSize: number): string {
  const path = Deno.makeTempFileSync({ prefix: "dryrun_", suffix: ".db3" });
  using file = Deno.openSync(path, { write: true });
  const end = pages * pageSize;
  for (let at = 0; at < end; at += WINDOW) {
    const bytes = source.read(at, Math.min(WINDOW, end - at));
    if (at === 0) new DataView(bytes.buffer).setUint32(PAGE_COUNT_AT, pages);
    for (let done = 0; done < bytes.length;) done += file.writeSync(bytes.subarray(done));
  }
  return path;
}
