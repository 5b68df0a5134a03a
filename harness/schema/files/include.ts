/**
 * `include` in `world`, `robot` and the sections of entries: another file has their values, what is
 * written beside it goes over them. Files are named relative to the one that names them and stay within the scenario's
 * folder; one that includes itself, through others or not, is refused.
 */
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
    whole = new Joined(whole, key, inner);
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
    from: file.includes("/") ? file.slice(0, file.lastIndexOf("/")) : "",
    chain: [...chain, file],
    place: source.locate(["include"]),
  });
  return new Under(source, inner);
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

/** A scenario with a file under one of its keys. */
class Joined implements Document {
  readonly file: string;
  readonly data: Plain;

  constructor(readonly outer: Document, readonly key: string, readonly inner: Document) {
    this.file = outer.file;
    const whole = outer.data as Plain;
    this.data = { ...whole, [key]: over(whole[key] as Plain, inner.data) };
  }

  locate(path: Path, of?: "key" | "value"): string {
    const written = (this.outer.data as Plain)[this.key] as Plain;
    const inner = path[0] === this.key && path.length > 1 &&
      !Object.hasOwn(written, path[1]!) && Object.hasOwn(this.inner.data as Plain, path[1]!);
    return inner ? this.inner.locate(path.slice(1), of) : this.outer.locate(path, of);
  }
}

/** Data that was made by a program: the file is the only place that is known. */
export class PlainDocument implements Document {
  constructor(readonly data: unknown, readonly file: string) {}

  locate(): string {
    return this.file;
  }
}
