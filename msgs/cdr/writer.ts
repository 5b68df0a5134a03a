/**
 * Generates the writer of a type: straight-line JavaScript that checks each value's shape and
 * stores it. Where the position is known modulo its alignment, stores go through typed arrays at
 * constant offsets from one base.
 */
import { type Element, type Field, type Primitive, SIZES, type Struct } from "./layout.ts";
import { ARRAYS } from "./arrays.ts";
import type { CdrScratch } from "./scratch.ts";
import { misshapen, unfit } from "./shape.ts";
import { writeText } from "./text.ts";

/** Writes a message behind the scratch's header and returns where it ends. */
export type Write = (message: unknown, scratch: CdrScratch) => number;

/** Compiles the writer of a type. */
export function compileWriter(root: Struct): Write {
  const source = new WriterSource(root.type);
  source.struct(root, "m", JSON.stringify(`${root.type}.`));
  const factory = new Function("misshapen", "unfit", "writeText", source.text());
  return factory(misshapen, unfit, writeText) as Write;
}

const VIEWS = "u8 = s.u8, u16 = s.u16, u32 = s.u32, u64 = s.u64, f32 = s.f32, f64 = s.f64";

/** Of each primitive: the view it is stored through. */
const VIEW: Readonly<Record<Primitive, string>> = {
  bool: "u8",
  int8: "u8",
  uint8: "u8",
  int16: "u16",
  uint16: "u16",
  int32: "u32",
  uint32: "u32",
  int64: "u64",
  uint64: "u64",
  float32: "f32",
  float64: "f64",
};

/** Of each primitive: true of a value that it can't hold. */
const UNFIT: Readonly<Record<Primitive, (v: string) => string>> = {
  bool: (v) => `${v} !== true && ${v} !== false`,
  int8: (v) => `(${v} << 24 >> 24) !== ${v}`,
  uint8: (v) => `(${v} & 255) !== ${v}`,
  int16: (v) => `(${v} << 16 >> 16) !== ${v}`,
  uint16: (v) => `(${v} & 65535) !== ${v}`,
  int32: (v) => `(${v} | 0) !== ${v}`,
  uint32: (v) => `(${v} >>> 0) !== ${v}`,
  int64: (v) => `typeof ${v} !== "bigint" || BigInt.asIntN(64, ${v}) !== ${v}`,
  uint64: (v) => `typeof ${v} !== "bigint" || BigInt.asUintN(64, ${v}) !== ${v}`,
  float32: (v) => `typeof ${v} !== "number"`,
  float64: (v) => `typeof ${v} !== "number"`,
};

class WriterSource {
  #lines: string[] = [];
  #names = 0;
  /** The position is `#rest` modulo `#modulus`, and `p + #ahead` in the generated code. */
  #modulus = 8;
  #rest = 0;
  #ahead = 0;
  /** Where the run of constant offsets that is being written began in `#lines`. */
  #run = 0;

  constructor(readonly type: string) {}

  text(): string {
    this.#endRun();
    return `"use strict"; return function write(m, s) {
let ${VIEWS};
let p = 8;
${this.#lines.join("\n")}
return p;
}`;
  }

  struct(struct: Struct, value: string, where: string): void {
    this.#emit(`if (${value} == null) misshapen((${where}).slice(0, -1), "an object", ${value});`);
    if (struct.fields.length === 0) this.#store("uint8", "0");
    for (const field of struct.fields) this.#field(field, `${value}.${field.name}`, where);
  }

