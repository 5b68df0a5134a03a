/** A scenario: from YAML to checked data, or one error that says all that is wrong with it. */
import { type Nanos, SECOND } from "../../msgs/time.ts";
import type { ComputeTime } from "../../runtime/host/compute.ts";
import type { FetchScript } from "../../runtime/host/fetch.ts";
import type { NodeDef } from "../../runtime/node.ts";
import { filesOf, meshesOf, readMesh, type SimConfig } from "../../sim/mod.ts";
import { InputError } from "../errors.ts";
import type { AnyFault, FaultConfig } from "../../sim/mod.ts";
import type { AnyCheck, AnySensor, Catalogue } from "./catalogue.ts";
import { crossCheck } from "./cross_check.ts";
import { parseChecks, parseFaults, parseNodes, parseSensors } from "./entries.ts";
import { check, type Problem, refuse } from "./explain.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { parseSeeds } from "./seeds.ts";
import { simConfigOf, simulationOf } from "./sim_config.ts";
import { type Document, PlainDocument, type Read, withIncludes } from "./files/include.ts";
import { type LoadModule, ownModules } from "./files/modules.ts";
import { Source } from "./source.ts";
import type { TruthSource } from "../hil/truth/source.ts";
import { drawsOf, SWEEP, type Sweep, type Variant, variantAt, withVariant } from "./sweep.ts";

/** A sensor of a scenario: preset and defaults are filled in. */
export interface SensorEntry {
  readonly type: string;
  readonly sensor: AnySensor;
  readonly config: SimConfig["sensors"][string];
}

/** A node of a scenario, its parameters checked. */
export interface NodeEntry {
  readonly def: NodeDef;
  /** As written, without defaults. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly namespace: string;
  readonly remap: Readonly<Record<string, string>>;
  readonly compute_ms: ComputeTime;
  /** What the network answers; absent: nothing. */
  readonly fetch?: FetchScript | undefined;
  readonly initial: Outline["nodes"][string]["initial"];
}

/** A fault of a scenario. */
export interface FaultEntry {
  readonly type: string;
  readonly fault: AnyFault;
  readonly config: FaultConfig;
}

/** A check of a scenario. */
export interface CheckEntry {
  readonly type: string;
  readonly check: AnyCheck;
  readonly config: unknown;
}

/** A scenario that can be run. */
export interface Scenario {
  readonly name: string;
  /** As the user named the file. */
  readonly file: string;
  readonly seed: number;
  readonly durationNs: Nanos;
  readonly world: SimConfig["world"];
  readonly robot: SimConfig["robot"];
  readonly sensors: Readonly<Record<string, SensorEntry>>;
  readonly nodes: Readonly<Record<string, NodeEntry>>;
  /** In the order in which they stand between a sensor and its readers. */
  readonly faults: Readonly<Record<string, FaultEntry>>;
  readonly checks: Readonly<Record<string, CheckEntry>>;
  readonly seeds: readonly number[] | undefined;
  readonly tags: readonly string[];
  readonly sweep: Sweep;
  /** What it was parsed with, of the sweep's axes. */
  readonly variant: Variant;
  readonly expect: "pass" | "fail";
  readonly truth: TruthSource;
  /** Texts of files that it names, by name: recorded trajectories. */
  readonly files: Readonly<Record<string, string>>;
  /** Triangles of the meshes that its world names, by name: nine numbers each. */
  readonly meshes: Readonly<Record<string, Float64Array>>;
  /** The bytes of a file that a node names, such as a model. */
  readonly bytes?: ReadBytes | undefined;
}

/** Gives a file's bytes, its path relative to the scenario. @throws {InputError} it can't be read */
export type ReadBytes = (path: string) => Promise<Uint8Array>;

/** How to parse a scenario. */
export interface ParseOptions {
  /** How errors name it. */
  readonly file: string;
  readonly catalogue: Catalogue;
  /** The text of a file that the scenario names. */
  readonly read?: Read | undefined;
  /** The bytes of a file that a node names. */
  readonly bytes?: ReadBytes | undefined;
  /** The module of a node or check of the user's own. */
  readonly load?: LoadModule | undefined;
  /** For what a sweep draws; default: the scenario's. */
  readonly seed?: number | undefined;
  /** Values over what is written, swept ones among them. */
  readonly set?: Variant | undefined;
}

/**
 * Parses a scenario; all that can be known to be wrong before a run is found here.
 *
 * @param text YAML
 * @throws {InputError} with a line for each thing that is wrong: `file:line:column: path: …`
 */
export async function parseScenario(text: string, options: ParseOptions): Promise<Scenario> {
  const source = new Source(text, options.file);
  if (source.data === null) throw new InputError(`${options.file}: is empty; expected a scenario`);
  return await parseDocument(source, options);
}

/** The same from data that a program made, such as a TypeScript scenario's export. */
export function parseScenarioData(data: unknown, options: ParseOptions): Promise<Scenario> {
  return parseDocument(new PlainDocument(data, options.file), options);
}

