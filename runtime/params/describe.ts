/** What a node's zod schema says about its parameters, for documents, ROS 2 and command lines. */
import { z } from "zod";

/** The kinds of values that a parameter may have; `any`: several, or not told. */
export type ParameterType =
  | "boolean"
  | "integer"
  | "number"
  | "string"
  | "array"
  | "object"
  | "any";

/** One parameter. */
export interface ParameterDescription {
  /** Dotted: `config.max_range`. */
  readonly name: string;
  /** What kind of value it takes. */
  readonly type: ParameterType;
  /** What it is when nobody sets it; absent: there is no value then. */
  readonly default?: unknown;
  /** As the schema describes it. */
  readonly description?: string;
  /** Least value; `exclusiveMinimum`: the value itself is not allowed. */
  readonly minimum?: number;
  /** Values are larger than this. */
  readonly exclusiveMinimum?: number;
  /** Largest value. */
  readonly maximum?: number;
  /** Values are smaller than this. */
  readonly exclusiveMaximum?: number;
  /** All values that are allowed. */
  readonly choices?: readonly unknown[];
}

/** The part of a JSON Schema that is read here. */
export interface SchemaNode {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: boolean | SchemaNode;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly items?: boolean | SchemaNode;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly exclusiveMaximum?: number;
}

const outlines = new WeakMap<z.ZodType, SchemaNode>();

/** A schema's outline as JSON Schema, of what goes in; made once a schema. */
export function outlineOf(schema: z.ZodType): SchemaNode {
  let outline = outlines.get(schema);
  if (outline === undefined) {
    outline = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as SchemaNode;
    outlines.set(schema, outline);
  }
  return outline;
}

/**
 * Every parameter of a schema, groups resolved to dotted names, in the order of the schema.
 *
 * @example
 * ```ts
 * import { z } from "zod";
 * import { describeParams } from "./describe.ts";
 * describeParams(z.object({ imu_weight: z.number().min(0).max(1).default(0.8) }));
 * // [{ name: "imu_weight", type: "number", default: 0.8, minimum: 0, maximum: 1 }]
 * ```
 */
export function describeParams(schema: z.ZodType): ParameterDescription[] {
  const defaults = schema.safeParse({});
  return [...walk(outlineOf(schema), "", defaults.success ? defaults.data : undefined)];
}

function* walk(node: SchemaNode, prefix: string, values: unknown): Generator<ParameterDescription> {
  for (const [key, child] of Object.entries(node.properties ?? {})) {
    const name = prefix + key;
    const value = valueAt(values, key);
    if (child.properties !== undefined) yield* walk(child, `${name}.`, value);
    else yield describeOne(name, child, value);
  }
}

function describeOne(name: string, node: SchemaNode, value: unknown): ParameterDescription {
  const { description, minimum, exclusiveMinimum, exclusiveMaximum } = node;
  const safe = (limit: number | undefined) =>
    // zod's own bounds of integers say nothing
    limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? undefined : limit;
  const choices = node.enum ?? ("const" in node ? [node.const] : undefined);
  const found = {
    ...{ default: value, description, minimum: safe(minimum), maximum: safe(node.maximum) },
    ...{ exclusiveMinimum, exclusiveMaximum, choices },
  };
  const said = Object.entries(found).filter(([, told]) => told !== undefined);
  return { name, type: typeOf(node), ...Object.fromEntries(said) };
}

function typeOf({ type }: SchemaNode): ParameterType {
  switch (type) {
    case "boolean":
    case "integer":
    case "number":
    case "string":
    case "array":
    case "object":
      return type;
    default:
      return "any";
  }
}

/** A field of what may be no object. */
export function valueAt(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}
