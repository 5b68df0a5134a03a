/** What a node or a host says of itself. */
import type { DiagnosticStatus } from "./types.ts";

/** Of what it is, and how it is. */
export interface StatusHead {
  /** 0 ok, 1 warn, 2 error, 3 stale. */
  readonly level: number;
  /** Whose: `node: part`. */
  readonly name: string;
  /** One line. */
  readonly message: string;
}

/**
 * A status for `/diagnostics`, its values as text.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { statusOf } from "./diagnostics.ts";
 * const { values } = statusOf({ level: 0, name: "cloud: points", message: "ok" }, [["kept", 7]]);
 * assert.deepEqual(values, [{ key: "kept", value: "7" }]);
 * ```
 */
export function statusOf(
  { level, name, message }: StatusHead,
  values: readonly (readonly [key: string, value: string | number | boolean])[],
): DiagnosticStatus {
  const pairs = values.map(([key, value]) => ({ key, value: String(value) }));
  return { level, name, message, hardware_id: "", values: pairs };
}
