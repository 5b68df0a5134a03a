/** The head of a PCD file (Point Cloud Library, version 0.7): lines of words, up to `DATA`. */
import { CloudError, DATATYPE, type PointField } from "../layout.ts";

/** A head that is longer is none. */
const LONGEST = 65536;

/** What a head says. */
export interface PcdHeader {
  /** What a point holds. */
  readonly fields: readonly PointField[];
  /** Bytes of a point. */
  readonly step: number;
  /** Points in the file. */
  readonly points: number;
  /** How they are written. */
  readonly data: "ascii" | "binary";
  /** Bytes of the head, the line of `DATA` included. */
  readonly length: number;
}

const TYPES: Readonly<Record<string, number | undefined>> = {
  I1: DATATYPE.int8,
  U1: DATATYPE.uint8,
  I2: DATATYPE.int16,
  U2: DATATYPE.uint16,
  I4: DATATYPE.int32,
  U4: DATATYPE.uint32,
  F4: DATATYPE.float32,
  F8: DATATYPE.float64,
};

/**
 * Reads a file's head; undefined: it goes on behind these bytes.
 *
 * @throws {CloudError} it is no PCD head, or one that says what can't be read
 */
export function pcdHeader(bytes: Uint8Array): PcdHeader | undefined {
  const text = new TextDecoder("latin1").decode(bytes.subarray(0, LONGEST));
  const end = /^DATA[ \t]+(\S+)[ \t]*\r?\n/m.exec(text);
  if (end === null) {
    const odd = text.split("\n").slice(0, -1).find((line) => !/^(#|[A-Z]+\b|\s*$)/.test(line));
    if (bytes.length >= LONGEST || odd !== undefined) {
      throw new CloudError(`no head of a PCD file: expected lines up to DATA`);
    }
    return undefined;
  }
  const words = new Map<string, string[]>();
  for (const line of text.slice(0, end.index).split("\n")) {
    const [key, ...rest] = line.trim().split(/\s+/);
    if (key !== undefined && key !== "" && !key.startsWith("#")) words.set(key, rest);
  }
  const data = end[1];
  if (data !== "ascii" && data !== "binary") {
    throw new CloudError(`DATA is ${data}, expected ascii or binary`);
  }
  const { fields, step } = fieldsOf(words);
  const points = number(words, "POINTS", 0, Number.MAX_SAFE_INTEGER);
  return { fields, step, points, data, length: end.index + end[0].length };
}

function fieldsOf(words: ReadonlyMap<string, string[]>): { fields: PointField[]; step: number } {
  const names = words.get("FIELDS") ?? [];
  if (names.length === 0) throw new CloudError("a PCD file's head has no FIELDS");
  const column = (key: string, fallback?: string) => {
    const list = words.get(key) ?? (fallback === undefined ? [] : names.map(() => fallback));
    if (list.length === names.length) return list;
    throw new CloudError(`${key} has ${list.length} words, expected ${names.length}, as FIELDS`);
  };
  const sizes = column("SIZE"), types = column("TYPE"), counts = column("COUNT", "1");
  let step = 0;
  const fields: PointField[] = [];
  names.forEach((name, i) => {
    const datatype = TYPES[`${types[i]}${sizes[i]}`], count = Number(counts[i]);
    const padding = name === "_";
    if (datatype === undefined && !padding) {
      throw new CloudError(`field ${name} is ${types[i]} of ${sizes[i]} bytes, which is no number`);
    }
    const bytes = Number(sizes[i]) * count;
    if (!(Number.isSafeInteger(bytes) && count > 0 && bytes > 0 && bytes < LONGEST)) {
      throw new CloudError(`field ${name} has ${counts[i]} numbers of ${sizes[i]} bytes`);
    }
    if (!padding) fields.push({ name, offset: step, datatype: datatype!, count });
    step += bytes;
  });
  return { fields, step };
}

function number(
  words: ReadonlyMap<string, string[]>,
  key: string,
  least: number,
  most: number,
): number {
  const word = words.get(key)?.[0], value = Number(word);
  if (word !== undefined && Number.isSafeInteger(value) && value >= least && value <= most) {
    return value;
  }
  throw new CloudError(`${key} is ${word ?? "missing"}, expected an integer from ${least}`);
}