async function parseDocument(written: Document, options: ParseOptions): Promise<Scenario> {
  const source = await withIncludes(written, options.read);
  const problems: Problem[] = [];
  const swept = sweepOf(source.data, options);
  const set = { ...swept.variant, ...options.set };
  const own = await ownModules(withVariant(source.data, set, problems), options, problems);
  if (problems.length > 0) refuse(problems, source);
  const scenario = assemble(own.data, { ...options, catalogue: own.catalogue }, problems);
  if (!scenario) return refuse(problems, source);
  problems.push(...crossCheck(scenario));
  if (problems.length > 0) refuse(problems, source);
  const files = await readFiles(scenario, source, options);
  const meshes = await readMeshes(scenario, source, options);
  const whole = { ...scenario, variant: swept.variant, files, meshes, bytes: options.bytes };
  try {
    simulationOf(whole, { seed: whole.seed, durationNs: whole.durationNs });
  } catch (error) {
    if (error instanceof InputError) refuse([pointed(error.message, options.file)], source);
    throw error;
  }
  return whole;
}

/** The values that a sweep takes; of a sweep that is wrong nothing, the outline tells why. */
function sweepOf(data: unknown, { seed, set = {} }: ParseOptions): { variant: Variant } {
  const raw = data as { sweep?: unknown; seed?: unknown } | null;
  const sweep = SWEEP.safeParse(raw?.sweep);
  if (!sweep.success) return { variant: {} };
  const root = seed ?? (Number.isSafeInteger(raw?.seed) ? raw!.seed as number : 1);
  const first = { ...variantAt(sweep.data, 0), ...drawsOf(sweep.data, root) };
  const paths = Object.keys(sweep.data);
  const variant = paths.map((path) => [path, set[path] ?? first[path]!] as const);
  return { variant: Object.fromEntries(variant) };
}

/** Every part by its own schema; undefined where there are problems. */
function assemble(
  data: unknown,
  { file, catalogue }: Pick<ParseOptions, "file" | "catalogue">,
  problems: Problem[],
): Scenario | undefined {
  const outline = check(outlineOf(catalogue), data, { at: [], problems });
  const raw = (outline ?? data) as Partial<Record<string, unknown>>;
  // Entries are looked at even if the outline is wrong elsewhere: one run shows all problems.
  const context = { problems, catalogue };
  const sensors = parseSensors(raw.sensors, context);
  const nodes = parseNodes(outline?.nodes ?? {}, context);
  const checks = parseChecks(raw.checks, context);
  const faults = parseFaults(raw.faults, context);
  const seeds = outline && seedsOf(outline, problems);
  if (!outline || problems.length > 0) return undefined;
  return {
    name: outline.name,
    file,
    seed: outline.seed,
    durationNs: Math.round(outline.duration_s * SECOND),
    world: outline.world as SimConfig["world"],
    robot: outline.robot as SimConfig["robot"],
    sensors,
    nodes,
    faults,
    checks,
    seeds,
    tags: outline.tags,
    sweep: outline.sweep,
    variant: {},
    expect: outline.expect,
    truth: outline.truth,
    files: {},
    meshes: {},
  };
}

async function readFiles(
  scenario: Scenario,
  source: Document,
  { read }: ParseOptions,
): Promise<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const name of filesOf(simConfigOf(scenario, scenario.durationNs))) {
    try {
      if (read === undefined) throw new InputError(`${name}: files can't be read here`);
      files[name] = await read(name);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      refuse([{ path: ["robot", "trajectory", "file"], message: error.message }], source);
    }
  }
  return files;
}

async function readMeshes(
  { world }: Scenario,
  source: Document,
  { bytes }: ParseOptions,
): Promise<Record<string, Float64Array>> {
  const meshes: Record<string, Float64Array> = {};
  for (const name of meshesOf({ world })) {
    try {
      if (bytes === undefined) throw new InputError(`${name}: files can't be read here`);
      const folder = name.slice(0, name.lastIndexOf("/") + 1);
      const mesh = await readMesh(name, await bytes(name), (file) => bytes(`${folder}${file}`));
      meshes[name] = mesh.triangles;
    } catch (error) {
      if (!(error instanceof InputError || error instanceof RangeError)) throw error;
      const at = world.objects.findIndex((one) => one.type === "mesh" && one.file === name);
      refuse([{ path: ["world", "objects", at, "file"], message: error.message }], source);
    }
  }
  return meshes;
}

/** The simulator's words with the path that they begin with, if they do. */
function pointed(message: string, file: string): Problem {
  const text = message.slice(file.length + 2);
  const [, place, rest] = /^((?:robot|sensors|world|faults)[a-z0-9_.]*): (.*)$/s.exec(text) ?? [];
  if (place === undefined) return { path: ["robot"], message: text };
  return { path: place.split("."), message: rest! };
}

function seedsOf({ seeds }: Outline, problems: Problem[]): readonly number[] | undefined {
  if (seeds === undefined || typeof seeds !== "string") return seeds;
  try {
    return parseSeeds(seeds, "seeds");
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push({ path: ["seeds"], message: error.message.replace(/^seeds: /, "") });
    return undefined;
  }
}
