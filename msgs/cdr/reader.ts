/**
 * Generates the reader of a type. Each run of fields at constant offsets is checked against the
 * end of the buffer once; a count is checked against what is left before anything is allocated.
 */
import { ARRAYS } from "./arrays.ts";
import {
  type Element,
  type Field,
  leastBytes,
  type Primitive,
  SIZES,
  type Struct,
} from "./layout.ts";
import { Slab } from "./slab.ts";
import { readText } from "./text.ts";

/** Reads a message of CDR with its encapsulation header. */
export type Read = (bytes: Uint8Array) => unknown;

/** Compiles the reader of a type. */
export function compileReader(root: Struct): Read {
  const source = new ReaderSource();
  const result = source.struct(root, JSON.stringify(`${root.type}.`));
  const factory = new Function(
    "open",
    "short",
    "overlong",
    "readText",
    "copied",
    "slab",
    source.text(result),
  );
  const open = (bytes: Uint8Array) => littleEndian(root.type, bytes);
  return factory(open, short, overlong, readText, copied, slab) as Read;
}

/** @throws {RangeError} the header is not whole, or not that of plain CDR */
function littleEndian(type: string, bytes: Uint8Array): boolean {
  if (bytes.byteLength < 4) {
    throw new RangeError(`${type}: ${bytes.byteLength} bytes are no CDR message: its header has 4`);
  }
  const kind = ((bytes[0] as number) << 8) | (bytes[1] as number);
  if (kind > 1) {
    const hex = kind.toString(16).padStart(4, "0");
    throw new RangeError(`${type}: encapsulation 0x${hex} at byte 0 is not plain CDR (0 or 1)`);
  }
  return kind === 1;
}

/** A run of fields goes past the end: says which one. `fields`: name, end in the run, in turn. */
function short(fields: readonly (string | number)[], p: number, end: number): never {
  let i = 0;
  // Padding at the end of a run belongs to the field behind it: the last one is always past.
  while (i + 2 < fields.length && p + (fields[i + 1] as number) <= end) i += 2;
  const past = p + (fields[i + 1] as number);
  throw new RangeError(
    `${fields[i]}: ends at byte ${past + 4}, but the message at byte ${end + 4}`,
  );
}

/** A count that the rest of the message, or the definition, does not allow. */
function overlong(where: string, count: number, p: number, limit: string): never {
  throw new RangeError(`${where}: ${count} at byte ${p + 4} is more than ${limit}`);
}

/** Numbers copied out of a message of this machine's byte order, however they are aligned. */
function copied<A extends ArrayBufferView>(array: A, bytes: Uint8Array, at: number): A {
  const target = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  target.set(bytes.subarray(at, at + target.length));
  return array;
}

/** Of each primitive: how a DataView gives it. */
const GET: Readonly<Record<Primitive, (at: string) => string>> = {
  bool: (at) => `d.getUint8(${at}) !== 0`,
  int8: (at) => `d.getInt8(${at})`,
  uint8: (at) => `d.getUint8(${at})`,
  int16: (at) => `d.getInt16(${at}, le)`,
  uint16: (at) => `d.getUint16(${at}, le)`,
  int32: (at) => `d.getInt32(${at}, le)`,
  uint32: (at) => `d.getUint32(${at}, le)`,
  int64: (at) => `d.getBigInt64(${at}, le)`,
  uint64: (at) => `d.getBigUint64(${at}, le)`,
  float32: (at) => `d.getFloat32(${at}, le)`,
  float64: (at) => `d.getFloat64(${at}, le)`,
};

/** Of all readers: a codec is never left half-way. */
const slab = new Slab();

/** Up to this many bytes a loop is faster than a copy through a second view. */
const LOOP_BYTES = 128;

class ReaderSource {
  #lines: string[] = [];
  #statics: string[] = [];
  #names = 0;
  /** As in the writer: the position is `#rest` modulo `#modulus`, and `p + #ahead`. */
  #modulus = 8;
  #rest = 0;
  #ahead = 0;
  #run = 0;
  /** The fields of the run: an expression for the name, and the end in the run. */
  #fields: string[] = [];

  text(result: string): string {
    this.#endRun();
    return `"use strict"; ${this.#statics.join("\n")}
return function read(b) {
const le = open(b);
const d = new DataView(b.buffer, b.byteOffset + 4, b.byteLength - 4);
const end = b.byteLength - 4;
let p = 0;
${this.#lines.join("\n")}
return ${result};
}`;
  }

  /** Emits what reads a struct and returns the literal that holds it. */
  struct(struct: Struct, prefix: string): string {
    if (struct.fields.length === 0) this.#load("uint8", `(${prefix}).slice(0, -1)`);
    const entries = struct.fields.map((field) => {
      const where = `${prefix} + ${JSON.stringify(field.name)}`;
      return `${field.name}: ${this.#field(field, where)}`;
    });
    return `{ ${entries.join(", ")} }`;
  }

