/** A scenario: from YAML to checked data, or one error that says all that is wrong with it. */
import { InputError } from "../errors.ts";
import { SECOND } from "../../msgs/time.ts";
import type { NodeDef } from "../../runtime/node.ts";
import type { AnyCheck, AnySensor, Catalogue } from "./catalogue.ts";
import { parseChecks, parseFaults, parseNodes, parseSensors } from "./entries.ts";
import { check, type Problem, refuse } from "./explain.ts";
import { type Outline, outlineOf } from "./outline.ts";
import { parseSeeds } from "./seeds.ts";
import { Source } from "./source.ts";
import { crossCheck } from "./cross_check.ts";

/** A sensor of a scenario: preset and defaults are filled in. */
export interface SensorEntry {
  readonly type: string;
  readonly sensor: AnySensor;
  // deno-lint-ignore no-explicit-any
  readonly config: any;
}

/** A node of a scenario, its parameters parsed. */
export interface NodeEntry {
  readonly def: NodeDef;
  /** As written, without defaults. */
  readonly given: Readonly<Record<string, unknown>>;
  readonly namespace: string;
  readonly remap: Readonly<Record<string, string>>;
  readonly compute_ms: Outline["nodes"][string]["compute_ms"];
  readonly initial: Outline["nodes"][string]["initial"];
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
  /** Integer nanoseconds. */
  readonly durationNs: number;
  // deno-lint-ignore no-explicit-any
  readonly world: any;
  // deno-lint-ignore no-explicit-any
  readonly robot: any;
  readonly sensors: Readonly<Record<string, SensorEntry>>;
  readonly nodes: Readonly<Record<string, NodeEntry>>;
  readonly checks: Readonly<Record<string, CheckEntry>>;
  readonly seeds: readonly number[] | undefined;
  readonly expect: "pass" | "fail";
  readonly truth: "simulation" | "none";
}

/**
 * Parses a scenario.
 *
 * @param text YAML
 * @param options.file how errors name it
 * @throws {InputError} with a line for each thing that is wrong: `file:line:column: path: …`
 */
export function parseScenario(
  text: string,
  { file, catalogue }: { file: string; catalogue: Catalogue },
): Scenario {
  const source = new Source(text, file);
  const problems: Problem[] = [];
  if (source.data === null) throw new InputError(`${file}: is empty; expected a scenario`);
  const outline = check(outlineOf(catalogue), source.data, { at: [], problems });
  const raw = source.data as Partial<Record<string, unknown>>;
  // Entries are looked at even if the outline is wrong elsewhere: one run shows all problems.
  const found = { problems, catalogue };
  const sensors = parseSensors(outline?.sensors ?? raw?.sensors, found);
  const nodes = parseNodes(outline?.nodes ?? {}, found);
  const checks = parseChecks(outline?.checks ?? raw?.checks, found);
  parseFaults(outline?.faults ?? raw?.faults, found);
  const seeds = outline && seedsOf(outline, problems);
  if (!outline || problems.length > 0) refuse(problems, source);
  const scenario: Scenario = {
    name: outline.name,
    file,
    seed: outline.seed,
    durationNs: Math.round(outline.duration_s * SECOND),
    world: outline.world,
    robot: outline.robot,
    sensors,
    nodes,
    checks,
    seeds,
    expect: outline.expect,
    truth: outline.truth,
  };
  problems.push(...crossCheck(scenario));
  if (problems.length > 0) refuse(problems, source);
  return scenario;
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
