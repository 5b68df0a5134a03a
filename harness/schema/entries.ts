/** The entries of `sensors`, `nodes`, `checks` and `faults`, each by the schema of its own type. */
import type { z } from "zod";
import type { Catalogue } from "./catalogue.ts";
import { strict } from "./catalogue.ts";
import { check, type Problem, show } from "./explain.ts";
import { unknownParams } from "../../runtime/params.ts";
import { suggestion } from "../../runtime/params/nearest.ts";
import type { Outline } from "./outline.ts";
import type { Path } from "./source.ts";
import type { CheckEntry, FaultEntry, NodeEntry, SensorEntry } from "./scenario.ts";

/** Where problems go and names are looked up. */
interface Context {
  readonly problems: Problem[];
  readonly catalogue: Catalogue;
}

type Plain = Record<string, unknown>;

/** Sensors: the preset's values, what is written over them, and defaults under both. */
export function parseSensors(entries: unknown, context: Context): Record<string, SensorEntry> {
  const out: Record<string, SensorEntry> = {};
  for (const [name, entry] of typedEntries(entries)) {
    const { preset, ...written } = entry;
    const type = entry.type;
    const sensor = lookUp(type, context.catalogue.sensors, ["sensors", name, "type"], context);
    if (!sensor) continue;
    const at = ["sensors", name];
    let values: Plain = {};
    if (preset !== undefined) {
      const found = lookUp(preset, sensor.presets, [...at, "preset"], context);
      if (!found) continue;
      values = found.values;
    }
    const config = check(strict(sensor.config), merge(values, written), { ...context, at });
    if (config !== undefined) {
      out[name] = { type: String(type), sensor, config: config as SensorEntry["config"] };
    }
  }
  return out;
}

/** Nodes: parameters by the node's own schema. */
export function parseNodes(
  entries: Outline["nodes"],
  { problems, catalogue }: Context,
): Record<string, NodeEntry> {
  const out: Record<string, NodeEntry> = {};
  for (const [name, entry] of Object.entries(entries)) {
    const def = lookUp(entry.node, catalogue.nodes, ["nodes", name, "node"], { problems });
    if (!def) continue;
    checkParams(def.params, entry.params, { at: ["nodes", name, "params"], problems });
    const { params: given, namespace = "", remap, compute_ms, initial } = entry;
    const script = entry.fetch !== undefined && { fetch: entry.fetch };
    out[name] = { def, given, namespace, remap, compute_ms, initial, ...script };
  }
  return out;
}

/** Parameters by a node's schema: values, and names of groups too, which zod alone passes over. */
export function checkParams(
  schema: z.ZodType,
  params: Plain,
  { at, problems }: { readonly at: Path; readonly problems: Problem[] },
): void {
  check(strict(schema), params, { at, problems });
  for (const { path, message } of unknownParams(schema, params)) {
    if (path.length === 1) continue; // told above
    const text = message.replace("unknown name", "unknown key");
    problems.push({ path: [...at, ...path], message: text, key: true });
  }
}

/** Checks, each by the schema of its type. */
export function parseChecks(entries: unknown, context: Context): Record<string, CheckEntry> {
  const out: Record<string, CheckEntry> = {};
  for (const [name, { type, ...written }] of typedEntries(entries)) {
    const found = lookUp(type, context.catalogue.checks, ["checks", name, "type"], context);
    if (!found) continue;
    const config = check(strict(found.config), written, { ...context, at: ["checks", name] });
    if (config !== undefined) out[name] = { type: String(type), check: found, config };
  }
  return out;
}

/** Faults, each by the schema of its type. */
export function parseFaults(entries: unknown, context: Context): Record<string, FaultEntry> {
  const out: Record<string, FaultEntry> = {};
  for (const [name, entry] of typedEntries(entries)) {
    const { type } = entry;
    const fault = lookUp(type, context.catalogue.faults, ["faults", name, "type"], context);
    if (!fault) continue;
    const config = check(fault.config, entry, { ...context, at: ["faults", name] });
    if (config !== undefined) out[name] = { type: String(type), fault, config };
  }
  return out;
}

/** The entries that have the frame of one; the outline has told about the others. */
function typedEntries(entries: unknown): [string, Plain][] {
  if (typeof entries !== "object" || entries === null) return [];
  return Object.entries(entries).filter(([, entry]) =>
    typeof entry === "object" && entry !== null && typeof entry.type === "string"
  );
}

function lookUp<T>(
  name: unknown,
  among: Readonly<Record<string, T>>,
  path: string[],
  { problems }: { problems: Problem[] },
): T | undefined {
  if (typeof name === "string" && Object.hasOwn(among, name)) return among[name];
  const kind = path.at(-1) === "preset" ? "preset" : path[0]!.replace(/s$/, "");
  const hint = suggestion(String(name), Object.keys(among));
  problems.push({ path, message: `unknown ${kind} ${show(name)}; ${hint}` });
  return undefined;
}

/** `over` on top of `under`, mapping by mapping. */
function merge(under: Plain, over: Plain): Plain {
  const out: Plain = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = out[key];
    out[key] = isPlain(below) && isPlain(value) ? merge(below, value) : value;
  }
  return out;
}

function isPlain(value: unknown): value is Plain {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
