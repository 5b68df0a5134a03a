/** From rows of numbers to messages, as a column map says. */
import type { TypeName } from "../../../msgs/message.ts";
import { type Nanos, NANOS_LIMIT, SECOND, type Time, toTime } from "../../../msgs/time.ts";
import { zeroOf } from "../../../msgs/zero.ts";
import { LogError, type LogMessage } from "../log.ts";
import type { ColumnMap } from "./column_map.ts";
import type { RowBlock, Shape } from "./rows.ts";
import { SI, type Unit, UNITS } from "./units.ts";

/** A message of a CSV: it was never in CDR. */
export interface CsvMessage extends LogMessage {
  readonly message: unknown;
}

type Path = readonly (string | number)[];

/** Fills one field from one column. */
interface Filler {
  readonly path: Path;
  readonly column: number;
  readonly unit: Unit;
}

interface TopicMaker {
  readonly topic: string;
  readonly type: TypeName;
  readonly template: unknown;
  readonly fillers: readonly Filler[];
  readonly stamped: boolean;
}

/** Makes messages of rows; it keeps the log time between blocks. */
export class RowReader {
  readonly #makers: readonly TopicMaker[];
  readonly #width: number;
  readonly #stepNs: number | undefined;
  readonly #name: string;
  #row = 0;
  #latest: Nanos | undefined;
  /** Epoch of the log: the first stamp, rounded down to the second; undefined before that. */
  epoch: Time | undefined;

  /** @throws {LogError} a field that its type does not have, or that is no number */
  constructor(map: ColumnMap, shape: Pick<Shape, "columns">, file: string) {
    const names = shape.columns.map(({ name }) => name);
    this.#makers = Object.entries(map.topics).map(([topic, entry]) =>
      makerOf(topic, entry, names, map)
    );
    this.#width = names.length;
    this.#stepNs = map.rate_hz === undefined ? undefined : SECOND / map.rate_hz;
    this.#name = file;
  }

  /** Log time of the last row seen, in nanoseconds since the epoch. */
  get latest(): Nanos {
    return this.#latest ?? 0;
  }

  /** The log times of a block's rows: they never go back, whatever the stamps do. */
  times(block: RowBlock): Float64Array {
    const times = new Float64Array(block.count);
    for (let i = 0; i < block.count; i++) {
      const at = this.#stampNanos(block, i);
      const latest = this.#latest ?? (Number.isNaN(at) ? 0 : at);
      this.#latest = at > latest ? at : latest;
      times[i] = this.#latest;
      this.#row++;
    }
    return times;
  }

  /** The messages of a block: for each row one a topic, in the map's order. */
  messages(block: RowBlock, topics: ReadonlySet<string> | undefined): CsvMessage[] {
    const makers = this.#makers.filter(({ topic }) => topics?.has(topic) ?? true);
    const firstRow = this.#row;
    const times = this.times(block);
    const messages: CsvMessage[] = [];
    for (let i = 0; i < block.count; i++) {
      const at = times[i] ?? 0;
      const stamp = this.#stamp(block, i, firstRow + i);
      for (const maker of makers) {
        const message = make(maker, stamp, block.values, i * this.#width);
        messages.push({ topic: maker.topic, type: maker.type, at, data: undefined, message });
      }
    }
    return messages;
  }

  /** A row's own stamp; 0, which is ROS's "unset", where it has none. */
  #stamp(block: RowBlock, i: number, row: number): Time {
    if (this.#stepNs !== undefined) {
      return toTime(Math.round(row * this.#stepNs), { sec: 0, nanosec: 0 });
    }
    const sec = block.sec[i] ?? NaN;
    return Number.isNaN(sec) ? { sec: 0, nanosec: 0 } : { sec, nanosec: block.nanosec[i] ?? 0 };
  }

  #stampNanos(block: RowBlock, i: number): Nanos {
    if (this.#stepNs !== undefined) {
      this.epoch ??= { sec: 0, nanosec: 0 };
      return Math.round(this.#row * this.#stepNs);
    }
    const sec = block.sec[i] ?? NaN;
    if (Number.isNaN(sec)) return NaN;
    this.epoch ??= { sec, nanosec: 0 };
    const at = (sec - this.epoch.sec) * SECOND + (block.nanosec[i] ?? 0);
    if (Math.abs(at) <= NANOS_LIMIT) return at;
    throw new LogError(
      `${this.#name}:${block.line + i}: ${this.#makers[0]?.topic}: stamp ${sec} s is more than ` +
        `104 days from the log's epoch ${this.epoch.sec} s`,
    );
  }
}

function makerOf(
  topic: string,
  entry: ColumnMap["topics"][string],
  names: readonly string[],
  map: ColumnMap,
): TopicMaker {
  const template = zeroOf(entry.type) as unknown as Record<string, unknown>;
  const place = `${map.name}: topics.${topic}`;
  const header = template["header"] as { frame_id: string } | undefined;
  if (header !== undefined) header.frame_id = entry.frame ?? map.frame;
  for (const [field, value] of Object.entries(entry.constants)) {
    const path = pathOf(field);
    checkLeaf(
      template,
      path,
      typeof value === "string" ? "string" : "number",
      `${place}.constants.${field}`,
    );
    setLeaf(template, path, value);
  }
  const fillers = Object.entries(entry.fields).map(([field, { column, unit }]): Filler => {
    const path = pathOf(field);
    checkLeaf(template, path, "number", `${place}.fields.${field}`);
    return { path, column: names.indexOf(column), unit: UNITS[unit] ?? SI };
  });
  return { topic, type: entry.type, template, fillers, stamped: header !== undefined };
}

/** `orientation_covariance[0]` and `angular_velocity.x` as steps. */
function pathOf(field: string): Path {
  return field.replaceAll("[", ".").replaceAll("]", "").split(".")
    .map((step) => /^\d+$/.test(step) ? Number(step) : step);
}

/** @throws {LogError} there is no such field, or it is of another kind */
function checkLeaf(
  template: unknown,
  path: Path,
  kind: "number" | "string",
  place: string,
): void {
  let at = template;
  for (const step of path) {
    const fields = ArrayBuffer.isView(at) || Array.isArray(at)
      ? `[0] to [${(at as unknown as ArrayLike<unknown>).length - 1}]`
      : typeof at === "object" && at !== null
      ? Object.keys(at).join(", ")
      : "nothing inside";
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, step)) {
      throw new LogError(`${place}: there is no field "${step}"; there is ${fields}`);
    }
    at = (at as Record<string | number, unknown>)[step];
  }
  const fits = kind === "number" ? typeof at === "number" : typeof at === "string";
  if (!fits) throw new LogError(`${place}: expected a ${kind} field of the type`);
}

function make(maker: TopicMaker, stamp: Time, values: Float64Array, row: number): unknown {
  const message = cloned(maker.template);
  if (maker.stamped) (message as { header: { stamp: Time } }).header.stamp = { ...stamp };
  for (const { path, column, unit } of maker.fillers) {
    setLeaf(message, path, (values[row + column] ?? NaN) * unit.times / unit.per);
  }
  return message;
}

function setLeaf(message: unknown, path: Path, value: unknown): void {
  let at = message as Record<string | number, unknown>;
  for (let i = 0; i < path.length - 1; i++) {
    at = at[path[i] as string | number] as Record<string | number, unknown>;
  }
  at[path[path.length - 1] as string | number] = value;
}

function cloned(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return (value as Float64Array).slice();
  if (Array.isArray(value)) return value.map(cloned);
  const copy: Record<string, unknown> = {};
  for (const key in value) copy[key] = cloned((value as Record<string, unknown>)[key]);
  return copy;
}
