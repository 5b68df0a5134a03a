/** Parameters of nodes: validated by the node's zod schema, errors with path and nearest name. */
import type { z } from "zod";
import { outlineOf, type SchemaNode, valueAt } from "./params/describe.ts";
import { suggestion } from "./params/nearest.ts";

export {
  describeParams,
  type ParameterDescription,
  type ParameterType,
} from "./params/describe.ts";

/** Parameters as files and command lines give them, before validation. */
export type RawParams = Readonly<Record<string, unknown>>;

/** What is wrong with one parameter. */
export interface ParameterProblem {
  /** Steps from the top: `["config", "max_range"]`. */
  readonly path: readonly (string | number)[];
  /** What was expected, and what was given. */
  readonly message: string;
}

/** Parameters that a node refuses; the message names each. */
export class ParameterError extends Error {
  /** As printed before the message. */
  override readonly name = "ParameterError";
  /** One by one. */
  readonly problems: readonly ParameterProblem[];

  /** `node`: whose parameters. */
  constructor(node: string, problems: readonly ParameterProblem[]) {
    const said = problems.map(({ path, message }) => `parameter ${path.join(".")}: ${message}`);
    super(`${node}: ${said.join("; ")}`);
    this.problems = problems;
  }
}

/**
 * Validates parameters; what is not given has its default.
 *
 * @example
 * ```ts
 * import { z } from "zod";
 * import { parseParams } from "./params.ts";
 * const schema = z.object({ use_mag: z.boolean().default(true) });
 * parseParams(schema, {}, "fusion"); // { use_mag: true }
 * ```
 * @throws {ParameterError} unknown names and values out of range, all of them at once
 */
export function parseParams<T extends z.ZodType>(
  schema: T,
  raw: RawParams,
  node: string,
): z.output<T> {
  const problems = unknownParams(schema, raw);
  const result = schema.safeParse(raw, { reportInput: true });
  for (const issue of result.error?.issues ?? []) {
    if (issue.code === "unrecognized_keys") continue; // found above, with the nearest name
    const path = issue.path.map((step) => typeof step === "number" ? step : String(step));
    const given = issue.input === undefined ? "" : `, got ${JSON.stringify(issue.input)}`;
    problems.push({ path, message: issue.message + given });
  }
  if (problems.length > 0) throw new ParameterError(node, problems);
  return result.data as z.output<T>;
}

/**
 * Names that a schema does not have, groups searched through; zod alone passes over them where an
 * object is not strict.
 */
export function unknownParams(schema: z.ZodType, raw: RawParams): ParameterProblem[] {
  return [...unknownNames(outlineOf(schema), raw, [])];
}

function* unknownNames(
  outline: SchemaNode,
  value: unknown,
  path: readonly (string | number)[],
): Generator<ParameterProblem> {
  const { properties, additionalProperties } = outline;
  if (properties === undefined || typeof value !== "object" || value === null) return;
  for (const key of Object.keys(value)) {
    const child = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (child !== undefined) yield* unknownNames(child, valueAt(value, key), [...path, key]);
    else if (additionalProperties === undefined || additionalProperties === false) {
      const known = suggestion(key, Object.keys(properties));
      yield { path: [...path, key], message: `unknown name; ${known}` };
    }
  }
}

/**
 * `["imu_weight=0.5", "config.max_range=5"]` as parameters, each value read as the type that the
 * schema wants. Later ones win. Ranges are checked by {@linkcode parseParams}.
 *
 * @throws {ParameterError} no `=`, an unknown name, a value that can't be read as the type
 */
export function parseOverrides(
  schema: z.ZodType,
  overrides: readonly string[],
  node: string,
): RawParams {
  let params: RawParams = {};
  for (const override of overrides) {
    const equals = override.indexOf("=");
    if (equals <= 0) {
      throw new ParameterError(node, [{ path: [override], message: "expected name=value" }]);
    }
    const path = override.slice(0, equals).split(".");
    const outline = outlineAt(outlineOf(schema), path, node);
    const value = read(override.slice(equals + 1), outline);
    if (value === undefined) {
      const message = `expected ${outline.type ?? "JSON"}, got "${override.slice(equals + 1)}"`;
      throw new ParameterError(node, [{ path, message }]);
    }
    params = mergeParams(
      params,
      path.reduceRight((inner, key) => ({ [key]: inner }), value) as object,
    );
  }
  return params;
}

function outlineAt(outline: SchemaNode, path: readonly string[], node: string): SchemaNode {
  let place = outline;
  for (const [depth, key] of path.entries()) {
    const properties = place.properties ?? {};
    const { additionalProperties: rest } = place;
    const child = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (child !== undefined) place = child;
    else if (typeof rest === "object" || place.type === undefined) {
      place = typeof rest === "object" ? rest : {};
    } else {
      const message = `unknown name; ${suggestion(key, Object.keys(properties))}`;
      throw new ParameterError(node, [{ path: path.slice(0, depth + 1), message }]);
    }
  }
  return place;
}

/** A word of a command line as the type that is wanted; undefined: it is not one. */
function read(text: string, { type }: SchemaNode): unknown {
  switch (type) {
    case "string":
      return text;
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "number":
    case "integer": {
      const value = text.trim() === "" ? NaN : Number(text);
      return Number.isNaN(value) ? undefined : value;
    }
    case "array":
      return json(text.startsWith("[") ? text : `[${text}]`);
    case "object":
      return json(text);
    default:
      return json(text) ?? text;
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `next` over `base`, group by group; lists are replaced. Neither is changed. */
export function mergeParams(base: RawParams, next: object): RawParams {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(next)) {
    const old = merged[key];
    merged[key] = isGroup(old) && isGroup(value) ? mergeParams(old, value) : value;
  }
  return merged;
}

function isGroup(value: unknown): value is RawParams {
  return typeof value === "object" && value !== null && !Array.isArray(value) &&
    !ArrayBuffer.isView(value);
}
