/**
 * YAML with positions: text becomes plain data, and every path in it keeps its line and column, so
 * that what is wrong later can be pointed at. Size, depth and aliases are bounded.
 */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type YAMLMap,
} from "yaml";
import { InputError } from "../errors.ts";

/** Characters: far above any scenario, small enough to be parsed in well under a second. */
const TEXT_MAX = 1 << 20;
const DEPTH_MAX = 32;
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
  readonly #document: ReturnType<typeof parseDocument>;
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
    this.#document = parseDocument(text, {
      lineCounter: this.#lines,
      prettyErrors: false,
      stringKeys: true,
      uniqueKeys: false, // that check is quadratic; ours is not
      logLevel: "error",
    });
    const { errors, warnings, contents } = this.#document;
    // The first alone: those after it mostly follow from it.
    const [first] = [...errors, ...warnings].sort((a, b) => a.pos[0] - b.pos[0]);
    if (first !== undefined) {
      const text = `not valid YAML: ${firstLine(first.message)}`;
      this.#problems.push({ at: first.pos[0], text });
    }
    if (this.#problems.length === 0) this.data = this.#plain(contents as Node | null, [], 0);
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
    if (path.length > DEPTH_MAX) return this.#fail(at, `nested deeper than ${DEPTH_MAX} levels`);
    if (++this.#values > VALUES_MAX) {
      if (this.#values === VALUES_MAX + 1) this.#fail(at, `more than ${VALUES_MAX} values`);
      return undefined;
    }
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (!target) return this.#fail(at, `*${node.source} has no anchor &${node.source} before it`);
      return this.#plain(target, path, key);
    }
    if (isMap(node)) return this.#map(node, path);
    if (isSeq(node)) {
      return node.items.map((item, i) => {
        const start = (item as Node | null)?.range?.[0] ?? at;
        return this.#plain(item as Node | null, [...path, i], start);
      });
    }
    return isScalar(node) ? node.value : null;
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

function firstLine(text: string): string {
  return text.split("\n", 1)[0]!;
}
