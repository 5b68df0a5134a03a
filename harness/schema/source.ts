/**
 * YAML with positions: text becomes plain data, and every path in it keeps its line and column, so
 * that what is wrong later can be pointed at. Size, depth and aliases are bounded.
 */
import { type Alias, isAlias, isMap, isScalar, isSeq, LineCounter } from "yaml";
import type { Node, YAMLMap } from "yaml";
import { InputError } from "../errors.ts";
import { DEPTH_MAX, documentOf, excessOf, TOO_DEEP } from "./yaml_text.ts";

/** Characters: far above any scenario, small enough to be parsed in well under a second. */
const TEXT_MAX = 1 << 20;
/** Values after aliases are expanded. */
const VALUES_MAX = 100_000;

/** A key or index a level. */
export type Path = readonly (string | number)[];

interface Place {
  /** Offset of the key (of the value, in a list). */
  readonly key: number;
  readonly value: number;
}

/** A parsed file: its data, and where in the text each path stands. */
export class Source {
  readonly #places = new Map<string, Place>();
  readonly #lines = new LineCounter();
  readonly #anchors = new Map<string, Node>();
  readonly #targets = new Map<Alias, Node>();
  /** Anchors that the current value is within. */
  readonly #open = new Set<Node>();
  /** How many aliases the current value is within. */
  #aliases = 0;
  readonly #problems: { at: number; text: string }[] = [];
  #values = 0;
  /** Plain objects, arrays, strings, numbers, booleans and null. */
  readonly data: unknown;

  /**
   * @param text YAML 1.2, one document, keys are strings
   * @param file how to name it in errors
   * @throws {InputError} not YAML, a key twice, or beyond the bounds
   */
  constructor(readonly text: string, readonly file: string) {
    if (text.length > TEXT_MAX) {
      throw new InputError(`${file}: ${text.length} characters; expected at most ${TEXT_MAX}`);
    }
    for (let at = 0; at < text.length; at = text.indexOf("\n", at) + 1 || text.length) {
      this.#lines.addNewLine(at);
    }
    const excess = excessOf(text);
    if (excess !== undefined) this.#problems.push(excess);
    else {
      const parsed = documentOf(text);
      if ("document" in parsed) this.data = this.#plain(parsed.document.contents, [], 0);
      else {
        const { at, text } = parsed.fault;
        this.#problems.push({ at, text: `not valid YAML: ${text}` });
      }
    }
    if (this.#problems.length > 0) {
      throw new InputError(this.#problems.map(({ at, text }) => `${this.#where(at)}: ${text}`));
    }
  }

  /** `file:line:column` of a path: of its key, or its nearest parent that stands in the text. */
  locate(path: Path, of: "key" | "value" = "value"): string {
    for (let length = path.length; length >= 0; length--) {
      const place = this.#places.get(pathKey(path.slice(0, length)));
      if (place) return this.#where(of === "key" || length < path.length ? place.key : place.value);
    }
    return this.#where(0);
  }

  #where(offset: number): string {
    const { line, col } = this.#lines.linePos(Math.min(offset, this.text.length));
    return `${this.file}:${Math.max(line, 1)}:${Math.max(col, 1)}`;
  }

  #fail(at: number, text: string): undefined {
    if (this.#problems.length < 8) this.#problems.push({ at, text });
  }

  #plain(node: Node | null, path: Path, key: number): unknown {
    const at = node?.range?.[0] ?? key;
    this.#places.set(pathKey(path), { key, value: at });
    if (path.length > DEPTH_MAX) return this.#fail(at, TOO_DEEP);
    if (++this.#values > VALUES_MAX) {
      if (this.#values === VALUES_MAX + 1) this.#fail(at, `more than ${VALUES_MAX} values`);
      return undefined;
    }
    if (isAlias(node)) return this.#aliased(node, path, { key, at });
    if (node?.anchor === undefined) return this.#value(node, path, at);
    if (this.#aliases === 0) this.#anchors.set(node.anchor, node);
    this.#open.add(node);
    const value = this.#value(node, path, at);
    this.#open.delete(node);
    return value;
  }

  #value(node: Node | null, path: Path, at: number): unknown {
    if (isMap(node)) return this.#map(node, path);
    if (isSeq(node)) {
      return node.items.map((item, i) => {
        const start = (item as Node | null)?.range?.[0] ?? at;
        return this.#plain(item as Node | null, [...path, i], start);
      });
    }
    return isScalar(node) ? node.value : null;
  }

  /** What the nearest anchor before it stands for; yaml's look-up searches the whole text each time. */
  #aliased(alias: Alias, path: Path, { key, at }: { key: number; at: number }): unknown {
    const name = alias.source;
    // Bound where it is written: in a copy, an anchor of that name may have come in between.
    const target = this.#aliases === 0 ? this.#anchors.get(name) : this.#targets.get(alias);
    if (target === undefined) return this.#fail(at, `*${name} has no anchor &${name} before it`);
    if (this.#open.has(target)) return this.#fail(at, `*${name} stands within its anchor &${name}`);
    this.#targets.set(alias, target);
    this.#aliases++;
    const value = this.#plain(target, path, key);
    this.#aliases--;
    return value;
  }

  #map(node: YAMLMap, path: Path): Record<string, unknown> {
    const out: Record<string, unknown> = {};
    for (const { key, value } of node.items) {
      const at = (key as Node | null)?.range?.[0] ?? node.range?.[0] ?? 0;
      const name = isScalar(key) ? String(key.value) : undefined;
      if (name === undefined) this.#fail(at, "expected a name before the colon");
      else if (name === "__proto__") this.#fail(at, `unknown key "${name}"`);
      else if (Object.hasOwn(out, name)) this.#fail(at, `the key "${name}" stands here twice`);
      else out[name] = this.#plain(value as Node | null, [...path, name], at);
    }
    return out;
  }
}

/** A path as people write it: `sensors.imu.waypoints[2]`. */
export function showPath(path: Path): string {
  let text = "";
  for (const step of path) {
    if (typeof step === "number") text += `[${step}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}

function pathKey(path: Path): string {
  return path.join("\0");
}
