/** How numbers become verdicts: one wording of limits, and a reason whenever one is broken. */
import type { CheckSetup, Verdict } from "../../contract.ts";

/** Bounds of a value, both included; absent: none on that side. */
export interface Limit {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly unit: string;
}

/** The bound in words: `"<= 0.5"`, `">= 1"`, `"0.9 to 1.1"`. */
export function limitText({ min, max }: Limit): string {
  if (min !== undefined && max !== undefined) return `${short(min)} to ${short(max)}`;
  return min !== undefined ? `>= ${short(min)}` : max !== undefined ? `<= ${short(max)}` : "any";
}

/**
 * Judges a value. A value outside fails with `because`, or with what it missed; NaN fails too,
 * since nothing is known then.
 */
export function within(value: number, limit: Limit, because?: string): Verdict {
  const { min = -Infinity, max = Infinity } = limit;
  if (value >= min && value <= max) {
    return { verdict: "pass", value, unit: limit.unit, limit: limitText(limit) };
  }
  if (!Number.isFinite(value)) return broken(limit, because ?? "the value is not finite");
  const side = value < min ? "under" : "over";
  const reason = because ?? `${short(value)} ${limit.unit} is ${side} the limit`;
  return { verdict: "fail", value, unit: limit.unit, limit: limitText(limit), reason };
}

/** A failure without a number: nothing to measure, or NaN in it. */
export function broken(limit: Limit, reason: string): Verdict {
  return { verdict: "fail", value: null, unit: limit.unit, limit: limitText(limit), reason };
}

/** Not applicable to this run. */
export function skipped(limit: Limit, reason: string): Verdict {
  return { verdict: "skipped", value: null, unit: limit.unit, limit: limitText(limit), reason };
}

/** Why a check can't be made in this run; undefined: it can. */
export function obstacle(
  setup: CheckSetup,
  needs: { readonly topics?: readonly string[]; readonly truth?: boolean },
): string | undefined {
  const absent = needs.topics?.find((topic) => !setup.topics.has(topic));
  if (absent !== undefined) return `no topic ${absent} in this run`;
  if (needs.truth && setup.truth === undefined) return "this run has no truth to compare with";
}

/** A number as people read it: four significant digits. */
export function short(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(4))) : String(value);
}
