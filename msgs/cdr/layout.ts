/**
 * A definition made ready for the wire: every name resolved, every size known. Both the writer
 * and the reader are generated from it.
 */
import type { Definition, DefinitionField } from "../definitions.ts";

/** The primitives of CDR that ROS 2 uses. */
export type Primitive =
  | "bool"
  | "int8"
  | "uint8"
  | "int16"
  | "uint16"
  | "int32"
  | "uint32"
  | "int64"
  | "uint64"
  | "float32"
  | "float64";

/** What one field, or one element of an array field, is. */
export type Element =
  | { readonly kind: "primitive"; readonly primitive: Primitive }
  | { readonly kind: "string"; readonly bound: number | undefined }
  | { readonly kind: "struct"; readonly struct: Struct };

/** A field: one element, a fixed array, or a sequence with or without a bound. */
export interface Field {
  readonly name: string;
  readonly element: Element;
  readonly array: "none" | "fixed" | "sequence";
  /** Of a fixed array its length, of a sequence its bound; 0 of a single element. */
  readonly count: number;
}

/** A type: its fields in order of the wire. None: CDR has one byte in its place. */
export interface Struct {
  readonly type: string;
  readonly fields: readonly Field[];
}

/** Bytes of each primitive; also its alignment in XCDR1. */
export const SIZES: Readonly<Record<Primitive, number>> = {
  bool: 1,
  int8: 1,
  uint8: 1,
  int16: 2,
  uint16: 2,
  int32: 4,
  uint32: 4,
  int64: 8,
  uint64: 8,
  float32: 4,
  float64: 8,
};

/** The most fields that a type may unfold to: a foreign definition can't ask for endless code. */
export const FIELDS_LIMIT = 4096;

const STAMP: Struct = {
  type: "builtin_interfaces/Time",
  fields: [single("sec", "int32"), single("nanosec", "uint32")],
};

const ALIASES: Readonly<Record<string, Primitive>> = { byte: "uint8", char: "uint8" };

/**
 * The layout of the first definition in a list.
 *
 * @throws {TypeError} a type in it is unknown, holds itself, is not for the wire, or unfolds to
 * more than {@linkcode FIELDS_LIMIT} fields; the message names the field
 */
export function layoutOf(type: string, definitions: readonly Definition[]): Struct {
  const root = definitions[0];
  if (root === undefined) throw new TypeError(`${type}: its definition is empty`);
  const table = new Map(definitions.slice(1).map((d) => [d.name ?? "", d]));
  if (root.name !== undefined) table.set(root.name, root);
  return new Resolver(type, table).struct(type, root, [root.name ?? type]);
}

/** The least bytes that an element takes, padding left out: bounds what a count can claim. */
export function leastBytes(element: Element): number {
  if (element.kind === "primitive") return SIZES[element.primitive];
  if (element.kind === "string") return 4;
  let total = 0;
  for (const field of element.struct.fields) {
    if (field.array === "sequence") total += 4;
    else total += leastBytes(field.element) * (field.array === "fixed" ? field.count : 1);
  }
  return Math.max(total, 1);
}

function single(name: string, primitive: Primitive): Field {
  return { name, element: { kind: "primitive", primitive }, array: "none", count: 0 };
}

class Resolver {
  #fields = 0;

  constructor(readonly type: string, readonly table: ReadonlyMap<string, Definition>) {}

  struct(type: string, definition: Definition, inside: readonly string[]): Struct {
    const seen = new Set<string>();
    const fields: Field[] = [];
    for (const field of definition.definitions) {
      if (field.isConstant === true) continue;
      const where = `${this.type}: field "${field.name}" of ${type}`;
      // Names become code and keys of objects: `__proto__` and the like stay out.
      if (!/^[A-Za-z]\w*$/.test(field.name)) throw new TypeError(`${where} is no name`);
      if (seen.has(field.name)) throw new TypeError(`${where} is there twice`);
      seen.add(field.name);
      if (++this.#fields > FIELDS_LIMIT) {
        throw new TypeError(`${where}: more than ${FIELDS_LIMIT} fields`);
      }
      fields.push({
        name: field.name,
        element: this.#element(field, where, inside),
        array: field.isArray !== true
          ? "none"
          : field.arrayLength === undefined
          ? "sequence"
          : "fixed",
        count: field.arrayLength ?? field.arrayUpperBound ??
          (field.isArray === true ? Infinity : 0),
      });
    }
    return { type, fields };
  }

  #element(field: DefinitionField, where: string, inside: readonly string[]): Element {
    if (field.type === "string") return { kind: "string", bound: field.upperBound };
    if (field.type === "time" || field.type === "duration") {
      return { kind: "struct", struct: STAMP };
    }
    const primitive = ALIASES[field.type] ?? field.type;
    if (Object.hasOwn(SIZES, primitive)) {
      return { kind: "primitive", primitive: primitive as Primitive };
    }
    if (inside.includes(field.type)) throw new TypeError(`${where} holds itself`);
    const nested = this.table.get(field.type);
    if (nested === undefined) {
      throw new TypeError(
        field.type === "wstring"
          ? `${where}: wstring has no common wire format`
          : `${where}: there is no definition of "${field.type}"`,
      );
    }
    const struct = this.struct(field.type, nested, [...inside, field.type]);
    return { kind: "struct", struct };
  }
}
