/**
 * The text of message definitions, as rosbag2 writes it into MCAP schemas (`ros2msg`), and the
 * fields behind it. Nothing is parsed at start: the package and `definitions/` hold them parsed.
 */
import { stringify } from "@foxglove/rosmsg";
import { ros2jazzy } from "@foxglove/rosmsg-msgs-common";
import { VISION_DEFINITIONS } from "./definitions/vision.ts";
import type { TypeName } from "./message.ts";

/** One field or constant of a definition, in the words of `@foxglove/rosmsg`. */
export interface DefinitionField {
  /** A primitive's name, or a short type name. */
  readonly type: string;
  /** The field's name. */
  readonly name: string;
  /** It is a constant, which takes no room on the wire. */
  readonly isConstant?: boolean | undefined;
  /** Its type is not a primitive. */
  readonly isComplex?: boolean | undefined;
  /** It is an array, fixed or not. */
  readonly isArray?: boolean | undefined;
  /** Of a fixed array. */
  readonly arrayLength?: number | undefined;
  /** Of a bounded sequence. */
  readonly arrayUpperBound?: number | undefined;
  /** Of a bounded string. */
  readonly upperBound?: number | undefined;
  /** What ROS sets it to in a new message. */
  readonly defaultValue?: unknown;
}

/** A type. */
export interface Definition {
  /** Short: `std_msgs/Header`. The first of a parsed text has none. */
  readonly name?: string | undefined;
  /** Its fields in order of the wire, and its constants. */
  readonly definitions: readonly DefinitionField[];
}

const COMMON = ros2jazzy as unknown as Readonly<Record<string, Definition | undefined>>;
const TABLE = { ...COMMON, ...VISION_DEFINITIONS };

/** The package folds a stamp into the primitive `time`; ROS has these types. */
const STAMPS: Readonly<Record<string, string>> = {
  time: "builtin_interfaces/Time",
  duration: "builtin_interfaces/Duration",
};

/** The package folds ROS's `byte` into `uint8`; these are bytes in the original. */
const BYTES = new Set(["diagnostic_msgs/DiagnosticStatus"]);

const texts = new Map<string, string>();

/** `sensor_msgs/msg/Imu` as definitions name it: `sensor_msgs/Imu`. */
export function shortName(type: string): string {
  return type.replace("/msg/", "/");
}

/**
 * A type's definition and those of all types in it, the type itself first.
 *
 * @throws {TypeError} the type, or one that it holds, is not among ROS 2 Jazzy's common types
 */
export function definitionsOf(type: TypeName): Definition[] {
  const found = new Map<string, Definition>();
  const waiting = [shortName(type)];
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
    if (found.has(name)) continue;
    const definition = TABLE[name];
    if (definition === undefined) {
      throw new TypeError(`${type}: there is no definition of "${name}"`);
    }
    found.set(name, definition);
    for (const field of definition.definitions) {
      if (field.isComplex === true) waiting.push(field.type);
    }
  }
  return [...found.values()];
}

/**
 * The whole text of a type: its own fields, then for each type in it a line of 80 `=`, a line
 * `MSG: package/Name` and its fields.
 *
 * @example
 * ```ts
 * import { definitionOf } from "./definitions.ts";
 * definitionOf("rosgraph_msgs/msg/Clock"); // "builtin_interfaces/Time clock\n\n====…"
 * ```
 * @throws {TypeError} the type is unknown
 */
export function definitionOf(type: TypeName): string {
  let text = texts.get(type);
  if (text === undefined) {
    const all = definitionsOf(type);
    const stamps = new Set(all.flatMap((d) => d.definitions.map((f) => STAMPS[f.type] ?? "")));
    for (const stamp of Object.values(STAMPS)) {
      const definition = stamps.has(stamp) ? TABLE[stamp] : undefined;
      if (definition !== undefined) all.push(definition);
    }
    text = stringify(all.map(restored) as Parameters<typeof stringify>[0]).trim() + "\n";
    texts.set(type, text);
  }
  return text;
}

/** A definition with the type names that ROS itself uses. */
function restored(definition: Definition): Definition {
  const bytes = BYTES.has(definition.name ?? "");
  const fields = definition.definitions.map((field) => {
    const type = STAMPS[field.type];
    if (type !== undefined) return { ...field, type, isComplex: true };
    return bytes && field.type === "uint8" ? { ...field, type: "byte" } : field;
  });
  return { ...definition, definitions: fields };
}
