/** Walks the fields of decoded messages. */

/** Calls `see` for every number in a message, with its path (`pose.position.x`, `data[3]`). */
export function eachNumber(
  value: unknown,
  see: (number: number, path: string) => void,
  path = "",
): void {
  if (typeof value === "number") return see(value, path);
  if (typeof value !== "object" || value === null) return;
  if (isList(value)) {
    for (let i = 0; i < value.length; i++) eachNumber(value[i], see, `${path}[${i}]`);
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    eachNumber(inner, see, path === "" ? key : `${path}.${key}`);
  }
}

/** A field in which two messages differ, and what each says there. */
export interface FieldDifference {
  /** Its path. */
  readonly field: string;
  /** What the first message has there. */
  readonly a: string;
  /** What the second message has there. */
  readonly b: string;
}

/** The first field in which two values differ; undefined where there is none. NaN equals NaN. */
export function firstDifference(a: unknown, b: unknown, path = ""): FieldDifference | undefined {
  if (Object.is(a, b)) return undefined;
  const bothObjects = typeof a === "object" && typeof b === "object" && a !== null && b !== null;
  if (!bothObjects) return { field: path || "(all)", a: shown(a), b: shown(b) };
  if (isList(a) && isList(b) && a.length !== b.length) {
    return { field: `${path}.length`, a: String(a.length), b: String(b.length) };
  }
  for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const inner = isList(a) ? `${path}[${key}]` : path === "" ? key : `${path}.${key}`;
    const found = firstDifference(
      (a as Record<string, unknown>)[key],
      (b as Record<string, unknown>)[key],
      inner,
    );
    if (found !== undefined) return found;
  }
  return undefined;
}

function isList(value: object): value is ArrayLike<unknown> {
  return Array.isArray(value) || ArrayBuffer.isView(value);
}

function shown(value: unknown): string {
  if (Object.is(value, -0)) return "-0";
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
