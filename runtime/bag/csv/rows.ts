/** Rows of a CSV as numbers: every mapped cell is read once and checked. */
import { LogError } from "../log.ts";
import type { ByteSource } from "../source.ts";
import type { Packing } from "../stream.ts";
import { numberOf, stampOf, unquoted } from "./cells.ts";
import { type ColumnMap, columnsOf } from "./column_map.ts";
import { lineBlocks } from "./lines.ts";
import { TIME_UNITS } from "./units.ts";

/** Where the mapped columns stand in a file. */
export interface Shape {
  readonly separator: string;
  /** Cells in every row. */
  readonly width: number;
  readonly columns: readonly { readonly name: string; readonly index: number }[];
  /** The stamp's column; −1 where rows are numbered instead. */
  readonly stamp: number;
  /** What the stamp's unit is away from nanoseconds, in decimal digits. */
  readonly digits: number;
}

/** Some rows. `values` is rows × columns, row-major, in the columns' own units. */
export interface RowBlock {
  readonly count: number;
  /** Number of the first line, from 1. */
  readonly line: number;
  /** Stamps in seconds (floored; NaN: missing) and nanoseconds; empty where rows are numbered. */
  readonly sec: Float64Array;
  readonly nanosec: Float64Array;
  readonly values: Float64Array;
}

/** How to read rows. */
export interface RowOptions {
  readonly packing: Packing;
  readonly map: ColumnMap;
  /** The last row is cut: where it begins, in bytes of the unpacked file, and its line. */
  onCut(byte: number, line: number): void;
}

/** The names in a header line, and what separates them: the commonest of comma, semicolon, tab. */
export function headerOf(line: string): { names: string[]; separator: string } {
  const count = (separator: string) => line.split(separator).length;
  const separator = [",", ";", "\t"].reduce((a, b) => count(b) > count(a) ? b : a);
  return { names: line.split(separator).map(unquoted), separator };
}

/**
 * Finds a map's columns in a header.
 *
 * @throws {LogError} one is absent, or there twice
 */
export function shapeOf(line: string, map: ColumnMap, file: string): Shape {
  const { names, separator } = headerOf(line);
  const find = (name: string) => {
    const index = names.indexOf(name);
    if (index < 0) {
      throw new LogError(
        `${file}:1: expected a column "${name}" (${map.name}), found ${names.join(", ")}`,
      );
    }
    if (names.lastIndexOf(name) !== index) {
      throw new LogError(`${file}:1: the column "${name}" (${map.name}) is there twice`);
    }
    return index;
  };
  const stamp = map.stamp === undefined ? -1 : find(map.stamp.column);
  const fields = new Set(
    Object.values(map.topics).flatMap(({ fields }) => Object.values(fields).map((f) => f.column)),
  );
  return {
    separator,
    width: names.length,
    columns: columnsOf(map).filter((name) => fields.has(name))
      .map((name) => ({ name, index: find(name) })),
    stamp,
    digits: TIME_UNITS[map.stamp?.unit ?? "s"] ?? 9,
  };
}

/**
 * The rows of a file in blocks. Empty lines are skipped; empty cells are NaN.
 *
 * @throws {LogError} a mapped column that is absent or a cell that holds no number, with its line
 * @throws {Error} packed data that end early or are damaged
 */
export async function* readRows(
  source: ByteSource,
  options: RowOptions,
): AsyncGenerator<RowBlock, void, void> {
  let shape: Shape | undefined;
  for await (const { first, lines, open, openAt } of lineBlocks(source, options.packing)) {
    let begin = 0;
    if (shape === undefined) {
      shape = shapeOf(lines[0] ?? "", options.map, source.name);
      begin = 1;
    }
    if (open && begin === 0 && (lines[0] ?? "").split(shape.separator).length < shape.width) {
      options.onCut(openAt, first);
      return;
    }
    const block = parseRows(lines.slice(begin), first + begin, shape, source.name);
    if (block.count > 0) yield block;
  }
  if (shape === undefined) {
    throw new LogError(`${source.name}: expected a CSV with a header line, found an empty file`);
  }
}

function parseRows(lines: readonly string[], first: number, shape: Shape, file: string): RowBlock {
  const { columns, separator, width } = shape;
  const sec = new Float64Array(shape.stamp < 0 ? 0 : lines.length);
  const nanosec = new Float64Array(sec.length);
  const values = new Float64Array(lines.length * columns.length);
  let count = 0;
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (line.trim() === "") continue;
    const place = `${file}:${first + i}`;
    const cells = line.split(separator);
    if (cells.length !== width) {
      throw new LogError(`${place}: expected ${width} cells, found ${cells.length}`);
    }
    if (shape.stamp >= 0) {
      const stamp = stampOf(cells[shape.stamp] ?? "", shape.digits);
      if (stamp === undefined) throw notNumber(place, "the stamp", cells[shape.stamp]);
      sec[count] = stamp?.sec ?? NaN;
      nanosec[count] = stamp?.nanosec ?? 0;
    }
    for (let k = 0; k < columns.length; k++) {
      const { name, index } = columns[k] as Shape["columns"][number];
      const value = numberOf(cells[index] ?? "");
      if (value === undefined) throw notNumber(place, `column "${name}"`, cells[index]);
      values[count * columns.length + k] = value;
    }
    count++;
  }
  return { count, line: first, sec, nanosec, values };
}

function notNumber(place: string, what: string, cell: string | undefined): LogError {
  const shown = (cell ?? "").trim().slice(0, 40);
  return new LogError(`${place}: ${what}: expected a number, found "${shown}"`);
}
