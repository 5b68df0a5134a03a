/** The Python of `deno task oracles`, for tests that ask it live. */

const PATH = ".oracles/bin/python";

function exists(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** Whether the environment is there. Tests that need it are named with {@linkcode NEEDS_PYTHON}. */
export const HAS_PYTHON: boolean = exists(PATH) && exists(".oracles/installed.txt");

/** What a test's name ends with that is skipped without Python. */
export const NEEDS_PYTHON = "(needs `deno task oracles`)";

/** Runs one of the scripts here and parses what it prints as JSON. @throws {Error} it failed */
export async function askPython(script: string, args: readonly string[]): Promise<unknown> {
  const command = new Deno.Command(PATH, { args: [`tests/oracles/${script}`, ...args] });
  const { success, stdout, stderr } = await command.output();
  if (!success) throw new Error(`${script}: ${new TextDecoder().decode(stderr)}`);
  return JSON.parse(new TextDecoder().decode(stdout));
}
