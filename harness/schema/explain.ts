/** What zod found wrong, in words: what was expected, what stands there, the nearest right name. */
import type { z } from "zod";
import { InputError } from "../errors.ts";
import { suggestion } from "../../runtime/params/nearest.ts";
import { type Path, showPath } from "./source.ts";

/** One problem and the path that it is about; `key`: the name itself is wrong, not its value. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
  readonly key?: boolean;
}

type Issue = z.core.$ZodIssue;
type RawIssue = z.core.$ZodRawIssue;

/** More than this help nobody. */
const PROBLEMS_MAX = 20;

/**
 * Parses `value` and returns it, or pushes what is wrong with it to `problems`.
 *
 * @param at the path of `value` in its file; paths of problems begin with it
 */
export function check<T extends z.ZodType>(
  schema: T,
  value: unknown,
  { at, problems }: { at: Path; problems: Problem[] },
): z.output<T> | undefined {
  const result = schema.safeParse(value, { error: explain, reportInput: true });
  if (result.success) return result.data;
  for (const issue of result.error.issues) problems.push(...problemsOf(issue, at));
  return undefined;
}

/** What knows where a path stands. */
export interface Places {
  readonly file: string;
  locate(path: Path, of?: "key" | "value"): string;
}

/** Turns problems into one error: a line each, in the order of the file. */
export function refuse(problems: readonly Problem[], source: Places): never {
  const lines = problems.slice(0, PROBLEMS_MAX).map(({ path, message, key }) => {
    const place = source.locate(path, key ? "key" : "value");
    return { place, text: `${place}: ${path.length ? `${showPath(path)}: ` : ""}${message}` };
  });
  const order = (place: string) => place.split(":").slice(-2).map(Number) as [number, number];
  lines.sort((a, b) => {
    const [p, q] = [order(a.place), order(b.place)];
    return p[0] - q[0] || p[1] - q[1];
  });
  const more = problems.length - lines.length;
  const texts = [...new Set(lines.map(({ text }) => text))];
  throw new InputError(more > 0 ? [...texts, `${source.file}: and ${more} more`] : texts);
}

/** Flattens an issue: a key a problem, and of a union the branch that came furthest. */
function problemsOf(issue: Issue, at: Path): Problem[] {
  const path = [...at, ...issue.path.map((step) => typeof step === "symbol" ? "?" : step)];
  if (issue.code === "unrecognized_keys") {
    const texts = issue.message.split("\n");
    return issue.keys.map((name, i) => ({
      path: [...path, name],
      message: texts[i] ?? issue.message,
      key: true,
    }));
  }
  if (issue.code === "invalid_key") {
    return issue.issues.map(({ message }) => ({ path, message, key: true }));
  }
  if (issue.code === "invalid_union" && issue.errors.length > 0) {
    const depth = (branch: Issue[]) => Math.max(...branch.map((inner) => inner.path.length));
    const deepest = Math.max(...issue.errors.map(depth));
    const branches = issue.errors.filter((branch) => depth(branch) === deepest);
    if (deepest > 0) return branches[0]!.flatMap((inner) => problemsOf(inner, path));
    return [{ path, message: joinExpectations(branches.map((branch) => branch[0]!.message)) }];
  }
  return [{ path, message: issue.message }];
}

/** "expected A, got X" and "expected B, got X" → "expected A or B, got X"; missing likewise. */
function joinExpectations(messages: string[]): string {
  const missing = messages.map((text) => /^is missing; expected (.*)$/s.exec(text));
  if (missing.every((part) => part !== null)) {
    return `is missing; expected ${[...new Set(missing.map((part) => part[1]!))].join(" or ")}`;
  }
  const parts = messages.map((text) => /^expected (.*), got (.*)$/s.exec(text));
  if (parts.some((part) => part === null)) return messages.join("; or ");
  const wanted = [...new Set(parts.map((part) => part![1]!))];
  return `expected ${wanted.join(" or ")}, got ${parts[0]![2]}`;
}

/** zod's error map: messages that a schema states itself stay as they are. */
export function explain(issue: RawIssue): string | undefined {
  const got = `got ${show(issue.input)}`;
  switch (issue.code) {
    case "invalid_type":
      if (issue.input === undefined) return `is missing; expected ${kind(issue.expected)}`;
      return `expected ${kind(issue.expected)}, ${got}`;
    case "too_small":
      return `expected ${bound(issue, issue.inclusive ? ">=" : ">", issue.minimum)}, ${got}`;
    case "too_big":
      return `expected ${bound(issue, issue.inclusive ? "<=" : "<", issue.maximum)}, ${got}`;
    case "invalid_value":
      return unknownValue(issue.input, issue.values.map(String));
    case "unrecognized_keys":
      return issue.keys.map((key) => `unknown key; ${suggestion(key, keysOf(issue))}`).join("\n");
    case "invalid_union":
      if (issue.errors.length > 0) return undefined;
      return unknownValue(undefined, optionsOf(issue), issue);
    case "invalid_format":
      return `expected ${
        issue.format === "regex" ? `text like ${issue.pattern}` : issue.format
      }, ${got}`;
    case "not_multiple_of":
      return `expected a multiple of ${issue.divisor}, ${got}`;
    default:
      return undefined;
  }
}

function unknownValue(input: unknown, known: string[], union?: RawIssue): string {
  const given = union
    ? (union.input as Record<string, unknown> | undefined)
      ?.[String(Reflect.get(union, "discriminator"))]
    : input;
  if (given === undefined) return `is missing; expected one of ${known.join(", ")}`;
  if (typeof given !== "string") {
    return `expected ${known.map((name) => JSON.stringify(name)).join(" or ")}, got ${show(given)}`;
  }
  if (known.length === 1 && union === undefined) return `expected "${known[0]}", got "${given}"`;
  return `unknown name ${show(given)}; ${suggestion(given, known)}`;
}

function optionsOf(issue: RawIssue): string[] {
  return (Reflect.get(issue, "options") as unknown[] | undefined ?? []).map(String);
}

/** The keys that the object schema behind an issue knows. */
function keysOf(issue: RawIssue): string[] {
  const def = (issue.inst as { _zod?: { def?: { shape?: Record<string, unknown> } } })?._zod?.def;
  return Object.keys(def?.shape ?? {});
}

const KINDS: Readonly<Record<string, string>> = {
  object: "a mapping (key: value)",
  record: "a mapping (key: value)",
  array: "a list",
  tuple: "a list",
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  null: "nothing",
};

function kind(expected: string): string {
  return KINDS[expected] ?? expected;
}

function bound(issue: RawIssue, sign: string, limit: unknown): string {
  const origin = String(Reflect.get(issue, "origin"));
  const exact = Reflect.get(issue, "exact") === true ? "exactly" : sign;
  if (origin === "array") return `a list of ${exact} ${limit} elements`;
  if (origin === "string") return `text of ${exact} ${limit} characters`;
  return `${origin === "int" ? "a whole number" : "a number"} ${sign} ${limit}`;
}

/** A value as the user wrote it, cut when long. */
export function show(value: unknown): string {
  if (value === undefined || value === null) return "nothing";
  if (typeof value === "number") return String(value);
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value === "object") return "a mapping";
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}