  #field(field: Field, access: string, prefix: string): void {
    const value = this.#name("v");
    const where = `${prefix} + ${JSON.stringify(field.name)}`;
    this.#emit(`const ${value} = ${access};`);
    if (field.array === "none") return this.#element(field.element, value, where);
    this.#array(field, value, where);
  }

  #element(element: Element, value: string, where: string): void {
    if (element.kind === "primitive") {
      const { primitive } = element;
      const unfits = UNFIT[primitive](value);
      this.#emit(`if (${unfits}) unfit(${where}, "${primitive}", ${value});`);
      this.#store(primitive, value);
    } else if (element.kind === "string") {
      this.#string(element.bound, value, where);
    } else {
      this.struct(element.struct, value, `${where} + "."`);
    }
  }

  #array(field: Field, value: string, where: string): void {
    const { element, count } = field;
    const view = element.kind === "primitive" ? ARRAYS[element.primitive]?.name : undefined;
    const is = view === undefined ? `Array.isArray(${value})` : `${value} instanceof ${view}`;
    const fits = field.array === "fixed"
      ? `${value}.length === ${count}`
      : count === Infinity
      ? "true"
      : `${value}.length <= ${count}`;
    const size = field.array === "fixed" ? `of ${count}` : count < Infinity ? `up to ${count}` : "";
    const expected = JSON.stringify(`${view ?? "Array"} ${size}`.trim());
    this.#emit(`if (!(${is} && ${fits})) misshapen(${where}, ${expected}, ${value});`);
    const length = field.array === "fixed" ? String(count) : this.#name("n");
    if (field.array === "sequence") {
      this.#emit(`const ${length} = ${value}.length;`);
      this.#store("uint32", length);
    }
    if (element.kind === "primitive" && view !== undefined) {
      this.#numbers(element.primitive, value, length);
    } else this.#loop(element, value, length, where);
  }

  /** The elements of a typed array: NaN made canonical, all else as it is. */
  #numbers(primitive: Primitive, value: string, length: string): void {
    const size = SIZES[primitive];
    const before = this.#modulus;
    this.#endRun();
    const known = Number(length) >= 0;
    if (!known) this.#emit(`if (${length} > 0) {`);
    if (known && length === "0") return;
    this.#align(size);
    this.#endRun();
    this.#emit(`if (p + ${length} * ${size} > s.capacity) ${grow(`p + ${length} * ${size}`)}`);
    const at = this.#name("q");
    const shift = 31 - Math.clz32(size);
    this.#emit(`const ${at} = p >> ${shift};`);
    if (primitive.startsWith("float")) {
      const i = this.#name("i");
      const x = this.#name("x");
      this.#emit(`for (let ${i} = 0; ${i} < ${length}; ${i}++) {`);
      this.#emit(`const ${x} = ${value}[${i}];`);
      this.#emit(floatStore(primitive, `${at} + ${i}`, x));
      this.#emit("}");
    } else this.#emit(`${VIEW[primitive]}.set(${value}, ${at});`);
    this.#emit(`p += ${length} * ${size};`);
    if (known) this.#rest = (this.#rest + Number(length) * size) % this.#modulus;
    else {
      this.#emit("}");
      // With no element there was no padding either: the count's alignment is all that is sure.
      this.#modulus = Math.min(size, before, 4);
      this.#rest = 0;
    }
  }

  /** Elements one by one: strings, booleans and structs. */
  #loop(element: Element, value: string, length: string, where: string): void {
    const i = this.#name("i");
    const item = this.#name("e");
    this.#endRun();
    this.#forget();
    this.#emit(`for (let ${i} = 0; ${i} < ${length}; ${i}++) {`);
    this.#emit(`const ${item} = ${value}[${i}];`);
    this.#element(element, item, `${where} + "[" + ${i} + "]"`);
    this.#endRun();
    this.#emit("}");
    this.#forget();
  }

  #string(bound: number | undefined, value: string, where: string): void {
    this.#emit(`if (typeof ${value} !== "string") misshapen(${where}, "a string", ${value});`);
    this.#align(4);
    this.#endRun();
    this.#emit(
      `if (p + 8 + 3 * ${value}.length > s.capacity) ${grow(`p + 8 + 3 * ${value}.length`)}`,
    );
    const end = this.#name("t");
    this.#emit(`const ${end} = writeText(u8, p + 4, ${value});`);
    if (bound !== undefined) {
      this.#emit(
        `if (${end} - p - 4 > ${bound}) misshapen(${where}, "at most ${bound} bytes", ${value});`,
      );
    }
    this.#emit(`u32[p >> 2] = ${end} - p - 3;`);
    this.#emit(`u8[${end}] = 0;`);
    this.#emit(`p = ${end} + 1;`);
    this.#forget();
  }

  /** One primitive, into the current run of constant offsets. */
  #store(primitive: Primitive, value: string): void {
    const size = SIZES[primitive];
    this.#align(size);
    const at = size === 1
      ? `p + ${this.#ahead}`
      : `(p + ${this.#ahead}) >> ${31 - Math.clz32(size)}`;
    this.#advance(size);
    if (primitive.startsWith("float")) this.#emit(floatStore(primitive, at, value));
    else this.#emit(`${VIEW[primitive]}[${at}] = ${value};`);
  }

  /** Pads to an alignment: inside the run if the position is known well enough. */
  #align(size: number): void {
    if (this.#modulus < size) {
      this.#endRun();
      this.#emit(`for (; (p & ${size - 1}) !== 0; p++) u8[p] = 0;`);
      this.#modulus = size;
      this.#rest = 0;
    }
    while (this.#rest % size !== 0) {
      this.#advance(1);
      this.#emit(`u8[p + ${this.#ahead - 1}] = 0;`);
    }
  }

  /** Closes the run: one question for room before it, one step over it. */
  #endRun(): void {
    if (this.#ahead === 0) return;
    const room = `if (p + ${this.#ahead} > s.capacity) ${grow(`p + ${this.#ahead}`)}`;
    this.#lines.splice(this.#run, 0, room);
    const step = `p += ${this.#ahead};`;
    this.#ahead = 0;
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

  /** A line; before the first that stores into a run, the run has not begun. */
  #emit(line: string): void {
    this.#lines.push(line);
    if (this.#ahead === 0) this.#run = this.#lines.length;
  }

  #name(letter: string): string {
    return `${letter}${this.#names++}`;
  }
}

function grow(end: string): string {
  return `{ s.reserve(${end}); ${VIEWS.replaceAll(", ", "; ")}; }`;
}

/** NaN has many bit patterns, and which one a computation gives differs between CPUs. */
function floatStore(primitive: Primitive, at: string, value: string): string {
  const test = `if (${value} !== ${value})`;
  if (primitive === "float32") return `f32[${at}] = ${value}; ${test} u32[${at}] = 0x7fc00000;`;
  const low = `u32[2 * (${at})] = 0; u32[2 * (${at}) + 1] = 0x7ff80000;`;
  return `f64[${at}] = ${value}; ${test} { ${low} }`;
}
