/** Files that a user names: found, read and checked, with errors that a user can act on. */
import { dirname, resolve } from "#path";
import { InputError } from "../errors.ts";
import { suggestion } from "../../runtime/params/nearest.ts";

/** The folder of the scenarios that come with Dryrun. */
const SCENARIOS = resolve(import.meta.dirname!, "../../scenarios");

/** Scenario files above this are refused unread. */
const BYTES_MAX = 4 << 20;

/** A path as the user means it: relative to where they stand, since deno task changes folder. */
export function userPath(path: string): string {
  const standing = Deno.permissions.querySync({ name: "env", variable: "INIT_CWD" });
  const folder = standing.state === "granted" ? Deno.env.get("INIT_CWD") : undefined;
  return resolve(folder ?? Deno.cwd(), path);
}

/** The text of a file. @throws {InputError} missing, unreadable, too large or not UTF-8 */
export async function readText(path: string, named = path): Promise<string> {
  const bytes = await attempt(named, async () => {
    const { size, isDirectory } = await Deno.stat(path);
    if (isDirectory) throw new InputError(`${named}: is a folder; expected a file`);
    if (size > BYTES_MAX) {
      throw new InputError(`${named}: ${size} bytes; expected at most ${BYTES_MAX}`);
    }
    return await Deno.readFile(path);
  });
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${named}: not UTF-8 text`);
  }
}

/** The text of a file that another names, relative to that one. */
export function readBeside(path: string, file: string): Promise<string> {
  return readText(resolve(dirname(path), file), file);
}

/** A scenario file that was found. */
export interface ScenarioFile {
  /** As the user named it: for errors. */
  readonly named: string;
  readonly path: string;
}

/** Names of the scenarios that come with Dryrun, sorted. */
export function scenarioNames(): string[] {
  return [...Deno.readDirSync(SCENARIOS)]
    .filter(({ name, isFile }) => isFile && name.endsWith(".yaml"))
    .map(({ name }) => name.slice(0, -".yaml".length))
    .sort();
}

/**
 * The file behind SCENARIO: a path if it has a slash or ends in .yaml or .yml, else a name.
 *
 * @throws {InputError} no scenario of that name
 */
export function findScenario(scenario: string): ScenarioFile {
  if (/[\\/]|\.ya?ml$/.test(scenario)) return { named: scenario, path: userPath(scenario) };
  const names = scenarioNames();
  if (!names.includes(scenario)) {
    throw new InputError(`no scenario "${scenario}"; ${suggestion(scenario, names)}`);
  }
  return { named: `scenarios/${scenario}.yaml`, path: resolve(SCENARIOS, `${scenario}.yaml`) };
}

/**
 * Where to write what a flag names: an absolute path.
 *
 * @throws {InputError} its folder does not exist, or it is a folder itself
 */
export async function writablePath(path: string, flag: string): Promise<string> {
  const full = userPath(path);
  const parent = await attempt(flag, () => Deno.stat(dirname(full)).catch(missingAsUndefined));
  if (!parent?.isDirectory) {
    throw new InputError(`${flag} ${path}: no such folder ${dirname(full)}`);
  }
  const target = await attempt(flag, () => Deno.stat(full).catch(missingAsUndefined));
  if (target?.isDirectory) throw new InputError(`${flag} ${path}: is a folder; expected a file`);
  return full;
}

/** Writes a text file whole. @throws {InputError} it can't be written */
export async function writeText(path: string | URL, text: string): Promise<void> {
  await attempt(String(path), () => Deno.writeTextFile(path, text));
}

/** Runs a file operation; what the system refuses becomes one line. */
async function attempt<R>(named: string, operate: () => Promise<R>): Promise<R> {
  try {
    return await operate();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) throw new InputError(`${named}: no such file`);
    if (error instanceof Deno.errors.NotADirectory) {
      throw new InputError(`${named}: no such file`);
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw new InputError(`${named}: ${error.message.split("\n", 1)[0]}`);
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new InputError(`${named}: permission denied`);
    }
    throw error;
  }
}

function missingAsUndefined(error: unknown): undefined {
  if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return;
  throw error;
}
