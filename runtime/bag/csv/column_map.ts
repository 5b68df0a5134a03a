/** Column maps: which columns of a CSV make which fields of which messages. */
import { isMap, isScalar, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { TYPE_NAMES } from "../../../msgs/types.ts";
import { suggestion } from "../../params/nearest.ts";
import { LogError } from "../log.ts";
import { ioError } from "../source.ts";
import { TIME_UNITS, UNITS } from "./units.ts";

/** A larger file is no column map. */
const MAP_LIMIT = 1024 * 1024;

const unit = z.enum(Object.keys(UNITS)).default("1");
const column = z.union(
  [
    z.string().min(1).transform((name) => ({ column: name, unit: "1" })),
    z.strictObject({ column: z.string().min(1), unit }),
  ],
  "expected a column's name, or { column, unit } with a unit out of " +
    Object.keys(UNITS).join(" "),
);

/** What a column map holds. */
export const columnMapSchema = z.strictObject({
  stamp: z.strictObject({
    column: z.string().min(1),
    unit: z.enum(Object.keys(TIME_UNITS)).default("s"),
  }).optional(),
  rate_hz: z.number().positive().max(1e6).optional(),
  frame: z.string().default("base_link"),
  topics: z.record(
    z.string().regex(/^\/[\w/]+$/, "expected an absolute topic such as /imu/data"),
    z.strictObject({
      type: z.enum(TYPE_NAMES),
      frame: z.string().optional(),
      fields: z.record(z.string(), column),
      constants: z.record(z.string(), z.union([z.number(), z.string()])).default({}),
    }),
  ).refine((topics) => Object.keys(topics).length > 0, "expected a topic at least"),
}).refine(({ stamp, rate_hz }) => (stamp === undefined) !== (rate_hz === undefined), {
  message: "expected either stamp: { column, unit } or rate_hz",
});

/** A column map, read and checked. */
export type ColumnMap = z.output<typeof columnMapSchema> & { readonly name: string };

/** The maps that come with Dryrun. One line here and one file in columns/ adds one. */
export const SHIPPED = ["broad", "euroc"] as const;

/** Columns that a map reads, each once. */
export function columnsOf(map: ColumnMap): string[] {
  const names = Object.values(map.topics).flatMap(({ fields }) =>
    Object.values(fields).map((field) => field.column)
  );
  return [...new Set(map.stamp === undefined ? names : [map.stamp.column, ...names])];
}

/**
 * Parses a column map.
 *
 * @throws {LogError} not YAML, an unknown key, type or unit: with file and line
 */
export function parseColumnMap(text: string, name: string): ColumnMap {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, logLevel: "error" });
  const problem = document.errors[0];
  if (problem !== undefined) {
    const { line } = lines.linePos(problem.pos[0]);
    throw new LogError(`${name}:${line}: ${problem.message.split("\n")[0]}`);
  }
  let content: unknown;
  try {
    content = document.toJS();
  } catch (cause) {
    throw new LogError(`${name}: ${cause instanceof Error ? cause.message : cause}`);
  }
  const map = columnMapSchema.safeParse(content);
  if (map.success) return { ...map.data, name };
  const { path, message } = worst(map.error.issues);
  throw new LogError(
    `${name}:${lineOf(document, path, lines)}: ${path.join(".")}: ${message}`,
  );
}

const KEYS = "stamp rate_hz frame topics type fields constants column unit".split(" ");

/** What to tell: of a slip in a key, that it is unknown, not that the right one is missing. */
function worst(issues: readonly z.core.$ZodIssue[]): Pick<z.core.$ZodIssue, "path" | "message"> {
  for (const issue of issues) {
    if (issue.code !== "unrecognized_keys") continue;
    const key = issue.keys[0]!;
    return { path: [...issue.path, key], message: `unknown key; ${suggestion(key, KEYS)}` };
  }
  const [issue] = issues as [z.core.$ZodIssue];
  // of a key that is refused, the reason stands one deeper
  const message = issue.code === "invalid_key" ? issue.issues[0]!.message : issue.message;
  return { path: issue.path, message };
}

/** The line of the deepest key on a path that is there. */
function lineOf(
  document: ReturnType<typeof parseDocument>,
  path: readonly PropertyKey[],
  lines: LineCounter,
): number {
  for (let depth = path.length; depth > 0; depth--) {
    const parent = depth === 1 ? document.contents : document.getIn(path.slice(0, depth - 1), true);
    if (!isMap(parent)) continue;
    const pair = parent.items.find(({ key }) => isScalar(key) && key.value === path[depth - 1]);
    const range = isScalar(pair?.key) ? pair.key.range : undefined;
    if (range) return lines.linePos(range[0]).line;
  }
  return 1;
}

/** Reads a column map from a file. @throws {LogError} absent, too large, or as it is parsed */
export function readColumnMap(path: string | URL, name: string = String(path)): ColumnMap {
  let text: string;
  try {
    if (Deno.statSync(path).size > MAP_LIMIT) throw new Error("it is larger than 1 MiB");
    text = Deno.readTextFileSync(path);
  } catch (cause) {
    throw ioError(name, "read", cause);
  }
  return parseColumnMap(text, name);
}

/**
 * The shipped map of which every column is in the header; of several, the one with most columns.
 *
 * @throws {LogError} none fits
 */
export function shippedMapFor(header: readonly string[], file: string): ColumnMap {
  const maps = SHIPPED.map((name) =>
    readColumnMap(new URL(`../columns/${name}.yaml`, import.meta.url), `${name}.yaml`)
  );
  const fitting = maps.filter((map) => columnsOf(map).every((name) => header.includes(name)))
    .sort((a, b) => columnsOf(b).length - columnsOf(a).length);
  if (fitting[0] !== undefined) return fitting[0];
  const wanted = maps.map((map) => `${map.name} (${columnsOf(map).join(", ")})`).join("; ");
  throw new LogError(
    `${file}:1: no shipped column map fits its header (${header.slice(0, 20).join(", ")}); give ` +
      `one with --columns. There are: ${wanted}`,
  );
}
