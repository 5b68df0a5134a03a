/** SCENARIO on the command line: a name or a path becomes a checked scenario. */
import { CATALOGUE } from "../harness/catalogue.ts";
import { findScenario, readBeside, readText } from "../harness/host/files.ts";
import { parseScenario, type Scenario } from "../harness/schema/scenario.ts";

/** Reads and checks it. @throws {InputError} missing, or with all that is wrong in it */
export async function loadScenario(name: string): Promise<Scenario> {
  const { path, named } = findScenario(name);
  return await parseScenario(await readText(path, named), {
    file: named,
    catalogue: CATALOGUE,
    read: (file) => readBeside(path, file),
  });
}
