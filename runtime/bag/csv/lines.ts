/** Lines of a text file of any size, in blocks. */
import { LogError } from "../log.ts";
import { type ByteSource } from "../source.ts";
import { type Packing, streamBytes } from "../stream.ts";

/** A line longer than this is no line of a CSV. */
const LINE_LIMIT = 1024 * 1024;

/** Some whole lines, and the number of the first one (from 1). */
export interface LineBlock {
  readonly first: number;
  readonly lines: readonly string[];
  /** The last line has no end: the file may have been cut within it. */
  readonly open: boolean;
  /** Where the open line begins, in bytes of the unpacked file. */
  readonly openAt: number;
}

/**
 * The lines of a file without their ends; a byte order mark is dropped.
 *
 * @throws {LogError} a line longer than 1 MiB
 * @throws {Error} packed data that end early (unless `packing` allows it) or are damaged
 */
export async function* lineBlocks(
  source: ByteSource,
  packing: Packing,
): AsyncGenerator<LineBlock, void, void> {
  const decoder = new TextDecoder();
  let rest = "";
  let first = 1;
  let bytes = 0;
  for await (const piece of streamBytes(source, packing)) {
    bytes += piece.length;
    const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (rest.length > LINE_LIMIT) {
      const line = first + lines.length;
      throw new LogError(`${source.name}:${line}: expected a CSV, found a line of over 1 MiB`);
    }
    if (lines.length === 0) continue;
    yield { first, lines: lines.map(withoutReturn), open: false, openAt: 0 };
    first += lines.length;
  }
  rest += decoder.decode();
  if (rest === "") return;
  const openAt = bytes - new TextEncoder().encode(rest).length;
  yield { first, lines: [withoutReturn(rest)], open: true, openAt };
}

function withoutReturn(line: string): string {
  return line.endsWith("\r") ? line.slice(0, -1) : line;
}
