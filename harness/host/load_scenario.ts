/** SCENARIO, a name or a path, becomes a checked scenario. */
import { CATALOGUE } from "../catalogue.ts";
import { InputError } from "../errors.ts";
import { PlainDocument, withIncludes } from "../schema/files/include.ts";
import { type ParseOptions, parseScenario, parseScenarioData } from "../schema/scenario.ts";
import type { Scenario } from "../schema/scenario.ts";
import { Source } from "../schema/source.ts";
import { findScenario, insideFolder, loadModule, readBytes, readText } from "./files.ts";

/** What may be over a scenario as it is written. */
export type LoadOptions = Pick<ParseOptions, "seed" | "set">;

/**
 * Finds, reads and checks it. Files that it includes stay within its folder, modules within that
 * or where the user stands.
 *
 * @param name a name in scenarios/ or a path; of a TypeScript scenario, which exports its data
 * @throws {InputError} missing, or with all that is wrong in it
 */
export async function loadScenario(name: string, options: LoadOptions = {}): Promise<Scenario> {
  const { path, named } = findScenario(name);
  const given = { ...options, ...surroundings(path, named) };
  return isModule(path)
    ? await parseScenarioData(await moduleData(path, named), given)
    : await parseScenario(await readText(path, named), given);
}

/** The same from a text that stands for the file. */
export async function loadScenarioText(
  text: string,
  name: string,
  options: LoadOptions = {},
): Promise<Scenario> {
  const { path, named } = findScenario(name);
  return await parseScenario(text, { ...options, ...surroundings(path, named) });
}

/** A scenario as plain data, with what it includes; nothing is checked. @throws {InputError} */
export async function readScenarioData(name: string): Promise<unknown> {
  const { path, named } = findScenario(name);
  const document = isModule(path)
    ? new PlainDocument(await moduleData(path, named), named)
    : new Source(await readText(path, named), named);
  return (await withIncludes(document, surroundings(path, named).read)).data;
}

function surroundings(path: string, named: string) {
  return {
    file: named,
    catalogue: CATALOGUE,
    read: async (file: string) => readText(await insideFolder(path, file), file),
    bytes: async (file: string) => readBytes(await insideFolder(path, file), file),
    load: (file: string) => loadModule(path, file),
  };
}

function isModule(path: string): boolean {
  return /\.tsx?$/.test(path);
}

async function moduleData(path: string, named: string): Promise<unknown> {
  await readText(path, named); // missing or unreadable is told as of any other file
  const { default: data } = await loadModule(path, path).catch((error: Error) => {
    throw new InputError(`${named}: can't be loaded: ${error.message.split("\n", 1)[0]}`);
  });
  if (typeof data === "object" && data !== null) return data;
  throw new InputError(`${named}: its default export is not a scenario { name, … }`);
}
