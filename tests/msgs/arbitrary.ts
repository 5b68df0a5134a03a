/** Random messages of any definition, and the peer's reader and writer for it. */
import { CdrWriter, EncapsulationKind } from "@foxglove/cdr";
import { MessageReader, MessageWriter } from "@foxglove/rosmsg2-serialization";
import fc from "fast-check";
import type { Definition, DefinitionField } from "../../msgs/definitions.ts";

type Peer = ConstructorParameters<typeof MessageWriter>[0];

/** foxglove's writer of a definition; it cuts strings that are not ASCII. */
export function peerWriter(definitions: readonly Definition[]): MessageWriter {
  return new MessageWriter(definitions as Peer);
}

/** foxglove's reader of a definition. */
export function peerReader(definitions: readonly Definition[]): MessageReader {
  return new MessageReader(definitions as Peer);
}

// A leading byte order mark is dropped by the peer's reader.
const unicode = fc.string({ unit: "binary", maxLength: 80 }).filter((s) => !s.startsWith("\ufeff"));
const ascii = fc.string({ unit: "binary-ascii", maxLength: 80 });

/** Strings: `ascii` where the peer writes, `unicode` where it only reads. */
export type Alphabet = "ascii" | "unicode";

/** Random messages of the first definition. */
export function messages(
  definitions: readonly Definition[],
  alphabet: Alphabet,
): fc.Arbitrary<Record<string, unknown>> {
  const table = new Map(definitions.map((d) => [d.name ?? "", d]));
  const strings = alphabet === "ascii" ? ascii : unicode;

  const struct = (definition: Definition | undefined): fc.Arbitrary<Record<string, unknown>> => {
    const fields = (definition?.definitions ?? []).filter((f) => f.isConstant !== true);
    return fc.record(Object.fromEntries(fields.map((f) => [f.name, field(f)])), {
      noNullPrototype: true,
    });
  };
  const field = (f: DefinitionField): fc.Arbitrary<unknown> => {
    const string = f.upperBound === undefined
      ? strings
      : fc.string({ unit: "binary-ascii", maxLength: f.upperBound });
    const element = f.isComplex === true
      ? struct(table.get(f.type))
      : f.type === "string"
      ? string
      : PRIMITIVES[f.type];
    if (element === undefined) throw new Error(`no arbitrary of ${f.type}`);
    if (f.isArray !== true) return element;
    const least = f.arrayLength ?? 0;
    const most = f.arrayLength ?? f.arrayUpperBound ?? (f.isComplex === true ? 4 : 70);
    const size = { minLength: least, maxLength: most, size: "max" as const };
    const numbers = ARRAYS[f.type];
    return f.isComplex !== true && numbers !== undefined
      ? numbers(size)
      : fc.array(element, { ...size, maxLength: Math.min(most, Math.max(least, 8)) });
  };
  return struct(definitions[0]);
}

const time = fc.record({
  sec: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  nanosec: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
}, { noNullPrototype: true });

function integers(bits: number, signed: boolean): fc.Arbitrary<number> {
  const min = signed ? -(2 ** (bits - 1)) : 0;
  return fc.integer({ min, max: min + 2 ** bits - 1 });
}

const PRIMITIVES: Readonly<Record<string, fc.Arbitrary<unknown> | undefined>> = {
  bool: fc.boolean(),
  int8: integers(8, true),
  uint8: integers(8, false),
  int16: integers(16, true),
  uint16: integers(16, false),
  int32: integers(32, true),
  uint32: integers(32, false),
  int64: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  uint64: fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }),
  float32: fc.float(),
  float64: fc.double(),
  time,
  duration: time,
};

type Size = { minLength: number; maxLength: number; size: "max" };
const ARRAYS: Readonly<Record<string, ((size: Size) => fc.Arbitrary<unknown>) | undefined>> = {
  int8: (size) => fc.int8Array(size),
  uint8: (size) => fc.uint8Array(size),
  int16: (size) => fc.int16Array(size),
  uint16: (size) => fc.uint16Array(size),
  int32: (size) => fc.int32Array(size),
  uint32: (size) => fc.uint32Array(size),
  int64: (size) => fc.bigInt64Array(size),
  uint64: (size) => fc.bigUint64Array(size),
  float32: (size) => fc.float32Array(size),
  float64: (size) => fc.float64Array(size),
};

const NAMES = ["bool", "int8", "uint8", "int16", "uint16", "int32", "uint32", "int64", "uint64"]
  .concat(["float32", "float64", "string", "time", "duration", "x/Inner", "x/Empty"]);

const arrays = fc.oneof(
  fc.constant({ isArray: false }),
  fc.integer({ min: 1, max: 40 }).map((arrayLength) => ({ isArray: true, arrayLength })),
  fc.constant({ isArray: true }),
  fc.integer({ min: 1, max: 40 }).map((arrayUpperBound) => ({ isArray: true, arrayUpperBound })),
);

function definition(name: string, types: readonly string[]): fc.Arbitrary<Definition> {
  return fc.array(fc.tuple(fc.constantFrom(...types), arrays), { minLength: 1, maxLength: 9 }).map(
    (fields) => ({
      name,
      definitions: fields.map(([type, array], i) => ({
        type,
        name: `f${i}`,
        isComplex: type.includes("/"),
        ...array,
      })),
    }),
  );
}

/** Random definitions: every primitive, every kind of array, types in types, the empty type. */
export const definitions: fc.Arbitrary<Definition[]> = fc.tuple(
  definition("x/Outer", NAMES),
  definition("x/Inner", NAMES.filter((name) => name !== "x/Inner")),
).map(([outer, inner]) => [outer, inner, { name: "x/Empty", definitions: [] }]);

/** A random definition with a random message of it. */
export function definedMessages(
  alphabet: Alphabet,
): fc.Arbitrary<[Definition[], Record<string, unknown>]> {
  return definitions.chain((all) => messages(all, alphabet).map((message) => [all, message]));
}

const utf8 = new TextEncoder();

/** CDR in either byte order, field by field with foxglove's lowest layer: slow and plain. */
export function plainCdr(all: readonly Definition[], message: unknown, bigEndian: boolean) {
  const writer = new CdrWriter({
    kind: bigEndian ? EncapsulationKind.CDR_BE : EncapsulationKind.CDR_LE,
  });
  const struct = (name: string, value: unknown): void => {
    const fields = all.find((d) => d.name === name)?.definitions ?? [];
    if (fields.length === 0) writer.uint8(0);
    for (const field of fields) {
      if (field.isConstant === true) continue;
      const held = (value as Record<string, unknown>)[field.name];
      if (field.isArray !== true) {
        element(field.type, held);
        continue;
      }
      const items = Array.from(held as ArrayLike<unknown>);
      if (field.arrayLength === undefined) writer.sequenceLength(items.length);
      for (const item of items) element(field.type, item);
    }
  };
  const element = (type: string, value: unknown): void => {
    if (type.includes("/")) return struct(type, value);
    if (type === "time" || type === "duration") {
      const { sec, nanosec } = value as { sec: number; nanosec: number };
      writer.int32(sec).uint32(nanosec);
    } else if (type === "string") {
      const bytes = utf8.encode(value as string);
      writer.uint32(bytes.length + 1).uint8Array(bytes).uint8(0);
    } else if (type === "bool") writer.uint8(value === true ? 1 : 0);
    else (writer as unknown as Record<string, (v: unknown) => void>)[type]?.(value);
  };
  struct(all[0]?.name ?? "", message);
  return new Uint8Array(writer.data);
}
