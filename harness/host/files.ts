/** Files that a user names: found, read and checked, with errors that a user can act on. */
import { dirname, isAbsolute, relative, resolve } from "#path";
import { InputError } from "../errors.ts";
import { suggestion } from "../../runtime/params/nearest.ts";

/** The folder of the scenarios that come with Dryrun. */
const SCENARIOS = resolve(import.meta.dirname!, "../../scenarios");

/** Scenario files above this are refused. */
const BYTES_MAX = 4 << 20;

/** A path as the user means it: relative to where they stand, since deno task changes folder. */
export function userPath(path: string): string {
  const standing = Deno.permissions.querySync({ name: "env", variable: "INIT_CWD" });
  const folder = standing.state === "granted" ? Deno.env.get("INIT_CWD") : undefined;
  return resolve(folder ?? Deno.cwd(), path);
}

/** Results files above this are refused: a run is a line of some kilobytes. */
const RESULTS_BYTES_MAX = 400 << 20;

/** The text of a results file. @throws {InputError} as {@linkcode readText} does */
export function readResults(named: string): Promise<string> {
  return readText(userPath(named), named, RESULTS_BYTES_MAX);
}

/** The text of a file. @throws {InputError} missing, unreadable, too large or not UTF-8 */
export async function readText(path: string, named = path, most = BYTES_MAX): Promise<string> {
  const bytes = await attempt(named, () => readBounded(path, named, most));
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${named}: not UTF-8 text`);
  }
}

/** Files of nodes, such as models, above this are refused. */
const NODE_FILE_MAX = 1 << 30;

/** The bytes of a file that a node names. @throws {InputError} missing, unreadable or too large */
export function readBytes(path: string, named = path): Promise<Uint8Array> {
  return attempt(named, () => readBounded(path, named, NODE_FILE_MAX));
}

/** A file's bytes; devices and pipes do not tell their size, so it is counted while reading. */
async function readBounded(path: string, named: string, most = BYTES_MAX): Promise<Uint8Array> {
  if ((await Deno.stat(path)).isDirectory) {
    throw new InputError(`${named}: is a folder; expected a file`);
  }
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const part of (await Deno.open(path)).readable) {
    size += part.length;
    if (size > most) throw new InputError(`${named}: more than ${most} bytes`);
    parts.push(part);
  }
  return await new Blob(parts).bytes();
}

/**
 * The path of a file that another names, relative to that one's folder, links followed.
 *
 * @throws {InputError} it is not there, or leads out of the folder
 */
export async function insideFolder(path: string, file: string): Promise<string> {
  const folder = dirname(path), full = resolve(folder, file);
  await attempt(file, () => Deno.stat(full));
  const [real, root] = await Promise.all([Deno.realPath(full), Deno.realPath(folder)]);
  if (isBelow(root, real)) return real;
  throw new InputError(`${file}: leads out of the scenario's folder; expected a file inside it`);
}

/**
 * Loads a module of the user's own, named relative to the file that names it. It lies in that
 * file's folder or where the user stands.
 *
 * @throws {InputError} it is not there, or outside
 */
export async function loadModule(path: string, file: string): Promise<Record<string, unknown>> {
  const folder = dirname(path), full = resolve(folder, file);
  await attempt(file, () => Deno.stat(full));
  const real = await Deno.realPath(full);
  const roots = await Promise.all([folder, userPath(".")].map((root) => Deno.realPath(root)));
  if (!roots.some((root) => isBelow(root, real))) {
    throw new InputError(`${file}: lies outside of ${roots[1]} and of the scenario's folder`);
  }
  const url = new URL("file:///");
  url.pathname = real.replaceAll("%", "%25").replaceAll("\\", "/");
  return await import(url.href);
}

