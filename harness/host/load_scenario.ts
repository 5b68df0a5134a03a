/** SCENARIO, a name or a path, becomes a checked scenario. */
import { CATALOGUE } from "../catalogue.ts";
import { InputError } from "../errors.ts";
import { type ParseOptions, parseScenario, parseScenarioData } from "../schema/scenario.ts";
import type { Scenario } from "../schema/scenario.ts";
import { findScenario, insideFolder, loadModule, readText } from "./files.ts";

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
  const given: ParseOptions = {
    ...options,
    file: named,
    catalogue: CATALOGUE,
    read: async (file) => readText(await insideFolder(path, file), file),
    load: (file) => loadModule(path, file),
  };
  if (!/\.tsx?$/.test(path)) return await parseScenario(await readText(path, named), given);
  await readText(path, named); // missing or unreadable is told as of any other file
  const { default: data } = await loadModule(path, path).catch((error: Error) => {
    throw new InputError(`${named}: can't be loaded: ${error.message.split("\n", 1)[0]}`);
  });
  if (typeof data !== "object" || data === null) {
    throw new InputError(`${named}: its default export is not a scenario { name, … }`);
  }
  return await parseScenarioData(data, given);
}
