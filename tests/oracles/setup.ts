/**
 * `deno task oracles`: a Python environment in .oracles/ with the packages of requirements.txt, for
 * the tests that ask an independent implementation. Does nothing where it is there already; where
 * it can't be made (no Python, no network), it says so and those tests are skipped by name.
 */

/** Folder of the environment, from the project's root. */
const FOLDER = ".oracles";
const PYTHON = `${FOLDER}/bin/python`;
const WANTED = new URL("./requirements.txt", import.meta.url);
/** Written last: an environment without it was not finished. */
const DONE = `${FOLDER}/installed.txt`;

/** Runs a program; undefined where it worked, else the last line that it said. */
function failure(program: string, args: string[]): string | undefined {
  console.log(`> ${[program, ...args].join(" ")}`);
  try {
    const { success, stderr, stdout } = new Deno.Command(program, { args }).outputSync();
    if (success) return undefined;
    const said = new TextDecoder().decode(stderr) + new TextDecoder().decode(stdout);
    return said.trim().split("\n").at(-1) ?? "it failed without a word";
  } catch (cause) {
    return cause instanceof Deno.errors.NotFound ? `there is no ${program}` : String(cause);
  }
}

function textOf(path: string | URL): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch {
    return undefined;
  }
}

/** A half-made environment would make tests fail that should be skipped. */
function remove(): void {
  try {
    Deno.removeSync(FOLDER, { recursive: true });
  } catch (cause) {
    if (!(cause instanceof Deno.errors.NotFound)) throw cause;
  }
}

function setUp(): string {
  const wanted = textOf(WANTED) ?? "";
  if (textOf(DONE) === wanted) return `${FOLDER}/ is up to date`;
  remove();
  const steps: [string, string[]][] = [
    ["python3", ["-m", "venv", FOLDER]],
    [PYTHON, [
      ...["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--only-binary=:all:"],
      ...["-r", "tests/oracles/requirements.txt"],
    ]],
  ];
  for (const [program, args] of steps) {
    const reason = failure(program, args);
    if (reason === undefined) continue;
    remove();
    return `no Python oracles: ${reason}. The tests that need them are skipped by name.`;
  }
  Deno.writeTextFileSync(DONE, wanted);
  return `${FOLDER}/ is ready: ${wanted.match(/^\w.*$/gm)?.join(", ")}`;
}

if (import.meta.main) {
  const began = performance.now();
  console.log(setUp());
  console.log(`${((performance.now() - began) / 1000).toFixed(1)} s`);
}
