/**
 * Nodes and checks of the user's own: `node: ./FILE.ts` and `type: ./FILE.ts` name a module, whose
 * default export it is, or `#name` another. They join the catalogue under that very text.
 */
import type { NodeDef } from "../../../runtime/node.ts";
import type { AnyCheck, Catalogue } from "../catalogue.ts";
import type { Problem } from "../explain.ts";

/** Loads a module, named relative to the scenario. */
export type LoadModule = (file: string) => Promise<Readonly<Record<string, unknown>>>;

type Plain = Record<string, unknown>;

interface Kind {
  /** Section of a scenario, and the key of an entry that names a module. */
  readonly section: "nodes" | "checks";
  readonly key: "node" | "type";
  /** What it must have. */
  readonly members: readonly string[];
  readonly made: string;
}

const KINDS: readonly Kind[] = [
  {
    section: "nodes",
    key: "node",
    members: ["name", "params", "inputs", "outputs", "create"],
    made: "a node, as defineNode makes it",
  },
  {
    section: "checks",
    key: "type",
    members: ["config", "topics", "init", "see", "verdict"],
    made: "a check: config, topics, init, see and verdict",
  },
];

/** A scenario's data and the catalogue with what it brings along. */
export interface Own {
  readonly data: unknown;
  readonly catalogue: Catalogue;
}

/**
 * Loads what a scenario names by path, and takes in nodes that a TypeScript scenario holds as
 * such. What can't be loaded is a problem at its place.
 */
export async function ownModules(
  data: unknown,
  { catalogue, load }: { catalogue: Catalogue; load?: LoadModule | undefined },
  problems: Problem[],
): Promise<Own> {
  const nodes: Record<string, NodeDef> = {}, checks: Record<string, AnyCheck> = {};
  let whole = data;
  for (const kind of KINDS) {
    const { section, key } = kind;
    for (const [name, entry] of entriesOf(whole, section)) {
      const named = entry[key], path = [section, name, key];
      const into: Record<string, unknown> = section === "nodes" ? nodes : checks;
      if (isLike(named, kind)) {
        into[name] = named;
        whole = withEntry(whole as Plain, [section, name], { ...entry, [key]: name });
      } else if (typeof named === "string" && /^\.{1,2}\//.test(named)) {
        const found = await fetchMember(named, kind, load);
        if (typeof found === "string") problems.push({ path, message: found });
        else into[named] = found.member;
      }
    }
  }
  return {
    data: whole,
    catalogue: {
      ...catalogue,
      nodes: { ...catalogue.nodes, ...nodes },
      checks: { ...catalogue.checks, ...checks },
    },
  };
}

/** The export, or why there is none. */
async function fetchMember(
  named: string,
  kind: Kind,
  load: LoadModule | undefined,
): Promise<{ member: unknown } | string> {
  const [file = "", member = "default"] = named.split("#", 2);
  if (load === undefined) return `${file}: modules can't be loaded here`;
  try {
    const module = await load(file);
    const found = module[member];
    if (isLike(found, kind)) return { member: found };
    const exported = Object.keys(module).join(", ") || "nothing";
    return `${file}: its ${member} export is not ${kind.made}; it exports ${exported}`;
  } catch (error) {
    const said = error instanceof Error ? error : new Error(String(error));
    if (said.name === "InputError") return said.message;
    return `${file}: can't be loaded: ${said.name}: ${said.message.split("\n", 1)[0]}`;
  }
}

function isLike(value: unknown, { members }: Kind): boolean {
  return typeof value === "object" && value !== null && members.every((key) => key in value);
}

function entriesOf(data: unknown, section: string): [string, Plain][] {
  const part = typeof data === "object" && data !== null ? (data as Plain)[section] : undefined;
  if (typeof part !== "object" || part === null) return [];
  return Object.entries(part).filter(([, entry]) => typeof entry === "object" && entry !== null);
}

function withEntry(data: Plain, [section, name]: [string, string], entry: Plain): Plain {
  return { ...data, [section]: { ...data[section] as Plain, [name]: entry } };
}
