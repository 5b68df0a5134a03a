/** What a cell of a CSV says. */

/** A stamp: whole seconds (floored) and nanoseconds. */
export interface Stamp {
  readonly sec: number;
  readonly nanosec: number;
}

/** Texts that stand for a value that is not there; case does not matter. */
const MISSING = new Set(["", "nan", "+nan", "-nan", "na", "n/a", "null", "none"]);
const INFINITE: Readonly<Record<string, number>> = {
  "inf": Infinity,
  "+inf": Infinity,
  "-inf": -Infinity,
  "infinity": Infinity,
  "-infinity": -Infinity,
};

/** The number in a cell, NaN where it is empty or says so; undefined where it is other text. */
export function numberOf(cell: string): number | undefined {
  const value = Number(cell);
  // Number takes "" for 0, and hexadecimal, which no logger writes
  if (!Number.isNaN(value) && cell !== "" && !/[xob]/i.test(cell)) {
    if (value !== 0 || cell.trim() !== "") return value;
  }
  const text = unquoted(cell).toLowerCase();
  if (MISSING.has(text)) return NaN;
  const infinite = INFINITE[text];
  if (infinite !== undefined) return infinite;
  return text === cell.toLowerCase() ? undefined : numberOf(unquoted(cell));
}

/** A cell without blanks and quotes around it. */
export function unquoted(cell: string): string {
  const text = cell.trim();
  return text.length >= 2 && text.startsWith('"') && text.endsWith('"')
    ? text.slice(1, -1).trim()
    : text;
}

/**
 * The stamp in a cell, exact to the nanosecond: no floating point is between. `digits` is what its
 * unit is away from nanoseconds (s: 9, ns: 0). Null where it is empty or NaN, undefined where it
 * is other text or beyond ±292 years.
 */
export function stampOf(cell: string, digits: number): Stamp | null | undefined {
  const match = /^\s*"?\s*([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?\s*"?\s*$/.exec(cell);
  if (match === null || (match[2] ?? "") + (match[3] ?? "") === "") {
    const value = numberOf(cell);
    return value !== undefined && Number.isNaN(value) ? null : undefined;
  }
  const [, sign, whole = "", fraction = "", exponent = "0"] = match;
  const shift = digits + Number(exponent);
  const text = whole + fraction;
  const point = whole.length + shift;
  if (point > 40) return undefined;
  const nanos = point <= 0 ? "0" : text.slice(0, point).padEnd(point, "0");
  const up = point >= 0 && (text[point] ?? "0") >= "5" ? 1n : 0n;
  const size = BigInt(nanos) + up;
  if (size > 0x7fff_ffff_ffff_ffffn) return undefined;
  const total = sign === "-" ? -size : size;
  const rest = ((total % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { sec: Number((total - rest) / 1_000_000_000n), nanosec: Number(rest) };
}
