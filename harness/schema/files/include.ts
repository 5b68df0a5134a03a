/**
 * `include` in `world`, `robot`, the sections of entries and the `params` of a node: another file has
 * their values, what is written beside it goes over them (of parameters group by group, else key by
 * key). Files are named relative to the one that names them and stay within the scenario's folder;
 * one that includes itself, through others or not, is refused.
 */
import { mergeParams } from "../../../runtime/params.ts";
import { InputError } from "../../errors.ts";
import { show } from "../explain.ts";
import { type Path, Source } from "../source.ts";

/** Data with places to point at: a file, or several put together. */
export interface Document {
  readonly file: string;
  readonly data: unknown;
  /** `file:line:column` of a path. */
  locate(path: Path, of?: "key" | "value"): string;
}

/** The text of a file, named relative to the scenario's folder. */
export type Read = (name: string) => Promise<string>;

const VALUES = ["world", "robot"];
/** Sections of named entries, where a mapping `include` would be an entry of that name. */
const ENTRIES = ["sensors", "nodes", "faults", "checks"];

/** A document with all that it includes put in. @throws {InputError} naming file and line */
export async function withIncludes(document: Document, read: Read | undefined): Promise<Document> {
  let whole = document;
  for (const key of [...VALUES, ...ENTRIES]) {
    const part = isPlain(whole.data) ? whole.data[key] : undefined;
    if (!isPlain(part) || part.include === undefined) continue;
    if (ENTRIES.includes(key) && isPlain(part.include)) continue;
    const inner = await included(part.include, {
      ...{ read, from: "", chain: [], place: whole.locate([key, "include"]) },
    });
    whole = new Joined(whole, [key], inner);
  }
  return await withParams(whole, { file: document.file, read });
}

/** The files of nodes' parameters, relative to the file in which a node stands. */
async function withParams(
  document: Document,
  { file, read }: { readonly file: string; readonly read: Read | undefined },
): Promise<Document> {
  let whole = document;
  const { nodes } = isPlain(whole.data) ? whole.data : {};
  for (const [name, node] of Object.entries(isPlain(nodes) ? nodes : {})) {
    const params = isPlain(node) ? node.params : undefined;
    if (!isPlain(params) || params.include === undefined) continue;
    const path = ["nodes", name, "params"], place = whole.locate([...path, "include"]);
    const from = place.startsWith(`${file}:`) ? "" : folderOf(place);
    const inner = await included(params.include, { read, from, chain: [], place });
    whole = new Joined(whole, path, inner);
  }
  return whole;
}

interface Way {
  readonly read: Read | undefined;
  /** Folder of the file that includes, relative to the scenario's. */
  readonly from: string;
  /** Files on the way here. */
  readonly chain: readonly string[];
  /** Where `include` stands. */
  readonly place: string;
}

async function included(name: unknown, { read, from, chain, place }: Way): Promise<Document> {
  const refuse = (text: string): never => {
    throw new InputError(`${place}: include: ${text}`);
  };
  if (typeof name !== "string" || name === "") {
    return refuse(`expected a file's name, got ${show(name)}`);
  }
  const file = inFolder(from, name);
  if (file === undefined) {
    return refuse(`${show(name)} leaves the scenario's folder; expected a file inside it`);
  }
  if (chain.includes(file)) return refuse(`a cycle: ${[...chain, file].join(" includes ")}`);
  if (read === undefined) return refuse("files can't be read here");
  const text = await read(file).catch((error: unknown) => {
    if (error instanceof InputError) return refuse(error.message);
    throw error;
  });
  const source = new Source(text, file);
  if (!isPlain(source.data)) return refuse(`${file} is not a mapping (key: value)`);
  if (source.data.include === undefined) return source;
  const inner = await included(source.data.include, {
    read,
    from: folderOf(file),
    chain: [...chain, file],
    place: source.locate(["include"]),
  });
  return new Under(source, inner);
}

/** The folder of a file's name, relative to where the name is. */
function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf("/")));
}

/** A name joined to a folder; undefined where it leads out of it. */
function inFolder(from: string, name: string): string | undefined {
  if (/^([\\/]|[A-Za-z]:)|\\|\0/.test(name)) return undefined;
  const steps = from === "" ? [] : from.split("/");
  for (const step of name.split("/")) {
    if (step === "" || step === ".") continue;
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join("/");
}

type Plain = Record<string, unknown>;

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function over(outer: Plain, inner: unknown): Plain {
  const { include: _, ...written } = outer;
  return { ...inner as Plain, ...written };
}

/** The part of data at a path. */
function partAt(data: unknown, path: Path): unknown {
  return path.reduce<unknown>((part, step) => isPlain(part) ? part[step] : undefined, data);
}

/** Data with another part at a path. */
function withPart(data: Plain, [step, ...rest]: readonly string[], part: Plain): Plain {
  if (step === undefined) return part;
  return { ...data, [step]: withPart(data[step] as Plain, rest, part) };
}

/** A mapping over an included one. */
class Under implements Document {
  readonly file: string;
  readonly data: Plain;

  constructor(readonly outer: Document, readonly inner: Document) {
    this.file = outer.file;
    this.data = over(outer.data as Plain, inner.data);
  }

  locate(path: Path, of?: "key" | "value"): string {
    const own = path.length === 0 || Object.hasOwn(this.outer.data as Plain, path[0]!);
    return (own ? this.outer : this.inner).locate(path, of);
  }
}

/** A scenario with a file under one of its parts. */
class Joined implements Document {
  readonly file: string;
  readonly data: Plain;
  /** What is written beside `include`. */
  readonly #written: Plain;

  constructor(
    readonly outer: Document,
    readonly path: readonly string[],
    readonly inner: Document,
  ) {
    this.file = outer.file;
    this.#written = partAt(outer.data, path) as Plain;
    const { include: _, ...own } = this.#written;
    const joined = this.#deep ? mergeParams(inner.data as Plain, own) : over(own, inner.data);
    this.data = withPart(outer.data as Plain, path, joined);
  }

  /** Of a node's parameters groups are joined, of the rest only keys. */
  get #deep(): boolean {
    return this.path.length > 1;
  }

  locate(path: Path, of?: "key" | "value"): string {
    const rest = path.slice(this.path.length);
    const below = rest.length > 0 && this.path.every((step, i) => path[i] === step);
    return below && this.#included(rest)
      ? this.inner.locate(rest, of)
      : this.outer.locate(path, of);
  }

  /** Whether the file has what lies there: the first step that is not written here. */
  #included(rest: Path): boolean {
    let written: unknown = this.#written, there = this.inner.data;
    for (const step of this.#deep ? rest : rest.slice(0, 1)) {
      if (!isPlain(there) || !Object.hasOwn(there, step)) return false;
      if (!isPlain(written)) return false;
      if (!Object.hasOwn(written, step)) return true;
      written = written[step];
      there = there[step];
    }
    return false;
  }
}

/** Data that was made by a program: the file is the only place that is known. */
export class PlainDocument implements Document {
  constructor(readonly data: unknown, readonly file: string) {}

  locate(): string {
    return this.file;
  }
}
