/** What a message of a wrong shape is answered with: cold paths of the generated writers. */
import type { Primitive } from "./layout.ts";

/** How a value that is not what its field holds is named in an error. */
function named(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (typeof value === "string") return "a string";
  if (typeof value === "object") {
    const length = (value as { length?: unknown }).length;
    const name = value.constructor?.name ?? "object";
    return typeof length === "number" ? `${name} of ${length}` : `an object (${name})`;
  }
  return `${String(value)} (${typeof value})`;
}

/** A value that its field can't hold. @throws {TypeError} always, naming type and field */
export function misshapen(where: string, expected: string, value: unknown): never {
  throw new TypeError(`${where}: expected ${expected}, got ${named(value)}`);
}

/**
 * A number that its field can't hold.
 *
 * @throws {RangeError} it is a number, but too large, too small or no integer
 * @throws {TypeError} it is no number
 */
export function unfit(where: string, primitive: Primitive, value: unknown): never {
  const integer = primitive.includes("int");
  const wanted = primitive.endsWith("64") ? "bigint" : "number";
  if (integer && typeof value === wanted) {
    throw new RangeError(`${where}: ${value} is no ${primitive}`);
  }
  const expected = !integer
    ? primitive === "bool" ? "a boolean" : "a number"
    : `${wanted === "bigint" ? "a bigint" : "a number"} (${primitive})`;
  misshapen(where, expected, value);
}
