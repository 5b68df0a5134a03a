/** The right name next to a wrong one: for keys, names, flags and commands. */

/** Longer names are cut before they are compared: the cost is quadratic. */
const LENGTH_MAX = 64;

/**
 * Edits (insert, delete, replace, swap two neighbours) from `a` to `b`: the optimal string
 * alignment distance. Both are cut to 64 characters.
 */
export function editDistance(a: string, b: string): number {
  const from = a.slice(0, LENGTH_MAX);
  const to = b.slice(0, LENGTH_MAX);
  let older: number[] = [];
  let previous = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const row = [i];
    for (let j = 1; j <= to.length; j++) {
      const same = from[i - 1] === to[j - 1];
      let edits = Math.min(
        previous[j]! + 1,
        row[j - 1]! + 1,
        previous[j - 1]! + (same ? 0 : 1),
      );
      if (i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1]) {
        edits = Math.min(edits, older[j - 2]! + 1);
      }
      row.push(edits);
    }
    older = previous;
    previous = row;
  }
  return previous[to.length]!;
}

/**
 * The candidate that was most likely meant, or undefined when none is near: at most a third of the
 * letters differ, or one name begins with the other. Ties go to the first candidate.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { nearest } from "./nearest.ts";
 * assert.equal(nearest("rate_hx", ["topic", "rate_hz"]), "rate_hz");
 * assert.equal(nearest("colour", ["topic", "rate_hz"]), undefined);
 * ```
 */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let bestCost = Infinity;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const edits = editDistance(wanted, other);
    const begins = wanted.length >= 3 && (other.startsWith(wanted) || wanted.startsWith(other));
    const near = edits <= Math.max(1, Math.floor(Math.max(wanted.length, other.length) / 3));
    const cost = begins ? Math.min(edits, 1.5) : edits;
    if ((near || begins) && cost < bestCost) {
      best = candidate;
      bestCost = cost;
    }
  }
  return best;
}

/** Lists longer than this are not printed whole. */
const LIST_MAX = 16;

/**
 * What to say after an unknown name: `did you mean "x"?`, else what there is.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { suggestion } from "./nearest.ts";
 * assert.equal(suggestion("imv", ["imu", "mag"]), 'did you mean "imu"?');
 * assert.equal(suggestion("sonar", ["imu", "mag"]), "known: imu, mag");
 * assert.equal(suggestion("sonar", []), "none exist");
 * ```
 */
export function suggestion(name: string, candidates: Iterable<string>): string {
  const all = [...candidates];
  if (all.length === 0) return "none exist";
  const meant = nearest(name, all);
  if (meant !== undefined) return `did you mean "${meant}"?`;
  const shown = all.slice(0, LIST_MAX).join(", ");
  return `known: ${shown}${all.length > LIST_MAX ? `, … (${all.length} in all)` : ""}`;
}
