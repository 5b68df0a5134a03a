/** A node's parameters as ROS 2 sees them, and changes from outside on their way to the node. */
import type { z } from "zod";
import { describeParams, type ParameterDescription } from "../../params/describe.ts";
import type { RawParams } from "../../params.ts";
import type { RawNode, RawParameter, Rcl } from "../rcl.ts";

/** rcl_interfaces/msg/ParameterType. */
export const TYPE = {
  bool: 1,
  integer: 2,
  double: 3,
  string: 4,
  boolArray: 6,
  integerArray: 7,
  doubleArray: 8,
  stringArray: 9,
} as const;

const TYPE_NAMES: Readonly<Record<number, string>> = {
  ...{ 0: "not set", 1: "bool", 2: "integer", 3: "double", 4: "string", 5: "byte array" },
  ...{ 6: "bool array", 7: "integer array", 8: "double array", 9: "string array" },
};

/** One parameter, ready to be declared. */
export interface Declared {
  /** Dotted. */
  readonly name: string;
  /** One of {@linkcode TYPE}. */
  readonly type: number;
  readonly value: unknown;
  readonly description: string;
  readonly readOnly: boolean;
  /** Both ends included, as ROS 2 has it; what is excluded stands in the description. */
  readonly range: readonly [from: number, to: number] | undefined;
}

/** What a change from outside comes to; a refusal says why. */
export type OnSet = (next: RawParams) => { ok: true } | { ok: false; reason: string };

/** What can say "no value": NaN and the empty text. */
const UNSET: ReadonlySet<number> = new Set([TYPE.double, TYPE.string]);

/** The largest double: ROS 2's ranges have two ends. */
const LARGEST = Number.MAX_VALUE;

/**
 * What a schema's parameters are on ROS 2, with the values that apply; a number without one is NaN.
 * Lists without a value and lists of anything but numbers, texts and flags have no type there; they
 * are set by file alone.
 */
export function declaredOf(
  schema: z.ZodType,
  values: unknown,
  { readOnly = false } = {},
): Declared[] {
  return describeParams(schema).flatMap((description) => {
    const value = at(values, description.name) ?? description.default;
    const type = typeOf(description, value);
    if (type === undefined || (value === undefined && !UNSET.has(type))) return [];
    return [{
      ...{ name: description.name, type, readOnly },
      value: type === TYPE.string ? textOf(value) : value ?? NaN,
      description: describe(description),
      range: value === undefined ? undefined : rangeOf(description, type),
    }];
  });
}

function at(values: unknown, name: string): unknown {
  return name.split(".").reduce<unknown>(
    (inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
    values,
  );
}

function typeOf({ type }: ParameterDescription, value: unknown): number | undefined {
  switch (type) {
    case "boolean":
      return TYPE.bool;
    case "integer":
      return TYPE.integer;
    case "number":
      return TYPE.double;
    case "string":
    case "any":
      return TYPE.string;
    case "array": {
      const list = Array.isArray(value) ? value : [];
      if (list.length === 0) return undefined;
      if (list.every((one) => typeof one === "number")) return TYPE.doubleArray;
      if (list.every((one) => typeof one === "string")) return TYPE.stringArray;
      return list.every((one) => typeof one === "boolean") ? TYPE.boolArray : undefined;
    }
    default:
      return undefined;
  }
}

function textOf(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

function describe(one: ParameterDescription): string {
  const notes = [
    ...(one.exclusiveMinimum === undefined ? [] : [`> ${one.exclusiveMinimum}`]),
    ...(one.exclusiveMaximum === undefined ? [] : [`< ${one.exclusiveMaximum}`]),
    ...(one.choices === undefined ? [] : [`one of ${one.choices.join(", ")}`]),
  ];
  const note = notes.length === 0 ? "" : ` (${notes.join(", ")})`;
  return (one.description ?? one.name) + note;
}

function rangeOf(one: ParameterDescription, type: number): Declared["range"] {
  if (type !== TYPE.double && type !== TYPE.integer) return undefined;
  const from = one.minimum ?? one.exclusiveMinimum;
  const to = one.maximum ?? one.exclusiveMaximum;
  if (from === undefined && to === undefined) return undefined;
  const limit = type === TYPE.integer ? Number.MAX_SAFE_INTEGER : LARGEST;
  return [from ?? -limit, to ?? limit];
}

/** Declares them on a node of rclnodejs, whose own checks of a change are replaced by ours. */
export function declareParameters(
  rcl: Rcl,
  node: RawNode,
  { parameters, onSet }: { parameters: readonly Declared[]; onSet: OnSet },
): void {
  for (const { name, type, value, description, readOnly, range } of parameters) {
    const descriptor = new rcl.ParameterDescriptor(name, type, description, readOnly, null);
    if (range !== undefined) {
      describeRange(rcl, descriptor, { integer: type === TYPE.integer, range });
    }
    node.declareParameter(new rcl.Parameter(name, type, value), descriptor);
  }
  const known = new Map(parameters.map((declared) => [declared.name, declared]));
  const declared = node._validateParameters;
  // Its reasons name neither value nor bound, and some of them another fault.
  node._validateParameters = (changes, declaring) => {
    if (declaring === true) return declared.call(node, changes, true);
    const reason = refusal(changes, known);
    if (reason !== undefined) return { successful: false, reason };
    const result = onSet(nested(changes));
    return result.ok
      ? { successful: true, reason: "" }
      : { successful: false, reason: result.reason };
  };
}

/**
 * Puts a range where rclnodejs looks for it when it describes a parameter, which is not where its
 * constructor keeps one, and in the names of the message. The node's schema does the checking.
 */
function describeRange(
  rcl: Rcl,
  descriptor: object,
  { integer, range: [from, to] }: { integer: boolean; range: readonly [number, number] },
): void {
  const kind = integer ? rcl.IntegerRange : rcl.FloatingPointRange;
  const fields = integer
    ? { from_value: BigInt(from), to_value: BigInt(to), step: 0n }
    : { from_value: from, to_value: to, step: 0 };
  const range = Object.create(kind.prototype, Object.getOwnPropertyDescriptors(fields));
  Object.assign(descriptor, { _rangeConstraint: range });
}

/** What is wrong with a change before the node's schema is asked. */
export function refusal(
  changes: readonly RawParameter[],
  known: ReadonlyMap<string, Declared>,
): string | undefined {
  for (const { name, type } of changes) {
    if (name === "use_sim_time") return "use_sim_time can't change while the node runs";
    const declared = known.get(name);
    if (declared === undefined) return `parameter ${name} is not declared`;
    if (declared.readOnly) return `parameter ${name} is read-only`;
    if (type === declared.type) continue;
    const [wanted, given] = [declared.type, type].map((one) => TYPE_NAMES[one] ?? String(one));
    return `parameter ${name}: expected ${wanted}, got ${given}`;
  }
  return undefined;
}

/** Dotted names become groups; integers of ROS 2 become numbers, `""` and NaN no value. */
export function nested(changes: readonly Pick<RawParameter, "name" | "value">[]): RawParams {
  const params: Record<string, unknown> = {};
  for (const { name, value } of changes) {
    const keys = name.split(".");
    let group = params;
    for (const key of keys.slice(0, -1)) group = group[key] = { ...(group[key] as object) };
    group[keys.at(-1)!] = plain(value);
  }
  return params;
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Array.from(value as ArrayLike<unknown>, plain);
  }
  return value === "" || Number.isNaN(value) ? undefined : value;
}
