/** A CSV as a log: read through once to check it, and again (or from memory) to give it out. */
import { definitionOf } from "../../../msgs/definitions.ts";
import type { Time } from "../../../msgs/time.ts";
import { type Log, LogError, type LogFormat, type LogMessage, type LogTopic } from "../log.ts";
import type { OpenOptions, ReadOptions } from "../log.ts";
import { type ByteSource, fileSource, reasonOf } from "../source.ts";
import type { Packing } from "../stream.ts";
import { type ColumnMap, readColumnMap, shippedMapFor } from "./column_map.ts";
import { lineBlocks } from "./lines.ts";
import { type CsvMessage, RowReader } from "./messages.ts";
import { headerOf, readRows, type RowBlock, type Shape, shapeOf } from "./rows.ts";

/** Rows are kept in memory up to this many numbers (64 MiB); longer files are read twice. */
const KEEP_LIMIT = 8 * 1024 * 1024;

/** How to open a CSV. */
export interface CsvOptions extends OpenOptions {
  /** Longer files than this many numbers are read again for each reading. */
  readonly keepNumbers?: number;
}

/**
 * Opens a CSV. Its log time is its stamp, or the latest one before where stamps go back.
 *
 * @throws {LogError} absent, no map fits, a mapped column is absent or holds no number (with line)
 */
export async function openCsv(path: string, options: CsvOptions = {}): Promise<Log> {
  const source = fileSource(path);
  try {
    const header = await headerLine(source);
    const map = options.columns === undefined
      ? shippedMapFor(headerOf(header).names, path)
      : readColumnMap(options.columns);
    const log = new CsvLog(source, {
      map,
      shape: shapeOf(header, map, path),
      keepNumbers: options.keepNumbers ?? KEEP_LIMIT,
    });
    await log.index();
    if (log.messageCount === 0 && options.allowEmpty !== true) {
      throw new LogError(
        [`${path}: expected rows of numbers, found none`, ...log.warnings].join("; "),
      );
    }
    return log;
  } catch (cause) {
    source.close();
    if (cause instanceof LogError) throw cause;
    const reason = reasonOf(cause);
    throw new LogError(`${path}: expected a CSV: ${reason}`);
  }
}

const isPacked = (source: ByteSource) => /\.gz$/i.test(source.name);

async function headerLine(source: ByteSource): Promise<string> {
  for await (const { lines } of lineBlocks(source, isPacked(source) ? "cut gzip" : "none")) {
    return lines[0] ?? "";
  }
  throw new LogError(`${source.name}: expected a CSV with a header line, found an empty file`);
}

class CsvLog implements Log {
  readonly path: string;
  readonly format: LogFormat = "csv";
  readonly warnings: string[] = [];
  readonly notes: readonly string[] = [];
  readonly metadata = undefined;
  readonly undecodable = new Map<string, number>();
  start = 0;
  topics: ReadonlyMap<string, LogTopic> = new Map();
  messageCount = 0;
  epoch: Time = { sec: 0, nanosec: 0 };
  end = 0;
  readonly #source: ByteSource;
  readonly #map: ColumnMap;
  readonly #shape: Shape;
  readonly #keepNumbers: number;
  #packing: Packing;
  #kept: RowBlock[] | undefined = [];

  constructor(source: ByteSource, spec: { map: ColumnMap; shape: Shape; keepNumbers: number }) {
    this.path = source.name;
    this.#source = source;
    this.#map = spec.map;
    this.#shape = spec.shape;
    this.#keepNumbers = spec.keepNumbers;
    this.#packing = isPacked(source) ? "gzip" : "none";
  }

  /** Reads and checks all rows. */
  async index(): Promise<void> {
    try {
      await this.#readThrough();
    } catch (cause) {
      if (this.#packing !== "gzip" || cause instanceof LogError) throw cause;
      this.#packing = "cut gzip";
      await this.#readThrough();
      const text =
        `${this.path}: byte ${this.#source.size}: truncated: the packed file ends early; ` +
        `what was recorded after its row ${this.messageCount / this.topics.size} is lost`;
      this.warnings.splice(0, this.warnings.length, text);
    }
  }

  async #readThrough(): Promise<void> {
    const reader = new RowReader(this.#map, this.#shape, this.path);
    let rows = 0;
    let numbers = 0;
    let first: number | undefined;
    this.#kept = [];
    for await (const block of this.#rows()) {
      const times = reader.times(block);
      first ??= times[0];
      rows += block.count;
      numbers += block.values.length + block.sec.length * 2;
      if (numbers > this.#keepNumbers) this.#kept = undefined;
      this.#kept?.push(block);
    }
    this.epoch = reader.epoch ?? this.epoch;
    this.start = first ?? 0;
    this.end = reader.latest;
    const seconds = (this.end - this.start) / 1e9;
    const hz = rows > 1 && seconds > 0 ? (rows - 1) / seconds : 0;
    this.topics = new Map(
      Object.entries(this.#map.topics).sort(([a], [b]) => a < b ? -1 : 1).map((
        [name, { type }],
      ) => [
        name,
        { name, type, encoding: "csv", count: rows, hz, definition: definitionOf(type) },
      ]),
    );
    this.messageCount = rows * this.topics.size;
  }

  #rows(): AsyncGenerator<RowBlock, void, void> {
    return readRows(this.#source, {
      packing: this.#packing,
      map: this.#map,
      onCut: (byte, line) => {
        const text =
          `${this.path}: byte ${byte}: truncated: line ${line} is cut; it and what came ` +
          "after it are lost";
        if (!this.warnings.includes(text)) this.warnings.push(text);
      },
    });
  }

  async *batches(options: ReadOptions = {}): AsyncGenerator<readonly LogMessage[], void, void> {
    const reader = new RowReader(this.#map, this.#shape, this.path);
    for await (const block of this.#kept ?? this.#rows()) {
      yield reader.messages(block, options.topics);
    }
  }

  async *messages(options: ReadOptions = {}): AsyncGenerator<LogMessage, void, void> {
    for await (const batch of this.batches(options)) yield* batch;
  }

  decode(read: LogMessage): unknown {
    return (read as CsvMessage).message;
  }

  close(): void {
    this.#source.close();
  }
}