  #field(field: Field, where: string): string {
    if (field.array === "none") return this.#element(field.element, where);
    const { element } = field;
    const length = field.array === "fixed" ? String(field.count) : this.#count(field, where);
    if (element.kind === "primitive" && ARRAYS[element.primitive] !== undefined) {
      return this.#numbers(element.primitive, length, where);
    }
    return this.#loop(element, length, where);
  }

  #element(element: Element, where: string): string {
    if (element.kind === "primitive") return this.#load(element.primitive, where);
    if (element.kind === "string") return this.#string(element.bound, where);
    return this.struct(element.struct, `${where} + "."`);
  }

  /** The length of a sequence, checked against the bound and against what is left. */
  #count(field: Field, where: string): string {
    const count = this.#load("uint32", where);
    this.#endRun();
    if (field.count < Infinity) {
      const limit = JSON.stringify(`its bound of ${field.count}`);
      this.#emit(`if (${count} > ${field.count}) overlong(${where}, ${count}, p - 4, ${limit});`);
    }
    const least = leastBytes(field.element);
    const limit = '"the rest of the message holds"';
    this.#emit(`if (${count} * ${least} > end - p) overlong(${where}, ${count}, p - 4, ${limit});`);
    return count;
  }

  #numbers(primitive: Primitive, length: string, where: string): string {
    const size = SIZES[primitive];
    const view = ARRAYS[primitive]?.name;
    const fixed = /^\d/.test(length);
    const array = this.#name("a");
    const i = this.#name("i");
    this.#endRun();
    const before = this.#modulus;
    if (!fixed) {
      this.#emit(`let ${array};`);
      this.#emit(`if (${length} === 0) ${array} = new ${view}(0); else {`);
    }
    this.#align(size);
    this.#endRun();
    const bytes = `${length} * ${size}`;
    this.#emit(`if (p + ${bytes} > end) short([${where}, ${bytes}], p, end);`);
    if (fixed && Number(length) * size <= Slab.LARGEST) {
      const at = this.#name("o");
      // The offset first: taking it may change the buffer.
      this.#emit(`const ${at} = slab.take(${bytes});`);
      this.#emit(`const ${array} = new ${view}(slab.buffer, ${at}, ${length});`);
    } else this.#emit(`${fixed ? `const ${array}` : array} = new ${view}(${length});`);
    const loop = `for (let ${i} = 0; ${i} < ${length}; ${i}++) ` +
      `${array}[${i}] = ${GET[primitive](`p + ${i} * ${size}`)};`;
    const copy = `copied(${array}, b, p + 4);`;
    this.#emit(`if (${bytes} <= ${LOOP_BYTES} || (!le && ${size} > 1)) { ${loop} } else ${copy}`);
    this.#emit(`p += ${bytes};`);
    if (fixed) this.#rest = (this.#rest + Number(length) * size) % this.#modulus;
    else {
      this.#emit("}");
      this.#modulus = Math.min(size, before, 4);
      this.#rest = 0;
    }
    return array;
  }

  #loop(element: Element, length: string, where: string): string {
    const array = this.#name("a");
    const i = this.#name("i");
    this.#endRun();
    this.#forget();
    this.#emit(`const ${array} = [];`);
    this.#emit(`for (let ${i} = 0; ${i} < ${length}; ${i}++) {`);
    const item = this.#element(element, `${where} + "[" + ${i} + "]"`);
    this.#endRun();
    this.#emit(`${array}.push(${item});`);
    this.#emit("}");
    this.#forget();
    return array;
  }

  #string(bound: number | undefined, where: string): string {
    const length = this.#load("uint32", where);
    const last = this.#name("last");
    const text = this.#name("t");
    this.#endRun();
    this.#statics.push(`let ${last} = "";`);
    this.#emit(`if (${length} > end - p) short([${where}, ${length}], p, end);`);
    this.#emit(`let ${text} = p + ${length};`);
    // Some writers leave the final zero out, as some leave an empty string's out.
    this.#emit(`if (${length} > 0 && d.getUint8(${text} - 1) === 0) ${text}--;`);
    if (bound !== undefined) {
      const limit = JSON.stringify(`its bound of ${bound}`);
      this.#emit(`if (${text} - p > ${bound}) overlong(${where}, ${text} - p, p - 4, ${limit});`);
    }
    const value = this.#name("v");
    this.#emit(`const ${value} = ${last} = readText(b, p + 4, ${text} + 4, ${last});`);
    this.#emit(`p += ${length};`);
    this.#forget();
    return value;
  }

  #load(primitive: Primitive, where: string): string {
    const size = SIZES[primitive];
    this.#align(size);
    const at = `p + ${this.#ahead}`;
    this.#advance(size);
    const value = this.#name("v");
    this.#emit(`const ${value} = ${GET[primitive](at)};`);
    this.#fields.push(where, String(this.#ahead));
    return value;
  }

  /** Passes over padding: inside the run if the position is known well enough. */
  #align(size: number): void {
    if (this.#modulus < size) {
      this.#endRun();
      this.#emit(`p = (p + ${size - 1}) & ${-size};`);
      this.#modulus = size;
      this.#rest = 0;
    }
    while (this.#rest % size !== 0) this.#advance(1);
  }

  /** Closes the run: one question before it whether all of it is there, one step over it. */
  #endRun(): void {
    if (this.#ahead === 0) return;
    const check = `if (p + ${this.#ahead} > end) short([${this.#fields.join(", ")}], p, end);`;
    if (this.#fields.length > 0) this.#lines.splice(this.#run, 0, check);
    const step = `p += ${this.#ahead};`;
    this.#ahead = 0;
    this.#fields = [];
    this.#emit(step);
  }

  #advance(bytes: number): void {
    this.#ahead += bytes;
    this.#rest = (this.#rest + bytes) % this.#modulus;
  }

  /** Nothing is known of the position; the run must be closed. */
  #forget(): void {
    this.#modulus = 1;
    this.#rest = 0;
  }

  /** A line; before the first that reads from a run, the run has not begun. */
  #emit(line: string): void {
    this.#lines.push(line);
    if (this.#ahead === 0) this.#run = this.#lines.length;
  }

  #name(letter: string): string {
    return `${letter}${this.#names++}`;
  }
}