/** A module that a file names, as another file in another folder would name it. */
export function moduleFrom(named: string, from: string, to: string): string {
  const [file = "", member] = named.split("#", 2);
  const way = relative(dirname(to), resolve(dirname(from), file)).replaceAll("\\", "/");
  const dotted = way.startsWith(".") ? way : `./${way}`;
  return member === undefined ? dotted : `${dotted}#${member}`;
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path);
  return way !== "" && !way.startsWith("..") && !isAbsolute(way);
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
    .filter(({ name, isFile }) => isFile && /\.(yaml|ts)$/.test(name))
    .map(({ name }) => name.replace(/\.(yaml|ts)$/, ""))
    .sort();
}

/**
 * The file behind SCENARIO: a path if it has a slash or ends in .yaml, .yml or .ts, else a name.
 *
 * @throws {InputError} no scenario of that name
 */
export function findScenario(scenario: string): ScenarioFile {
  if (/[\\/]|\.(ya?ml|ts)$/.test(scenario)) return { named: scenario, path: userPath(scenario) };
  const names = scenarioNames();
  if (!names.includes(scenario)) {
    throw new InputError(`no scenario "${scenario}"; ${suggestion(scenario, names)}`);
  }
  const file = existing(`${scenario}.yaml`) ?? `${scenario}.ts`;
  return { named: `scenarios/${file}`, path: resolve(SCENARIOS, file) };
}

function existing(file: string): string | undefined {
  return [...Deno.readDirSync(SCENARIOS)].some(({ name }) => name === file) ? file : undefined;
}

/**
 * Where to write what a flag names: an absolute path.
 *
 * @throws {InputError} its folder does not exist, or it is a folder itself
 */
export async function writablePath(path: string, flag: string): Promise<string> {
  if (path === "") throw new InputError(`${flag}: expected the name of a file`);
  const full = userPath(path);
  const parent = await attempt(flag, () => Deno.stat(dirname(full)).catch(missingAsUndefined));
  if (!parent?.isDirectory) {
    throw new InputError(`${flag} ${path}: no such folder ${dirname(full)}`);
  }
  const target = await attempt(flag, () => Deno.stat(full).catch(missingAsUndefined));
  if (target?.isDirectory) throw new InputError(`${flag} ${path}: is a folder; expected a file`);
  return full;
}

/**
 * A folder to write into: made if it is not there.
 *
 * @throws {InputError} its parent does not exist, or it is a file
 */
export async function writableFolder(path: string, flag: string): Promise<string> {
  const full = userPath(path);
  const parent = await attempt(flag, () => Deno.stat(dirname(full)).catch(missingAsUndefined));
  if (!parent?.isDirectory) {
    throw new InputError(`${flag} ${path}: no such folder ${dirname(full)}`);
  }
  const target = await attempt(flag, () => Deno.stat(full).catch(missingAsUndefined));
  if (target === undefined) await attempt(flag, () => Deno.mkdir(full));
  else if (!target.isDirectory) {
    throw new InputError(`${flag} ${path}: is a file; expected a folder`);
  }
  return full;
}

/** Writes a text file whole. @throws {InputError} it can't be written */
export async function writeText(path: string | URL, text: string): Promise<void> {
  await attempt(String(path), () => Deno.writeTextFile(path, text));
}

/** Writes a file of bytes whole. @throws {InputError} it can't be written */
export async function writeBytes(path: string, bytes: Uint8Array): Promise<void> {
  await attempt(path, () => Deno.writeFile(path, bytes));
}

/** Copies a file; false: there is none. @throws {InputError} it can't be copied */
export async function copyFile(from: string, to: string): Promise<boolean> {
  const found = await attempt(from, () => Deno.stat(from).catch(missingAsUndefined));
  if (!found?.isFile) return false;
  if (resolve(from) !== resolve(to)) await attempt(to, () => Deno.copyFile(from, to));
  return true;
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
    // Whatever else the system refuses has a code: a loop of links, a full disk, too long a name.
    const { code, message } = error as { code?: unknown; message?: unknown };
    if (typeof code !== "string" || typeof message !== "string") throw error;
    throw new InputError(`${named}: ${message.split(/ \(os error|: \w+ '/, 1)[0]}`);
  }
}

function missingAsUndefined(error: unknown): undefined {
  if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return;
  throw error;
}
