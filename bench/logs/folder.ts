/** Where the real logs lie: beside the project, not in it. */

const DATA = new URL("../../../shared/data/", import.meta.url);

/** The path of a file of the data folder; undefined where it is absent. */
export function dataFile(name: string): string | undefined {
  const path = new URL(name, DATA).pathname;
  try {
    Deno.statSync(path);
    return path;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
